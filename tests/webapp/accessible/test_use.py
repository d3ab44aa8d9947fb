"""Pages can be used by keyboard, with text of twice the size, and without animations."""

from __future__ import annotations

import pytest

from tests.browsers.window import Window
from tests.webapp.accessible.looking import FITS, resized
from tests.webapp.reader_pages import PAGES

pytestmark = pytest.mark.browser

# The element with the focus: its place in the page, whether it is visible, and how it is marked.
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


@pytest.mark.parametrize("name", ["home", "results", "post", "topics", "reading list", "map"])
def test_text_of_twice_the_size_fits_the_window(eye: Window, name: str) -> None:
    page = eye.open(PAGES[name])
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width in (768, 1280):
        resized(page, width)
        assert page.evaluate(FITS), width


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("name", ["home", "results", "post"])
def test_the_focus_moves_through_a_page_in_order_and_is_visible(
    eye: Window, name: str, width: int
) -> None:
    resized(eye.page, width)
    page = eye.open(PAGES[name])
    stops = 0
    page.keyboard.press("Tab")
    # After the last element it may start again, skipping the browser's own buttons.
    while (focused := page.evaluate(FOCUSED)) and not focused["again"]:
        assert focused["seen"] and focused["outlined"] and focused["follows"], focused["what"]
        stops += 1
        page.keyboard.press("Tab")
    assert stops > 10


def test_nothing_moves_if_reduced_motion_is_preferred(eye: Window) -> None:
    for name in ("home", "results", "post"):
        page = eye.open(PAGES[name])
        moving = page.evaluate(
            """[...document.querySelectorAll("*")].filter((one) => {
                const { transitionDuration, animationName } = getComputedStyle(one);
                return transitionDuration !== "0s" || animationName !== "none";
            }).length"""
        )
        assert moving == 0, name


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("root", ["", "/fr"])
def test_text_of_twice_the_size_fits_on_a_phone(eye: Window, root: str, name: str) -> None:
    page = eye.page
    resized(page, 375, 812)
    eye.open(root + PAGES[name])
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(FITS)
