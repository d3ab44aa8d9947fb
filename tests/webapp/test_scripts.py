"""What scripts add, in a real browser: suggestions, live results, citing, printing, sharing."""

from __future__ import annotations

import re
import tomllib
from urllib.parse import unquote_plus

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Route, expect

from search.answers.privacy import identifying
from tests.browsers.window import Window
from tests.conftest import REPOSITORY
from tests.demo.reading import demo_reading

pytestmark = pytest.mark.browser

POST = "/posts/2021-07-therapists-burn-out-patients-worse"


def test_an_identifying_question_is_not_sent_while_typing(window: Window) -> None:
    page = window.open("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(unquote_plus(request.url)))
    box = page.get_by_role("combobox", name="Ask in your own words")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    box.press_sequentially("thera")
    expect(options.first).to_be_visible()
    box.fill("my client Sarah Miller")
    expect(page.locator(".suggestions")).to_be_hidden()
    box.fill("depress")
    expect(options.first).to_be_visible()
    assert any("suggest?q=depress" in url for url in asked)
    assert not any("Sarah" in url for url in asked)


def test_the_script_recognises_identifying_questions_like_the_server(window: Window) -> None:
    """The script uses the server's rules and must apply them in the same way."""
    page = window.open("/")
    names, hurried = (
        tomllib.loads((REPOSITORY / "tests/relevance" / name).read_text("utf-8"))
        for name in ("names.toml", "names_hurried.toml")
    )
    asked = [question for go in (names, *hurried.values()) for of in go.values() for question in of]
    questions = [*asked, *map(str.lower, asked), *map(str.upper, asked), *map(str.title, asked)]
    questions += [
        *("ann@example.org", "zoë@example.org", "call 613-555-0142", "", "’'\"- .", "a-" * 400),
        *("“Sarah” is late", "Sarah¹ has panic", "Zoë’s mother", "Mr.\u00a0Bell, 34", "Łukasz, 34"),
        *(
            "Sa\u200brah, 34",
            "Ｓａｒａｈ is late",
            "Re\u0301mi pleure",
            "Ⅳ ﬁ ß ǅ م中 34",
            "\x00'\\",
        ),
        *("toString __proto__ constructor, 34", "J.M., 34, sarahs dad", "O'Brien hates McLeod"),
    ]
    form = page.locator("form.ask")
    addresses = [form.get_attribute(f"data-{name}") for name in ("guard", "rules")]
    known = page.evaluate(
        """async ([texts, [script, rules]]) => {
            const { identifies } = await import(script);
            return Promise.all(texts.map((text) => identifies(text, rules)));
        }""",
        [questions, addresses],
    )
    assert known == [identifying(question) is not None for question in questions]


def test_suggestions_can_be_used_by_keyboard(window: Window) -> None:
    page = window.open("/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Ask in your own words")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("thera")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.filter(has_text="Therapist Factors")).to_have_count(1)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_contain_text("suggestions")
    assert Axe().run(page).violations_count == 0

    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    first = options.first.get_attribute("id") or ""
    expect(box).to_have_attribute("aria-activedescendant", first)
    expect(box).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile(""))
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")

    page.keyboard.press("Escape")
    expect(page.locator(".suggestions")).to_be_hidden()
    expect(page.get_by_role("status")).to_be_empty()
    expect(box).to_have_value("thera")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/topics/cognitive-therapy-and-cognitive-behavioural-therapy")


def test_text_typed_during_the_check_gets_suggestions(window: Window) -> None:
    page = window.open("/")
    box = page.get_by_role("combobox", name="Ask in your own words")

    def typed_on(route: Route) -> None:
        box.fill("thera")
        route.continue_()

    page.route(f"**{page.locator('form.ask').get_attribute('data-rules')}", typed_on)
    box.fill("my client Sarah Miller")
    expect(page.get_by_role("option").filter(has_text="Therapist Factors")).to_be_visible()


def test_enter_asks_the_typed_text(window: Window) -> None:
    page = window.open("/")
    page.get_by_label("Ask in your own words").press_sequentially("therapist")
    expect(page.locator(".suggestions")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=therapist")
    expect(page.locator(".suggestions")).to_be_hidden()


def test_a_suggestion_can_be_clicked(window: Window) -> None:
    page = window.open("/topics")
    page.get_by_label("Ask the digest").press_sequentially("burn")
    page.get_by_role("option").filter(has_text="burn out").click()
    page.wait_for_url("**" + POST)


def test_a_slash_can_be_typed_into_the_box(window: Window) -> None:
    page = window.open("/")
    box = page.get_by_label("Ask in your own words")
    box.press_sequentially("and/or")
    expect(box).to_have_value("and/or")


# Each layout shift: how much of the page moved how far, and which element.
MOVED = """window.moved = []; new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries())
    window.moved.push([value, ...sources.map(({ node, previousRect, currentRect }) =>
      [node?.nodeName, node?.parentElement?.outerHTML.slice(0, 200), previousRect, currentRect])]);
}).observe({ type: "layout-shift", buffered: true });"""


def test_the_layout_does_not_shift_while_loading_or_suggesting(window: Window) -> None:
    page = window.page
    page.add_init_script(MOVED)
    for path in ("/", "/search?q=does+burnout+of+the+therapist+hurt+patients", POST):
        window.open(path)
        page.locator("input[type=search]").fill("thera")
        expect(page.locator(".suggestions")).to_be_visible()
        moved = page.evaluate("window.moved")
        assert sum(shift[0] for shift in moved) < 0.001, (path, moved)


def test_results_change_while_typing_and_ticking(window: Window) -> None:
    page = window.open("/search?q=burnout+of+therapists")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(unquote_plus(request.url)))
    box = page.get_by_label("Ask the digest")
    box.fill("alliance ruptures")
    page.wait_for_url("**/search?q=alliance+ruptures")
    expect(page.locator(".hit h2").first).to_contain_text("rupture", ignore_case=True)
    expect(page.locator("form.ask > [role=status]")).to_contain_text("posts for")
    expect(page).to_have_title(re.compile("alliance ruptures"))
    kind = page.get_by_label("meta-analysis")
    kind.check()
    page.wait_for_url("**research=meta-analysis*")
    expect(kind).to_be_checked()
    expect(kind).to_be_focused()
    expect(page.locator("form.ask input[name=research]")).to_have_value("meta-analysis")
    # Posts can be chosen in a list that was loaded by the script too.
    page.locator(".pick input").first.check()
    expect(page.locator("[data-picked]")).to_have_text("1 chosen")
    # An identifying question is not sent, and the results stay.
    before = page.url
    box.fill("my client Sarah Miller")
    box.press("End")
    box.fill("my client Sarah Miller and alliance ruptures")
    box.fill("alliance in groups")
    page.wait_for_url("**q=alliance+in+groups*")
    assert before != page.url
    assert not any("Sarah" in url for url in asked)


def test_citations_can_be_copied_and_downloaded(window: Window) -> None:
    page = window.open(POST)
    page.locator(".cite summary").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_text("Copied")).to_be_visible()
    assert "Delgadillo" in page.evaluate("navigator.clipboard.readText()")
    for label, ending in (("RIS", "ris"), ("BibTeX", "bib"), ("CSL-JSON", "json")):
        with page.expect_download() as file:
            page.get_by_role("link", name=label).click()
        assert file.value.suggested_filename.endswith(f"patients-worse.{ending}")


def test_without_scripts_no_buttons_that_need_them_are_shown(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        window = Window(context, site)
        page = window.open(POST)
        expect(page.get_by_role("button", name="Save to my reading list")).to_be_hidden()
        expect(page.get_by_role("button", name="Print")).to_be_hidden()
        page.locator(".cite summary").click()
        expect(page.get_by_role("link", name="RIS")).to_be_visible()
        expect(page.get_by_role("button", name="Copy", exact=True)).to_be_hidden()
        window.open("/topics/therapist-factors")
        expect(page.get_by_role("button", name="Save")).to_have_count(0)
        window.open("/reading-list")
        expect(page.get_by_text("This page needs JavaScript")).to_be_visible()
        assert window.faults == []


def test_the_longest_posts_print_on_one_page(window: Window) -> None:
    posts = demo_reading().digest.posts
    longest = sorted(posts, key=lambda p: -len(p.summary + p.implications))[:3]
    most = sorted(posts, key=lambda p: -len(p.study.effects if p.study else ()))[:3]
    for post in (*most, *longest):
        page = window.open(f"/posts/{post.id}")
        sheet = page.pdf(format="A4")
        assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1, post.id
    page.emulate_media(media="print")
    expect(page.locator(".printed")).to_contain_text(f"/posts/{longest[-1].id}")
    for gone in (".actions", ".newer-on-this", ".related"):
        assert not page.locator(gone).is_visible()


def test_minified_style_sheets_have_the_same_rules(window: Window, site: str) -> None:
    page = window.open("/")
    for file in sorted((REPOSITORY / "webapp" / "static").glob("*.css")):
        rules = [
            page.evaluate(
                "async (text) => { const sheet = new CSSStyleSheet(); await sheet.replace(text);"
                " return [...sheet.cssRules].map((rule) => rule.cssText.replace(/,\\s+/g, ',')); }",
                text,
            )
            for text in (
                file.read_text("utf-8"),
                page.request.get(f"{site}/static/{file.name}").text(),
            )
        ]
        assert rules[0] == rules[1] and rules[0], file.name


def test_the_scripts_are_small() -> None:
    scripts = (REPOSITORY / "webapp" / "static").glob("*.js")
    assert sum(script.stat().st_size for script in scripts) < 33_000


def test_the_theme_is_chosen_and_kept(browser: Browser, site: str) -> None:
    with browser.new_context(color_scheme="light") as context:
        window = Window(context, site)
        page = window.open("/")
        paper = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(paper)
        button = page.get_by_role("button", name="Theme: system")
        button.click()
        page.get_by_role("button", name="Theme: light").click()
        expect(page.get_by_role("button", name="Theme: dark")).to_be_focused()
        assert page.evaluate(paper) != light
        # It is set before anything is drawn on the next page.
        window.open("/about")
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        page.get_by_role("button", name="Theme: dark").click()
        expect(page.get_by_role("button", name="Theme: system")).to_be_visible()
        assert page.evaluate(paper) == light
        assert window.faults == []


def test_example_questions_are_suggested_for_an_empty_box(window: Window) -> None:
    page = window.open("/about")
    page.get_by_label("Ask the digest").focus()
    page.keyboard.press("ArrowDown")
    options = page.get_by_role("option")
    expect(options).to_have_count(6)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=How+do+I+repair+a+rupture+with+my+client?")


def test_links_to_a_passage_and_to_the_implications_can_be_copied(window: Window) -> None:
    page = window.open(POST)
    page.get_by_role("button", name="Copy link to the practice implications").click()
    expect(page.locator("[data-shared]")).to_have_text("Link copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"{POST}#implications")
    page.locator(".summary p").first.click(click_count=3)
    page.get_by_role("button", name="Copy link to this passage").click()
    passage = page.evaluate("navigator.clipboard.readText()")
    first = page.locator(".summary p").first.inner_text().split()[:5]
    assert unquote_plus(passage.partition("#:~:text=")[2]).startswith(" ".join(first))
    page.get_by_role("heading", level=1).click()
    expect(page.get_by_role("button", name="Copy link to this passage")).to_be_hidden()


def test_a_post_is_shared_by_the_browser_or_its_link_copied(window: Window) -> None:
    page = window.page
    page.add_init_script(
        "window.shared = []; navigator.share = async (told) => { window.shared.push(told); };"
    )
    window.open(POST)
    page.get_by_role("button", name="Share").click()
    (told,) = page.evaluate("window.shared")
    assert told["url"].endswith(POST) and told["title"].startswith("When therapists")
    page.evaluate("navigator.share = undefined")
    page.get_by_role("button", name="Share").click()
    expect(page.locator("[data-shared]")).to_have_text("Link copied")
