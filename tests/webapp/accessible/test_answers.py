"""Pages of answers are accessible, and show the answer without scrolling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from flask.testing import FlaskClient

from search.engine.open import open_engine
from tests.browsers.window import Window
from tests.webapp.accessible.looking import FITS, check, resized
from tests.webapp.reader_pages import PAGES, QUESTIONS
from webapp.app import create_app

pytestmark = pytest.mark.browser

SEARCHED = {name: path for name, path in PAGES.items() if path.startswith("/search")}
CLASS = re.compile(r'class="([^"]+)"')
ASKED = {question: f"/search?q={quote_plus(question)}" for question in QUESTIONS}
# Their pages have parts that none of the others has: an answer with its limit, and posts that
# disagree.
ALSO = {name: ASKED[name] for name in ("alliance ruptures", "group therapy for depression")}
CHECKED = SEARCHED | ALSO


def parts(client: FlaskClient, paths: Iterable[str]) -> set[str]:
    """The classes of all elements of some pages."""
    texts = (client.get(path).text for path in paths)
    return {name for text in texts for names in CLASS.findall(text) for name in names.split()}


def test_every_part_of_an_answer_is_on_a_page_that_is_checked(demo_index: Path) -> None:
    client = create_app(open_engine(demo_index, semantic=False)).test_client()
    assert parts(client, ASKED.values()) <= parts(client, CHECKED.values())


@pytest.mark.parametrize("path", CHECKED.values(), ids=CHECKED)
def test_every_page_of_answers_is_accessible_and_fits(eye: Window, path: str) -> None:
    check(eye, path)


MEASURED = """() => {
  const top = (selector) => document.querySelector(selector)?.getBoundingClientRect().top;
  return {
    header: document.querySelector(".masthead").offsetHeight,
    answer: top(".answers") ?? top(".hit"),
    first: top(".hit"),
    care: Boolean(document.querySelector(".care")),
    limit: document.querySelector(".answers .limit")?.offsetHeight ?? 0,
    last: [...document.querySelectorAll(".hit")][9]?.getBoundingClientRect().bottom,
    cards: [...document.querySelectorAll(".hit:not(:has(.notice))")].map((hit) => hit.offsetHeight),
  };
}"""


@pytest.mark.parametrize("path", ASKED.values(), ids=ASKED)
def test_the_answer_is_visible_without_scrolling(eye: Window, path: str) -> None:
    eye.faults.clear()
    page = eye.page
    resized(page, 375, 812)
    eye.open(path)
    assert page.evaluate(FITS)
    phone = page.evaluate(MEASURED)
    resized(page, 1280, 900)
    assert page.evaluate(FITS)
    desktop = page.evaluate(MEASURED)
    assert phone["header"] <= 120
    # What limits the answer comes before the hits, however short the screen.
    assert phone["first"] - phone["limit"] <= 0.65 * 812 and phone["first"] <= 0.75 * 812
    assert desktop["first"] <= 0.55 * 900
    # Only a note on help may come before the answer.
    if not phone["care"]:
        assert phone["answer"] <= 0.35 * 812 and desktop["answer"] <= 0.35 * 900
    assert max(desktop["cards"]) <= 170
    # Ten hits fit into two screens, even below an answer.
    assert (desktop["last"] or 0) - desktop["limit"] <= 2 * 900
    assert eye.faults == []
