"""The main pages and their scripts in Debian's Firefox."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browsers.firefox import FIREFOX, stand_in
from tests.browsers.window import Window
from tests.patience import PATIENCE, eventually
from tests.webapp.accessible.looking import FITS, resized
from tests.webapp.reader_pages import PAGES

pytestmark = pytest.mark.browser

# Violations of a page's policy are reported by an event, and on the console in another wording.
FORBIDDEN = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`forbidden: ${event.violatedDirective} ${event.blockedURI}`));"""


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for downloads of Firefox."""
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory, downloads: Path) -> Iterator[Browser]:
    """Debian's Firefox; without it the test skips."""
    if shutil.which(FIREFOX) is None:
        pytest.skip(f"needs Debian's {FIREFOX}")
    with sync_playwright() as playwright:
        program = stand_in(tmp_path_factory.mktemp("firefox"))
        browser = playwright.firefox.launch(
            channel="moz-firefox", executable_path=program, downloads_path=downloads
        )
        expect.set_options(timeout=PATIENCE * 1000)
        yield browser
        browser.close()


@pytest.fixture
def window(firefox: Browser, site: str) -> Iterator[Window]:
    with firefox.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.add_init_script(FORBIDDEN)
        window = Window(context, site)
        yield window
        assert window.faults == []


@pytest.mark.parametrize("name", ["home", "results", "post", "evidence", "map", "reading list"])
def test_a_page_has_no_faults_and_fits_the_window(window: Window, name: str) -> None:
    page = window.open(PAGES[name])
    expect(page.locator("main h1")).to_be_visible()
    # Styled by the page's own files.
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "600"
    for width in (1280, 375):
        resized(page, width)
        assert page.evaluate(FITS), width


def test_the_theme_is_chosen_and_kept(window: Window) -> None:
    page = window.open("/")
    page.get_by_role("button", name="Theme: system").click()
    page.get_by_role("button", name="Theme: light").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    window.open("/about")
    expect(page.get_by_role("button", name="Theme: dark")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_a_suggestion_can_be_chosen_by_keyboard(window: Window) -> None:
    page = window.open("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(unquote_plus(request.url)))
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Ask in your own words")
    expect(box).to_be_focused()
    box.press_sequentially("burn")
    option = page.get_by_role("option").filter(has_text="burn out")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".suggestions")).to_be_hidden()
    box.fill("my client Sarah Miller")
    box.fill("therap")
    expect(page.get_by_role("option").first).to_be_visible()
    assert not any("Sarah" in url for url in asked)


def test_results_change_while_typing_and_ticking(window: Window) -> None:
    page = window.open("/search?q=burnout+of+therapists")
    page.get_by_label("Ask the digest").fill("alliance ruptures")
    page.wait_for_url("**/search?q=alliance+ruptures")
    page.get_by_label("meta-analysis").check()
    page.wait_for_url("**research=meta-analysis*")
    expect(page.locator(".hit").first).to_be_visible()


def test_posts_can_be_chosen_saved_and_annotated(window: Window, downloads: Path) -> None:
    page = window.open(PAGES["results"])
    page.locator(".pick input").first.check()
    expect(page.locator("[data-picked]")).to_have_text("1 chosen")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-picked]")).to_have_text("1 in your reading list")
    window.open(PAGES["reading list"])
    expect(page.locator(".saved > li")).to_have_count(1)
    page.get_by_label("What I learned").fill("Watch for distance.")
    page.get_by_label("Minutes").fill("25")
    expect(page.locator("[data-sum]")).to_have_text("1 post, 25 minutes")
    # Firefox reports no navigation for a file made by a script, so Playwright reports no download.
    page.get_by_role("button", name="Record as CSV").click()
    eventually(lambda: [file for file in downloads.glob("record-*.csv") if file.stat().st_size])
    (record,) = downloads.glob("record-*.csv")
    assert "Watch for distance." in record.read_text("utf-8-sig")
    page.reload()
    expect(page.get_by_label("What I learned")).to_have_value("Watch for distance.")
    page.get_by_role("button", name="Remove When Therapists").click()
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()


def test_violations_of_the_page_s_policy_are_detected(firefox: Browser, site: str) -> None:
    with firefox.new_context() as context:
        context.add_init_script(FORBIDDEN)
        window = Window(context, site)
        page = window.open("/about")
        page.evaluate("document.body.append(Object.assign(new Image(), { src: 'data:,x' }))")
        page.evaluate("document.body.setAttribute('style', 'color: red')")
        eventually(lambda: any("forbidden" in fault for fault in window.faults))
