"""A static site has every page, working links, and a search in the browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import html5lib
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect
from selectolax.lexbor import LexborHTMLParser

from corpus.folder.read import DEMO
from search import weights
from search.engine.open import open_engine
from search.evaluation.judgments import read_questions
from search.evaluation.measures import ndcg
from search.index.tokens.analysed import OWN_PARTS
from tests.demo.reading import demo_reading
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.cli.commands import main
from webapp.relinking import POSTS, SCRIPT, relinked
from webapp.standalone import MARK, POLICY, Site, _tidy, write_site

_LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')

OWN_BOOSTS = {part: weights.BOOSTS[part] for part in OWN_PARTS}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Site]:
    out = tmp_path_factory.mktemp("site") / "pages"
    return out, write_site(FakeEngine(hostile_digest()), out)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, demo_index: Path) -> tuple[Path, Site]:
    out = tmp_path_factory.mktemp("demo") / "pages"
    return out, write_site(open_engine(demo_index, semantic=False), out)


def links(page: Path) -> set[str]:
    # Only tags: the same in a text is no link.
    tags = set(re.findall(r"<[a-z][^>]*>", page.read_text("utf-8")))
    return {unescape(link) for tag in tags for link in _LINK.findall(tag)}


@pytest.mark.slow
@pytest.mark.parametrize("which", ["hostile", "demo"])
def test_every_link_points_to_a_file(which: str, request: pytest.FixtureRequest) -> None:
    out, site = request.getfixturevalue(which)
    pages = list(out.rglob("*.html"))
    assert (len(pages), site.dead) == (site.pages, ())

    # Cached, as the pages of a folder have many links in common.
    @cache
    def leads_somewhere(folder: Path, link: str) -> bool:
        if link.startswith(("https://", "http://", "mailto:", "#")):
            return True
        return (folder / unquote(re.split("[?#]", link)[0])).is_file()

    lost = [
        (page.relative_to(out), link)
        for page in pages
        for link in links(page)
        if not leads_somewhere(page.parent, link)
    ]
    assert lost == []


def test_no_page_needs_a_server(hostile: tuple[Path, Site]) -> None:
    out, _ = hostile
    text = "".join(page.read_text("utf-8") for page in out.rglob("*.html"))
    assert "localhost" not in text
    assert "/api/" not in text
    assert "reading-list" not in text
    assert not [link for page in out.glob("*.html") for link in links(page) if link[:1] == "/"]


def test_pages_are_valid_html_and_hostile_text_is_escaped(hostile: tuple[Path, Site]) -> None:
    out, _ = hostile
    for page in out.rglob("*.html"):
        html5lib.HTMLParser(strict=True).parse(page.read_text("utf-8"))
    assert "<script>alert" not in (out / "posts" / "2022-01-hostile.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/", "../index.html"),
        ("/topics/a", "a.html"),
        ("/topics/ä ö", "a-o.html"),
        ("/search?q=a%20b&amp;topic=c", "../search.html?q=a%20b&amp;topic=c"),
        ("/topics/a#top", "a.html#top"),
        ("#top", "#top"),
        ("https://example.org/x?y=1", "https://example.org/x?y=1"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_links_become_relative(link: str, expected: str) -> None:
    place = {
        "/": "index.html",
        "/topics/a": "topics/a.html",
        "/topics/ä ö": "topics/a-o.html",
        "/search?q=a%20b&topic=c": "search.html",
    }
    page, _ = relinked(
        f'<a href="{link}">x</a>', "/topics/b", "topics/b.html", lambda address: place[address]
    )
    assert f'<a href="{expected}">x</a>' in page.decode()


def nowhere(address: str) -> None:
    """No address has a file."""


def test_a_link_that_needs_a_server_becomes_text() -> None:
    page, found = relinked('<a class="x" href="/api/v1">x</a>', "/", "index.html", nowhere)
    assert b'<a class="x">x</a>' in page
    assert found == ()


@given(
    st.lists(
        st.sampled_from(
            (
                *("<p>a</p>", "a &lt; b", "&amp;", "&#39;", "<!-- x -->", "<!doctype html>", "\n"),
                *('<svg viewBox="0 0 1 1"><g/></svg>', "<br/>", '<input value="a&quot;b">'),
            )
        )
    )
)
def test_other_parts_of_a_page_are_copied(pieces: list[str]) -> None:
    text = "".join(pieces)
    copy = relinked(text, "/", "index.html", nowhere)[0].decode()
    before, after = (ElementTree.tostring(html5lib.parse(page)) for page in (text, copy))
    assert before == after


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["site", *arguments])
    return result.exit_code, result.output


def test_only_an_earlier_site_is_replaced(tmp_path: Path, garden_index: Path) -> None:
    out = tmp_path / "pages"
    arguments = (str(out), "--index", str(garden_index))
    assert run(*arguments)[0] == 0
    (out / "index.html").write_text("old")
    assert run(*arguments)[0] == 0
    assert (out / "index.html").read_text("utf-8") != "old"
    (out / MARK).unlink()
    code, told = run(*arguments)
    assert (code, "holds other files" in told) == (1, True)
    file = tmp_path / "file"
    file.write_text("mine")
    assert run(str(file), "--index", str(garden_index))[0] == 1
    assert file.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.fixture(scope="module")
def garden_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from indexer.publish import publish
    from tests.digests import garden

    index = tmp_path_factory.mktemp("garden") / "index"
    publish(garden.digest(), index)
    return index


def test_without_an_index_the_error_says_how_to_build_one(tmp_path: Path) -> None:
    code, told = run(str(tmp_path / "out"), "--index", str(tmp_path / "none"))
    assert (code, "pprsearch index" in told) == (1, True)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 375, "height": 800}) as context:
        faults: list[str] = []
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text))
        page.on(
            "request",
            lambda r: None if r.url.startswith("file://") else faults.append(r.url),
        )
        yield page
        assert faults == []


@pytest.mark.browser
def test_a_question_is_asked_and_a_post_read_without_a_server(
    demo: tuple[Path, Site], page: Page
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    out, _ = demo
    page.goto((out / "index.html").as_uri())
    page.get_by_label("Ask in your own words").fill("does burnout of the therapist hurt patients?")
    page.keyboard.press("Enter")
    expect(page.locator(".hit h2").first).to_contain_text("burn out")
    expect(page.locator(".hit mark").first).to_be_visible()
    expect(page.get_by_label("Ask the digest")).to_have_value(re.compile("burnout"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    report = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]})
    assert report.violations_count == 0, report.generate_report()
    page.locator(".hit h2 a").first.click()
    expect(page.get_by_role("heading", name="Practice implications")).to_be_visible()
    page.locator(".related li > a").first.click()
    expect(page.locator(".post h1")).to_be_visible()


@pytest.mark.browser
def test_operators_work_in_the_search_without_a_server(demo: tuple[Path, Site], page: Page) -> None:
    out, _ = demo
    search = (out / "search.html").as_uri()

    def titles(question: str) -> list[str]:
        page.goto(search)
        page.get_by_label("Ask the digest").fill(question)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        return page.locator(".hit h2").all_inner_texts()

    everything = titles("burnout")
    assert titles("burnout -patients") != everything
    assert len(titles('"therapist effects"')) < len(titles("therapist effects"))
    assert titles("CBT year:2024..") and not titles("CBT year:1990")
    assert titles("author:delgadillo")
    assert titles("topic:therapist-factors")
    assert len(titles("alliance research:meta-analysis")) < len(titles("alliance"))
    assert titles("zzyzx") == []
    expect(page.locator("[data-total]")).to_contain_text("No post of this digest fits")
    expect(page.get_by_role("heading", name="By topic")).to_be_visible()
    page.get_by_label("Year").select_option("2024")
    page.get_by_label("Ask the digest").fill("")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".hit .meta").first).to_contain_text("2024")


@pytest.mark.browser
def test_the_ranking_without_a_server_is_good_enough(demo: tuple[Path, Site], page: Page) -> None:
    """When this was written, nDCG@10 on the judged questions of the dev half was 0.704."""
    out, _ = demo
    questions = [q for q in read_questions(DEMO / "relevance", "dev") if q.grades]
    page.goto((out / "search.html").as_uri())
    runs = page.evaluate(
        "(all) => all.map((q) => find(read(new URLSearchParams({ q })))"
        ".slice(0, 10).map(({ post }) => post.url))",
        [q.text for q in questions],
    )
    found = [[Path(unquote(url)).stem for url in run] for run in runs]
    mean = sum(ndcg(r, q.grades) for r, q in zip(found, questions, strict=True)) / len(questions)
    assert mean > 0.7


@pytest.mark.browser
def test_without_scripts_every_post_is_listed(demo: tuple[Path, Site], browser: Browser) -> None:
    out, _ = demo
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((out / "search.html").as_uri())
        posts = page.locator("[data-all] a").evaluate_all("all => all.map((a) => a.href)")
        assert len(set(posts)) == len(demo_reading().digest.posts)
        expect(page.get_by_text("needs JavaScript")).to_be_visible()
        expect(page.get_by_role("button", name="Search")).to_be_hidden()


def data(site: Path) -> dict[str, Any]:
    """The data of the search page on the digest."""
    text = (site / POSTS).read_text("utf-8")
    found: dict[str, Any] = json.loads(text.removeprefix("window.DIGEST = ").removesuffix(";\n"))
    return found


def test_posts_are_ranked_by_the_weights_of_the_engine(
    hostile: tuple[Path, Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert data(hostile[0])["weights"] == {
        "k1": weights.K1,
        "b": weights.B,
        "boosts": OWN_BOOSTS,
        "expansion": weights.EXPANSION,
    }
    # The script must have every part of a post that the engine weighs, under the same name.
    script = (hostile[0] / SCRIPT).read_text("utf-8")
    assert all(re.search(rf"^  {part}: \(post\) =>", script, re.MULTILINE) for part in OWN_PARTS)
    monkeypatch.setattr(weights, "K1", 7.5)
    write_site(FakeEngine(hostile_digest()), tmp_path / "pages")
    assert data(tmp_path / "pages")["weights"]["k1"] == 7.5


@pytest.mark.browser
def test_every_weight_changes_the_score_of_a_word(
    hostile: tuple[Path, Site], tmp_path: Path, page: Page
) -> None:
    """Each weight is changed in turn."""
    site = tmp_path / "pages"
    shutil.copytree(hostile[0], site)

    def worth(**changed: Any) -> list[float]:
        told = data(hostile[0])
        told["weights"] |= changed
        (site / POSTS).write_text(f"window.DIGEST = {json.dumps(told)};\n", "utf-8")
        page.goto((site / "search.html").as_uri())
        found: list[float] = page.evaluate(
            "['burnout', 'script', 'study', 'trauma'].flatMap((word) =>"
            " find(read(new URLSearchParams({ q: word }))).map(({ score }) => score))"
        )
        return found

    usual = worth()
    assert usual and usual == worth()
    changed: list[dict[str, Any]] = [{"k1": 9}, {"b": 0.1}]
    changed += [{"boosts": OWN_BOOSTS | {part: 9}} for part in OWN_PARTS]
    for one in changed:
        assert worth(**one) != usual, one


@pytest.mark.slow
def test_the_data_of_the_posts_is_compact(demo: tuple[Path, Site]) -> None:
    out, _ = demo
    assert (out / POSTS).stat().st_size < len(demo_reading().digest.posts) * 8_000
    assert (out / POSTS).stat().st_size < 80 * 8_000


def test_every_page_has_a_policy_against_other_sites(tmp_path: Path) -> None:
    write_site(FakeEngine(hostile_digest()), tmp_path / "out")
    for page in (tmp_path / "out").rglob("*.html"):
        policy = LexborHTMLParser(page.read_text("utf-8")).css_first(
            "meta[http-equiv=Content-Security-Policy]"
        )
        assert policy and policy.attributes["content"] == POLICY
        assert "http" not in POLICY and "unsafe" not in POLICY


def test_leftovers_of_a_killed_run_are_removed_and_the_site_restored(tmp_path: Path) -> None:
    engine = FakeEngine(hostile_digest())
    out = tmp_path / "out"
    write_site(engine, out)
    with subprocess.Popen(["true"]) as dead:
        dead.wait()
    out.rename(tmp_path / f".out.{dead.pid}.abc.before")
    (tmp_path / f".out.{dead.pid}.abc").mkdir()
    (tmp_path / ".out.other").mkdir()
    (tmp_path / f".out.{os.getppid()}.running").mkdir()
    (tmp_path / "outer").mkdir()
    _tidy(out)
    assert (out / "index.html").is_file()
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"out", ".out.other", f".out.{os.getppid()}.running", "outer"}


@pytest.mark.slow
def test_old_addresses_have_a_page(demo: tuple[Path, Site]) -> None:
    out, _ = demo
    digest = demo_reading().digest
    for alias, post_id in ((alias, post.id) for post in digest.posts for alias in post.aliases):
        page = (out / "posts" / f"{alias}.html").read_text("utf-8")
        assert f'href="{post_id}.html"' in page
    for one in digest.gone:
        page = (out / "posts" / f"{one.address}.html").read_text("utf-8")
        assert one.why in unescape(page)
        assert all(f'href="{post_id}.html"' in page for post_id in one.read)
