"""Checks of a page against WCAG 2.2 AA, at every width and in all colour schemes."""

from __future__ import annotations

from typing import Any, Literal

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browsers.window import Window

# Only violations are asked for; for the rest axe would describe each element of a page.
RULES: dict[str, Any] = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}
# What hangs on the width of the window alone.
BY_WIDTH = {
    "resultTypes": ["violations"],
    "runOnly": ["target-size", "scrollable-region-focusable"],
}
# The width of the window, whether the page is light or dark, and the rules that hold there.
WAYS: tuple[tuple[int, Literal["dark", "light"], dict[str, Any]], ...] = (
    (375, "dark", RULES),
    (768, "light", BY_WIDTH),
    (1280, "light", RULES),
    (1600, "dark", BY_WIDTH),
)
# Forced colours are the system's own, so the contrast of the page's own is not visible.
FORCED = RULES | {"rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}}
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def resized(page: Page, width: int, height: int = 900) -> None:
    """Give the window another size."""
    page.set_viewport_size({"width": width, "height": height})


def check(eye: Window, path: str) -> None:
    """Check a page in every way; it is opened once, and given axe once, since that takes long."""
    eye.faults.clear()
    page = eye.open(path)
    page.evaluate(Axe().axe_script)
    for width, scheme, rules in WAYS:
        resized(page, width)
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(FITS), width
        _assert_accessible(page, rules)
    # The width of a page at a zoom of 400%.
    resized(page, 320)
    assert page.evaluate(FITS)
    page.emulate_media(forced_colors="active")
    _assert_accessible(page, FORCED)
    page.emulate_media(forced_colors="none")
    assert eye.faults == []


def _assert_accessible(page: Page, options: dict[str, Any]) -> None:
    report = AxeResults(page.evaluate("(options) => axe.run(options)", options))
    assert report.violations_count == 0, report.generate_report()
