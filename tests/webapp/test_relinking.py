"""A static site with a known address has feeds, a sitemap, canonical links and a 404 page."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import defusedxml.ElementTree as ElementTree
import feedparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.pages import signposts
from webapp.relinking import placing, relinked
from webapp.standalone import write_site

SITE = "https://d.example/digest"
_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "pages"
    write_site(FakeEngine(hostile_digest()), folder, site=SITE)
    return folder


def file_at(out: Path, address: str) -> Path:
    """The file that a web server shows for an address of the site."""
    path = unquote(address.removeprefix(SITE).lstrip("/"))
    return out / (path or "index.html")


def test_every_page_of_the_sitemap_is_its_own_canonical(out: Path) -> None:
    tree = ElementTree.fromstring((out / "sitemap.xml").read_bytes())
    addresses = [node.text or "" for node in tree.iter(_LOC)]
    assert f"{SITE}/" in addresses and len(addresses) > 40
    for address in addresses:
        page = LexborHTMLParser(file_at(out, address).read_text("utf-8"))
        (canonical,) = page.css("link[rel=canonical]")
        assert canonical.attributes["href"] == address
        for node in page.css("meta[property='og:image']"):
            assert file_at(out, node.attributes["content"] or "").is_file()


def test_all_parts_of_a_sitemap_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signposts, "MOST_ADDRESSES", 20)
    written = write_site(FakeEngine(hostile_digest()), tmp_path / "out", site=SITE)
    tree = ElementTree.fromstring((tmp_path / "out" / "sitemap.xml").read_bytes())
    parts = [node.text or "" for node in tree.iter(_LOC)]
    assert len(parts) > 2 and written.dead == ()
    assert all(file_at(tmp_path / "out", part).is_file() for part in parts)


@pytest.mark.parametrize("path", ["feed.atom", "topics/trauma/feed.atom", "kinds/survey/feed.atom"])
def test_links_of_a_feed_point_to_files(out: Path, path: str) -> None:
    found = feedparser.parse((out / path).read_bytes())
    assert not found.bozo
    assert [one.href for one in found.feed.links if one.rel == "self"] == [f"{SITE}/{path}"]
    for entry in found.entries:
        assert file_at(out, entry.link.partition("#")[0]).is_file()


def test_the_404_page_works_at_any_depth(out: Path) -> None:
    page = (out / "404.html").read_text("utf-8")
    links = [unescape(link) for link in re.findall(r'\s(?:href|src|action)="([^"]*)"', page)]
    inner = [link for link in links if not link.startswith(("https://example.org", "#"))]
    assert inner and all(link.startswith("/digest/") for link in inner)
    for link in inner:
        path = re.split("[?#]", link.removeprefix("/digest/"))[0]
        assert (out / unquote(path)).is_file(), link
    assert "noindex" in page


def test_robots_txt_names_the_sitemap(out: Path) -> None:
    assert f"Sitemap: {SITE}/sitemap.xml" in (out / "robots.txt").read_text("utf-8")


def test_citations_are_files(out: Path) -> None:
    posts = hostile_digest().posts
    assert len(rispy.loads((out / "citations.ris").read_text("utf-8"))) == len(posts)
    (one,) = rispy.loads((out / "posts" / "MED-10.ris").read_text("utf-8"))
    assert one["id"] == "MED-10"
    assert (out / "posts" / "MED-10.bib").is_file() and (out / "citations.bib").is_file()
    page = LexborHTMLParser((out / "posts" / "MED-10.html").read_text("utf-8"))
    named = [node.attributes["href"] for node in page.css(".downloads a")]
    assert named == ["MED-10.ris", "MED-10.bib"]


def test_without_an_address_there_are_no_feeds_sitemap_and_canonical_links(tmp_path: Path) -> None:
    write_site(FakeEngine(hostile_digest()), tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").rglob("*")}
    assert not names & {"sitemap.xml", "feed.atom", "card.png"}
    assert {"404.html", "robots.txt", "citations.ris", "favicon.ico"} <= names
    page = (tmp_path / "out" / "posts" / "MED-10.html").read_text("utf-8")
    assert "canonical" not in page and "DC.title" in page and "application/ld+json" in page


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/api/v1/cite/ris?post=a", "posts/a.ris"),
        ("/api/v1/cite/bibtex", "citations.bib"),
        ("/api/v1/cite/csl?post=a", None),
        ("/api/v1/cite/ris?post=a&post=b", None),
        ("/feed.atom", None),
        ("/maintain/", None),
        ("/api/v1/search", None),
    ],
)
def test_an_address_is_mapped_to_its_file(address: str, file: str | None) -> None:
    from webapp.app import create_app

    assert placing(create_app(FakeEngine(hostile_digest())))(address) == file


def changed(tag: str) -> tuple[str, tuple[str, ...]]:
    """A part of the page /topics/soil after changing its links, and the files they point to."""

    def place(address: str) -> str | None:
        return None if address.startswith("/api") else f"{address[1:]}.html"

    page, found = relinked(f"<body>{tag}", "/topics/soil", "topics/soil.html", place)
    body = LexborHTMLParser(page.decode()).body
    assert body is not None
    return body.inner_html or "", found


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ('<a class="x" href="/posts/a"></a>', '<a class="x" href="../posts/a.html"></a>'),
        ("<a href='/posts/a' hidden></a>", '<a href="../posts/a.html" hidden=""></a>'),
        ("<A HREF=/posts/a>b</A>", '<a href="../posts/a.html">b</a>'),
        ('<a href="/posts/a&amp;b#c"></a>', '<a href="../posts/a%26b.html#c"></a>'),
        ('<a title="&amp;" href="/posts/a"></a>', '<a title="&amp;" href="../posts/a.html"></a>'),
        ('<a title="href=/x" href="b"></a>', '<a title="href=/x" href="b.html"></a>'),
        ('<img src="/posts/a" alt="b"/>', '<img src="../posts/a.html" alt="b">'),
        ('<a href="/api/v1/topics" rel="x"></a>', '<a rel="x"></a>'),
        ('<input data-suggest="/suggest" name="q">', '<input name="q">'),
    ],
)
def test_only_the_address_of_a_link_is_changed(tag: str, expected: str) -> None:
    assert changed(tag)[0] == expected


@pytest.mark.parametrize(
    "piece",
    [
        "a &lt; b href=/posts/a",
        '<p data-href="/posts/a"></p>',
        '<a href="https://a.example/b"></a>',
        '<a href="#top"></a>',
        '<p title="&lt;a href=/posts/a&gt;"></p>',
        '<script type="application/ld+json">{"a": "\\u003ca href=\\"/posts/a\\">"}</script>',
    ],
)
def test_other_attributes_and_text_stay_unchanged(piece: str) -> None:
    assert changed(piece) == (piece, ())


@given(st.text(st.sampled_from("<a href='/\"=>! -\n")) | st.text())
def test_any_text_can_be_relinked(page: str) -> None:
    text, found = changed(page)
    # An address that was found has become the name of a file.
    assert bool(found) <= (".html" in text)
