"""The reading list in a real browser: saving, annotating, citing, exporting and removing posts."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
import rispy
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browsers.window import Window
from tests.demo.reading import demo_reading

pytestmark = pytest.mark.browser

POST = "/posts/2021-07-therapists-burn-out-patients-worse"
OTHER = "/posts/2020-03-cbt-anxiety-beyond-credible-placebo"


def test_a_post_is_saved_noted_exported_and_removed(window: Window, site: str) -> None:
    page = window.open("/reading-list")
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
    for path in (OTHER, POST):
        window.open(path)
        page.get_by_role("button", name="Save to my reading list").click()
        expect(page.get_by_role("button", name="Saved in my reading list")).to_be_visible()
    page.get_by_role("link", name="Reading list").click()
    expect(page.locator(".saved h2").first).to_contain_text("burn out")
    page.get_by_label("What I learned").first.fill("Watch for distance.")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", page.get_by_label("Dated").first.input_value())
    page.get_by_label("Dated").first.fill("2024-02-29")
    page.reload()
    expect(page.get_by_label("What I learned").first).to_have_value("Watch for distance.")
    expect(page.get_by_label("Dated").first).to_have_value("2024-02-29")
    assert Axe().run(page).violations_count == 0

    with page.expect_download() as ris:
        page.get_by_role("button", name="Citations (RIS)").click()
    entries = rispy.loads(Path(ris.value.path()).read_text("utf-8"))
    assert [entry["year"] for entry in entries] == ["2018", "2018"]
    page.get_by_label("What I will do").first.fill('=SUM of it: ask "how"')
    page.get_by_label("Minutes").first.fill("25")
    expect(page.locator("[data-sum]")).to_have_text("2 posts, 25 minutes")
    page.get_by_label("Year").select_option("2024")
    expect(page.locator(".saved > li")).to_have_count(1)
    expect(page.locator("[data-sum]")).to_have_text("2024 · 1 post, 25 minutes")
    with page.expect_download() as record:
        page.get_by_role("button", name="Record as CSV").click()
    assert record.value.suggested_filename == "record-2024.csv"
    told = list(csv.reader(Path(record.value.path()).read_text("utf-8-sig").splitlines()))
    assert len(told) == 2
    assert told[1][0] == "2024-02-29" and told[1][3:5] == ["25", "Watch for distance."]
    assert told[1][5:] == ['\'=SUM of it: ask "how"', site + POST]
    page.get_by_label("Year").select_option("")
    with page.expect_download() as file:
        page.get_by_role("button", name="Save to a file").click()
    kept = Path(file.value.path()).read_bytes()

    page.get_by_role("button", name="Remove When Therapists").click()
    expect(page.locator(".saved li")).to_have_count(1)
    expect(page.get_by_role("status").filter(has_text="Removed")).to_have_count(1)
    page.get_by_label("Add from a file").set_input_files(
        {"name": "list.json", "mimeType": "application/json", "buffer": kept}
    )
    expect(page.get_by_text("1 post added from the file.")).to_be_visible()
    expect(page.get_by_label("What I learned").last).to_have_value("Watch for distance.")
    page.get_by_label("Add from a file").set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": b'{"posts": 3}'}
    )
    expect(page.get_by_text("no reading list of this page")).to_be_visible()
    window.open(OTHER)
    page.get_by_role("button", name="Saved in my reading list").click()
    expect(page.get_by_role("button", name="Save to my reading list")).to_be_visible()


def test_empty_fields_are_not_printed(window: Window) -> None:
    window.open(POST).get_by_role("button", name="Save to my reading list").click()
    page = window.open("/reading-list")
    page.emulate_media(media="print")
    expect(page.locator(".saved li")).to_have_count(1)
    for name in ("What I learned", "What I will do", "Minutes", "Dated"):
        expect(page.get_by_label(name)).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_label("What I learned").fill("Watch for distance.")
    page.emulate_media(media="print")
    expect(page.get_by_label("What I learned")).to_be_visible()
    expect(page.get_by_label("Dated")).to_be_visible()
    expect(page.get_by_label("Minutes")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_label("What I learned").fill("")
    page.emulate_media(media="print")
    expect(page.get_by_label("What I learned")).to_be_hidden()


@pytest.mark.parametrize("path", ["/search?q=burnout+of+therapists", "/topics/therapist-factors"])
def test_posts_chosen_in_a_list_are_saved(window: Window, path: str) -> None:
    page = window.open(path)
    expect(page.get_by_role("button", name="Save")).to_be_disabled()
    page.get_by_role("checkbox", name="Choose When therapists burn out").check()
    expect(page.locator("[data-picked]")).to_have_text("1 chosen")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-picked]")).to_have_text("1 in your reading list")
    assert Axe().run(page).violations_count == 0
    # It is saved as from its own page, with its link to the study.
    window.open(POST)
    expect(page.get_by_role("button", name="Saved in my reading list")).to_be_visible()
    page.get_by_role("link", name="Reading list").click()
    expect(page.locator(".saved h2")).to_have_count(1)
    expect(page.locator(".saved .citation")).to_contain_text("Delgadillo")


def test_in_a_long_list_only_what_was_written_on_is_open(window: Window) -> None:
    page = window.open("/fr/reading-list")
    posts = [
        {"id": f"{n}", "title": f"Post {n}", "url": f"/posts/{n}", "saved": "2024-02-29"}
        for n in range(6)
    ]
    page.evaluate(
        "kept => localStorage.setItem('pprsearch.reading-list', JSON.stringify(kept))",
        [{**posts[0], "note": "Ask early."}, *posts[1:]],
    )
    page.reload()
    expect(page.locator(".saved .record")).to_have_count(6)
    expect(page.locator(".saved .record[open]")).to_have_count(1)
    expect(page.locator("[data-saved]").first).to_contain_text("29 février 2024")
    page.get_by_text("Ajouter ce que j’ai appris et ferai").last.click()
    page.get_by_label("Ce que j’ai appris").last.fill("Demander.")
    assert "Demander." in page.evaluate("localStorage.getItem('pprsearch.reading-list')")
    # The browser's own words for a file would be in the browser's language.
    page.get_by_label("Ajouter d’un fichier").focus()
    expect(page.get_by_label("Ajouter d’un fichier")).to_be_focused()


def test_a_list_of_hundreds_can_be_cited(window: Window) -> None:
    page = window.open("/reading-list")
    ids = [post.id for post in demo_reading().digest.posts]
    page.evaluate(
        """ids => localStorage.setItem("pprsearch.reading-list", JSON.stringify(
            ids.map((id) => ({ id, title: id, url: `/posts/${id}`, saved: "2024-02-29" }))))""",
        [*ids, *(f"{'gone' * 15}-{number}" for number in range(300))],
    )
    page.reload()
    with page.expect_download() as file:
        page.get_by_role("button", name="Citations (RIS)").click()
    assert Path(file.value.path()).read_text("utf-8").count("ER  -") == len(ids)


@pytest.mark.parametrize("kept", ["{", "null", '{"a": 1}', "[null, 3, {}]"])
def test_invalid_data_counts_as_an_empty_list(window: Window, kept: str) -> None:
    window.open("/reading-list")
    window.page.evaluate("kept => localStorage.setItem('pprsearch.reading-list', kept)", kept)
    window.page.reload()
    expect(window.page.get_by_text("Nothing is saved yet")).to_be_visible()


def test_a_browser_without_storage_is_reported(window: Window) -> None:
    window.page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full'); }"
    )
    page = window.open("/reading-list")
    expect(page.get_by_text("does not let the page keep anything")).to_be_visible()
    window.open(POST)
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("button", name="This browser keeps nothing")).to_be_visible()
    window.open("/topics/therapist-factors")
    page.locator(".pick input").first.check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-picked]")).to_have_text("This browser keeps nothing")
