"""Pages for browsing lead to the posts that they count, in drawings and in tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from hypothesis import assume, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from search.engine.open import open_engine
from tests.conftest import REPOSITORY
from tests.pretended.engine_fake import FakeEngine, hostile_digest, post
from webapp.app import create_app
from webapp.view.heat import LEVELS, LONGEST, Heat


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(FakeEngine(hostile_digest())).test_client()


@pytest.fixture(scope="module")
def demo(demo_index: object) -> Iterator[FlaskClient]:
    from pathlib import Path

    assert isinstance(demo_index, Path)
    yield create_app(open_engine(demo_index, semantic=False)).test_client()


def read(client: FlaskClient, url: str) -> LexborHTMLParser:
    response = client.get(url)
    assert response.status_code == 200, url
    return LexborHTMLParser(response.text)


def links(page: LexborHTMLParser, selector: str) -> list[str]:
    return [node.attributes["href"] or "" for node in page.css(selector)]


def test_drawing_and_table_of_the_map_agree(demo: FlaskClient) -> None:
    page = read(demo, "/map")
    drawings, tables = page.css("svg.heat"), page.css(".equal table")
    assert len(drawings) == len(tables) == 2
    for drawing, table in zip(drawings, tables, strict=True):
        drawn = [(a.attributes["href"], a.css_first("text").text())  # type: ignore[union-attr]
                 for a in drawing.css("a") if a.css_first("rect")]  # fmt: skip
        written = [(a.attributes["href"], a.text()) for a in table.css("td a")]
        assert drawn == written and drawn
        assert all(a.attributes["tabindex"] == "-1" for a in drawing.css("a"))


@pytest.mark.parametrize("page", ["/map", "/map?research=meta-analysis"])
def test_every_square_of_the_map_leads_to_as_many_posts_as_it_counts(
    demo: FlaskClient, page: str
) -> None:
    squares = read(demo, page).css(".equal td a")
    for square in squares[:: max(1, len(squares) // 40)]:
        href = (square.attributes["href"] or "").replace("/search", "/api/v1/search")
        assert demo.get(href).get_json()["total"] == int(square.text()), href


def luminance(colour: str) -> float:
    """The relative luminance of #rgb or #rrggbb, as WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    light = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def test_the_map_has_enough_contrast_in_light_and_dark() -> None:
    """No tool checks the contrast of text inside a drawing."""
    css = (REPOSITORY / "webapp" / "static" / "browse.css").read_text("utf-8")
    told = re.findall(r"--heat-([\w-]+): light-dark\((#\w+), (#\w+)\)", css)
    for scheme in (1, 2):
        colours = {each[0]: each[scheme] for each in told}
        for level in range(1, LEVELS + 1):
            ink = colours["high-ink" if level > 3 else "low-ink"]
            low, high = sorted(luminance(c) for c in (colours[str(level)], ink))
            assert (high + 0.05) / (low + 0.05) >= 4.5, colours[str(level)]


def test_the_map_of_one_kind_names_it(demo: FlaskClient) -> None:
    page = read(demo, "/map?research=survey")
    assert page.css_first("h2").text() == "Topics by year, survey only"  # type: ignore[union-attr]
    assert [a.text().split()[0] for a in page.css(".choices [aria-current]")] == ["survey"]
    assert read(demo, "/map?research=nothing").css(".choices [aria-current]")[0].text() == (
        "Every kind"
    )


def test_a_digest_without_topics_and_months_has_no_map() -> None:
    bare = replace(hostile_digest(), topics=(), posts=(post(1, topics=(), month=None),))
    client = create_app(FakeEngine(bare)).test_client()
    assert "no topics and years to map" in client.get("/map").text
    assert client.get("/topics").status_code == 200
    assert "name no authors" not in client.get("/authors").text


def test_the_former_address_of_the_map_redirects(demo: FlaskClient) -> None:
    answer = demo.get("/landscape")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/map")


def test_a_year_has_its_months_and_neighbours(client: FlaskClient) -> None:
    page = read(client, "/years/2021")
    months = [" ".join(h.text().split()) for h in page.css("h2")]
    assert months[0] == "December 2021" and months[-1] == "January 2021"
    assert links(page, ".neighbours a") == ["/years/2022"]
    assert links(page, ".lead a") == ["/search?year=2021"]
    # A month without its own sentence starts with its posts.
    assert not page.css(".opening")
    assert client.get("/years/1999").status_code == 404
    assert client.get("/years/0").status_code == 404


def test_authors_link_to_their_posts(client: FlaskClient) -> None:
    page = read(client, "/authors")
    (author,) = [one for one in links(page, ".letter a") if "author-a" in one]
    assert len(read(client, author).css(".hit")) == 24
    assert client.get("/authors/nobody").status_code == 404


def test_sparklines_of_topics_have_a_description(client: FlaskClient) -> None:
    lines = read(client, "/topics").css(".sparkline")
    assert [line.attributes["aria-label"] for line in lines] == [
        "2021 to 2022: 2021 24",
        "2021 to 2022: 2022 1",
    ]


def test_home_links_to_everything(client: FlaskClient) -> None:
    page = read(client, "/")
    assert {"/search", "/topics", "/kinds", "/months"} <= set(links(page, ".figures a"))
    assert len(page.css(".fullest li")) <= 8
    assert "This month: “" in page.css_first(".opening").text()  # type: ignore[union-attr]
    chosen = client.get("/search?topic=&research=survey")
    assert "1 post" in LexborHTMLParser(chosen.text).css_first("h1").text()  # type: ignore[union-attr]


@given(st.lists(st.lists(st.integers(0, 99), min_size=3, max_size=3), max_size=5))
def test_a_heat_table_keeps_its_counts(counts: list[list[int]]) -> None:
    rows = [(f"r{n}", f"Row {n} " * 9) for n in range(len(counts))]
    table = {f"r{n}": dict(enumerate(row)) for n, row in enumerate(counts)}
    heat = Heat.of(rows, [(0, "a"), (1, "b"), (2, "c")], table)
    assert [[c.count for c in row] for row in heat.cells] == [row for row in counts if any(row)]
    for cell in (cell for row in heat.cells for cell in row):
        assert 0 <= cell.level <= LEVELS and bool(cell.level) == bool(cell.count)
        assert len(cell.row.short) <= LONGEST and cell.row.short.endswith("…")
        assert cell.row.at < heat.height and cell.column.at < heat.width


APP = create_app(FakeEngine(hostile_digest()))


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=20))
def test_a_post_with_any_id_has_an_address(post_id: str) -> None:
    # A path can't contain dots alone: browsers resolve them as steps.
    assume(not {*post_id.split("/")} & {".", ".."} and not post_id.endswith("/related"))
    digest = replace(hostile_digest(), posts=(post(1, id=post_id), post(2)))
    # One app for all ids, since making one takes longer than everything else.
    APP.extensions["engine"] = FakeEngine(digest, generation=post_id)
    with APP.test_request_context():
        page, twin = (
            APP.url_for("pages.post", post_id=post_id),
            APP.url_for("api.post", post_id=post_id),
        )
    client = APP.test_client()
    assert client.get(twin).get_json()["id"] == post_id, unquote(twin)
    assert client.get(page).status_code == 200
    assert client.get(f"{twin}/related").get_json()["id"] == post_id


def test_drawings_are_made_once_for_each_generation(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = FakeEngine(hostile_digest())
    client = create_app(engine).test_client()
    pages = [client.get(path).text for path in ("/map", "/map?research=survey")]
    with monkeypatch.context() as patch:
        patch.setattr("webapp.pages.browse.render_template", lambda *given, **named: "made again")
        for path, page in zip(("/map", "/map?research=survey"), pages, strict=True):
            assert client.get(path).text == page
        assert client.get("/map?research=nothing").text == pages[0]
        engine.snapshot = type(engine.snapshot)(hostile_digest(), "000002-fake")
        assert client.get("/map").text == "made again"
