"""Pages can be read and used by everyone: WCAG 2.2 AA, at every width, by keyboard, in any colours.

Each page is opened once, and then looked at in every way, since to open one takes the longest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.reader_pages import PAGES, QUESTIONS
from tests.window import Window

pytestmark = pytest.mark.browser

ASKED = {question: f"/search?q={quote_plus(question)}" for question in QUESTIONS}
# The width of the window, and whether the page is light or dark.
WAYS = ((375, "dark"), (768, "light"), (1280, "light"), (1600, "dark"))
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}
# Forced colours are the system's: a contrast that the page's own would have is not shown.
FORCED = RULES | {"rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}}
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
# What has the focus: its place among all, whether it is seen, and how it is marked.
FOCUSED = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const { width, height, top, bottom } = focused.getBoundingClientRect();
  const marked = focused.closest(".box") ?? focused;
  // Suggestions may come in meanwhile, so places are compared, and not counted.
  const walked = (window.walked ??= []);
  const last = walked.at(-1);
  const again = walked.includes(focused);
  walked.push(focused);
  return {
    again,
    follows: !last || Boolean(last.compareDocumentPosition(focused) & 4),
    seen: width > 0 && height > 0 && bottom > 0 && top < innerHeight,
    outlined: getComputedStyle(marked).outlineStyle !== "none",
    what: focused.outerHTML.slice(0, 120),
  };
}"""


@pytest.fixture(scope="module")
def eye(browser: Browser, site: str) -> Iterator[Window]:
    with browser.new_context(reduced_motion="reduce") as context:
        yield Window(context, site)


def resized(page: Page, width: int, height: int = 900) -> None:
    page.set_viewport_size({"width": width, "height": height})


def assert_accessible(page: Page, options: dict[str, Any]) -> None:
    report = Axe().run(page, options=options)
    assert report.violations_count == 0, report.generate_report()


@pytest.mark.parametrize("path", [*PAGES.values(), *ASKED.values()], ids=[*PAGES, *ASKED])
def test_every_page_is_accessible_and_fits(eye: Window, path: str) -> None:
    eye.faults.clear()
    page = eye.open(path)
    for width, scheme in WAYS:
        resized(page, width)
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert page.evaluate(FITS), width
        assert_accessible(page, RULES)
    # As wide as a page that is magnified four times.
    resized(page, 320)
    assert page.evaluate(FITS)
    page.emulate_media(forced_colors="active")
    assert_accessible(page, FORCED)
    page.emulate_media(forced_colors="none")
    assert eye.faults == []


@pytest.mark.parametrize("name", ["home", "results", "post", "topics", "reading list", "map"])
def test_text_of_twice_the_size_fits(eye: Window, name: str) -> None:
    page = eye.open(PAGES[name])
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width in (768, 1280):
        resized(page, width)
        assert page.evaluate(FITS), width


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("name", ["home", "results", "post"])
def test_the_focus_goes_through_a_page_in_its_order_and_is_seen(
    eye: Window, name: str, width: int
) -> None:
    resized(eye.page, width)
    page = eye.open(PAGES[name])
    stops = 0
    page.keyboard.press("Tab")
    # After the last it may begin again without a stop at the browser's own buttons.
    while (focused := page.evaluate(FOCUSED)) and not focused["again"]:
        assert focused["seen"] and focused["outlined"] and focused["follows"], focused["what"]
        stops += 1
        page.keyboard.press("Tab")
    assert stops > 10


def test_nothing_moves_for_those_who_want_less_motion(eye: Window) -> None:
    for name in ("home", "results", "post"):
        page = eye.open(PAGES[name])
        moving = page.evaluate(
            """[...document.querySelectorAll("*")].filter((one) => {
                const { transitionDuration, animationName } = getComputedStyle(one);
                return transitionDuration !== "0s" || animationName !== "none";
            }).length"""
        )
        assert moving == 0, name


MEASURED = """() => {
  const top = (selector) => document.querySelector(selector)?.getBoundingClientRect().top;
  return {
    header: document.querySelector(".masthead").offsetHeight,
    answer: top(".answers") ?? top(".hit"),
    first: top(".hit"),
    care: Boolean(document.querySelector(".care")),
    cards: [...document.querySelectorAll(".hit:not(:has(.notice))")].map((hit) => hit.offsetHeight),
  };
}"""


@pytest.mark.parametrize("path", ASKED.values(), ids=ASKED)
def test_what_answers_is_in_sight_at_once(eye: Window, path: str) -> None:
    page = eye.page
    resized(page, 375, 812)
    eye.open(path)
    phone = page.evaluate(MEASURED)
    resized(page, 1280, 900)
    desktop = page.evaluate(MEASURED)
    assert phone["header"] <= 120
    assert phone["first"] <= 0.65 * 812 and desktop["first"] <= 0.55 * 900
    # Only where to get help comes before what answers.
    if not phone["care"]:
        assert phone["answer"] <= 0.35 * 812 and desktop["answer"] <= 0.35 * 900
    assert max(desktop["cards"]) <= 170
