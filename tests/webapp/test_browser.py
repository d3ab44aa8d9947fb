"""What readers do, in a real browser: by mouse, by keyboard, on a phone, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.browsers.window import Window
from tests.webapp.reader_pages import PAGES

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(browser: Browser, site: str) -> Iterator[Window]:
    # Scripts are off: these pages must not need any.
    with browser.new_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=False
    ) as context:
        reader = Window(context, site)
        yield reader
        assert reader.faults == []


def narrow(page: Page, *names: str) -> None:
    """Tick boxes beside the results, and apply them."""
    for name in names:
        page.locator("#filters label").filter(has_text=name).locator("input").check()
    page.get_by_role("button", name="Apply").first.click()


def test_what_answers_a_question_stands_above_the_hits(reader: Window) -> None:
    page = reader.open("/")
    page.get_by_label("Ask in your own words").fill("How do I repair a rupture with my client?")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".answers .practice").first).to_contain_text("rupture")
    expect(page.locator(".hit h2").first).to_be_visible()


def test_a_question_is_asked_refined_and_followed_to_a_related_post(reader: Window) -> None:
    page = reader.open("/")
    page.get_by_label("Ask in your own words").fill("does burnout of the therapist hurt patients?")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".hit h2").first).to_contain_text("burn out")
    expect(page).to_have_url(re.compile(r"\?q=does\+burnout"))
    narrow(page, "practice-based study", "survey")
    expect(page.get_by_role("link", name="Remove the filter practice-based study")).to_be_visible()
    assert page.locator(".facet input:checked").count() == 2
    refined = page.url
    page.locator(".hit h2 a").first.click()
    expect(page.get_by_role("heading", name="Practice implications")).to_be_visible()
    for _ in range(2):
        page.locator(".related li > a").first.click()
        expect(page.locator(".post h1")).to_be_visible()
    for _ in range(3):
        page.go_back()
    expect(page).to_have_url(refined)
    expect(page.get_by_label("Ask the digest")).to_have_value(
        "does burnout of the therapist hurt patients?"
    )


def test_feed_and_citations_of_a_search_keep_its_filters(reader: Window) -> None:
    page = reader.open("/search?q=alliance")
    narrow(page, "meta-analysis")
    told = page.locator(".hit").count()
    answers = {}
    for name in ("Atom feed", "JSON Feed"):
        link = page.locator("main").get_by_role("link", name=name).get_attribute("href") or ""
        # Feed readers request it with their own header; a browser would save the file.
        answers[name] = page.request.get(reader.site + link)
        assert answers[name].ok and "research=meta-analysis" in link
    assert "q=alliance" in answers["JSON Feed"].json()["home_page_url"]
    assert answers["Atom feed"].text().count("<entry>") >= told
    page.locator(".cite summary").click()
    with page.expect_download() as file:
        page.get_by_role("button", name="RIS").click()
    assert Path(file.value.path()).read_text("utf-8").count("ER  -") >= told
    for box in page.locator(".pick input").all()[:2]:
        box.check()
    with page.expect_download() as file:
        page.get_by_role("button", name="RIS").click()
    assert Path(file.value.path()).read_text("utf-8").count("ER  -") == 2


def test_chosen_posts_are_compared(reader: Window) -> None:
    page = reader.open("/search?q=depression&size=50")
    boxes = page.locator(".pick input")
    assert boxes.count() > 44
    for box in boxes.all()[1:3]:
        box.check()
    page.get_by_role("button", name="Compare the evidence").click()
    expect(page.get_by_text("These are the 2 posts that you chose.")).to_be_visible()
    page.get_by_role("link", name="Compared with what?").click()
    expect(page.get_by_text("These are the 2 posts that you chose.")).to_be_visible()
    page.go_back()
    page.go_back()
    for box in boxes.all():
        box.check()
    with page.expect_download() as file:
        page.locator(".cite summary").click()
        page.get_by_role("button", name="RIS").click()
    told = Path(file.value.path()).read_text("utf-8")
    assert told.count("ER  -") == boxes.count()
    page.get_by_role("button", name="Compare the evidence").click()
    expect(page.get_by_text("these are the first 20")).to_be_visible()


def test_an_expansion_stays_switched_off_on_other_pages(reader: Window) -> None:
    page = reader.open("/search?q=CBT+for+depression")
    page.locator(".also summary").click()
    page.locator(".switch").first.click()
    expect(page).to_have_url(re.compile("off="))
    expect(page.locator(".switch-off")).to_have_count(1)
    page.get_by_role("link", name="Next page").click()
    expect(page).to_have_url(re.compile("off=.*page=2"))
    page.get_by_role("link", name="Newest").click()
    expect(page).to_have_url(re.compile("sort=newest"))
    assert "page" not in page.url


def test_a_long_question_is_refined_without_being_repeated(reader: Window) -> None:
    question = "alliance in therapy for depression, and what of outcomes? " * 5
    page = reader.open("/")
    page.get_by_label("Ask in your own words").fill(question)
    page.get_by_role("button", name="Search").click()
    narrow(page, "meta-analysis")
    chip = page.get_by_role("button", name="Remove the filter meta-analysis")
    expect(chip).to_be_visible()
    refined = page.url
    assert "&research=meta-analysis" in refined and "with=" not in refined
    page.get_by_role("button", name="Next page").press("Enter")
    expect(page).to_have_url(re.compile("&research=meta-analysis&page=2$"))
    page.get_by_role("button", name="Newest").click()
    expect(page).to_have_url(re.compile("&research=meta-analysis&sort=newest$"))
    page.go_back()
    page.go_back()
    expect(page).to_have_url(refined)
    page.locator(".cite summary").click()
    with page.expect_download() as file:
        page.get_by_role("button", name="RIS").click()
    assert "TY  - JOUR" in Path(file.value.path()).read_text("utf-8")
    chip.click()
    expect(chip).to_have_count(0)
    expect(page.get_by_label("Ask the digest")).to_have_value(question.strip())


def test_a_question_can_be_asked_by_keyboard_only(reader: Window) -> None:
    page = reader.open("/topics")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("main a").first).to_be_focused()
    page.get_by_label("Ask the digest").focus()
    page.keyboard.type("alliance")
    page.keyboard.press("Enter")
    expect(page.locator(".hit").first).to_be_visible()


@pytest.mark.parametrize("path", [PAGES["home"], PAGES["results"], PAGES["longest"]])
def test_a_page_is_small(browser: Browser, site: str, path: str) -> None:
    answers: list[Response] = []

    def note(response: Response) -> None:
        answers.append(response)

    with browser.new_context() as context:
        reader = Window(context, site)
        reader.page.on("response", note)
        reader.open(path)
        assert len(answers) < 10
        assert sum(len(answer.body()) for answer in answers) < 60_000


def test_a_post_prints_without_its_surroundings(reader: Window) -> None:
    page = reader.open(PAGES["post"])
    page.emulate_media(media="print")
    expect(page.locator(".implications")).to_be_visible()
    for gone in (".related", ".masthead nav", ".masthead search", ".neighbours"):
        expect(page.locator(gone).filter(visible=True)).to_have_count(0)


def test_an_answer_prints_with_its_question_and_without_controls(reader: Window) -> None:
    page = reader.open(PAGES["results"])
    page.emulate_media(media="print")
    assert page.locator("h1 .hidden").evaluate("e => e.getBoundingClientRect().width") > 100
    for control in (".orders", ".change", "#filters", ".bar"):
        expect(page.locator(control).first).to_be_hidden()
    reader.open(PAGES["map"])
    expect(page.locator(".choices")).to_be_hidden()
    # With its heading on a sheet of 26 cm.
    assert page.locator("svg.heat").first.evaluate("e => e.getBoundingClientRect().height") < 800


@pytest.mark.parametrize("path", ["/search?q=alliance", "/fr/search?q=alliance"])
def test_the_header_is_two_rows_high_on_a_narrow_phone(reader: Window, path: str) -> None:
    page = reader.open(path)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.locator(".masthead").evaluate("e => e.offsetHeight") <= 120


# The texts that take more than one line.
BROKEN = """all => all.filter((e) => {
  const range = document.createRange();
  range.selectNodeContents(e);
  return range.getClientRects().length > 1;
}).map(e => e.innerText)"""


@pytest.mark.parametrize("path", ["/search?q=my+client+keeps+missing+sessions", PAGES["longest"]])
def test_what_a_card_and_a_filter_say_keeps_to_its_line(reader: Window, path: str) -> None:
    page = reader.open(path)
    page.set_viewport_size({"width": 1280, "height": 900})
    beyond = "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText)"
    assert page.locator(".filed").evaluate_all(beyond) == []
    # Two digits stand beside each other, however long the name before them is.
    assert page.locator(".facet .count").evaluate_all(BROKEN) == []
