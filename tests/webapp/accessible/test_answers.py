"""Pages of answers are accessible, and show the answer without scrolling."""

from __future__ import annotations

from urllib.parse import quote_plus

import pytest

from tests.reader_pages import PAGES, QUESTIONS
from tests.webapp.accessible.looking import check, resized
from tests.window import Window

pytestmark = pytest.mark.browser

SEARCHED = {name: path for name, path in PAGES.items() if path.startswith("/search")}
ASKED = {question: f"/search?q={quote_plus(question)}" for question in QUESTIONS}


@pytest.mark.parametrize("path", [*SEARCHED.values(), *ASKED.values()], ids=[*SEARCHED, *ASKED])
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
    page = eye.page
    resized(page, 375, 812)
    eye.open(path)
    phone = page.evaluate(MEASURED)
    resized(page, 1280, 900)
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
