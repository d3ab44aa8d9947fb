"""Pages in a right-to-left language fit and are mirrored."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browsers.window import Window
from tests.conftest import served
from tests.webapp.accessible.looking import FITS, resized
from tests.webapp.language.made_up import TAG, demo_app
from tests.webapp.reader_pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = (375, 768, 1280)


@pytest.fixture(scope="module")
def leftward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo digest in English and in the made-up language."""
    with demo_app(tmp_path_factory.mktemp("leftward")) as app, served(app) as address:
        yield address


@pytest.fixture(scope="module")
def mirror(browser: Browser, leftward: str) -> Iterator[Window]:
    with browser.new_context(reduced_motion="reduce") as context:
        yield Window(context, leftward)


def middle(thing: Locator) -> float:
    """The distance of an element's middle from the left."""
    box = thing.first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2


def beyond(page: Page) -> list[str]:
    """Visible elements that reach beyond the window's sides, except inside scrolling ones."""
    found: list[str] = page.evaluate(
        """[...document.body.querySelectorAll('*')].filter((one) => {
          if (one.closest('.hidden, .skip, svg, [hidden]')) return false;
          for (let at = one.parentElement; at !== document.body; at = at.parentElement)
            if (getComputedStyle(at).overflowX !== 'visible') return false;
          const box = one.getBoundingClientRect();
          if (!box.width || !box.height || !one.checkVisibility()) return false;
          return box.left < -1 || box.right > innerWidth + 1;
        }).map((one) => one.outerHTML.slice(0, 90))"""
    )
    return found


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_every_page_fits_the_window(mirror: Window, path: str) -> None:
    mirror.faults.clear()
    page = mirror.open(f"/{TAG}{path}")
    if not path.startswith("/api"):
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    for width in WIDTHS:
        resized(page, width)
        assert page.evaluate(FITS), width
        assert beyond(page) == [], width
    assert mirror.faults == []


def test_a_page_of_results_is_mirrored(mirror: Window) -> None:
    page = mirror.open(f"/{TAG}{PAGES['results']}")
    resized(page, 1280)
    half = 640
    assert middle(page.locator(".masthead .name img")) > half
    assert middle(page.locator(".doors .theme")) < middle(page.locator(".doors a"))
    assert middle(page.locator(".hit h2 a")) > middle(page.locator(".facets"))
    # The box for choosing a hit is at the end of its title's line.
    assert middle(page.locator(".pick")) < middle(page.locator(".hit h2"))
    assert middle(page.locator(".ask button")) < middle(page.locator(".ask input"))
    facet = page.locator(".facet label").first
    assert middle(facet.locator("input")) > middle(facet.locator(".count"))


def test_a_text_in_another_language_has_its_own_direction(mirror: Window) -> None:
    page = mirror.open(f"/{TAG}{PAGES['post']}")
    title = page.locator("h1 [lang], h1[lang]").first
    assert title.get_attribute("lang") == "en"
    assert title.evaluate("(one) => getComputedStyle(one).direction") == "ltr"
    assert page.locator("html").get_attribute("dir") == "rtl"
    mirror.open("/en/")
    assert page.locator("html").get_attribute("dir") is None
