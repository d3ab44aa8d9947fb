"""A listing page is split into posts by titles, citations, headings and months."""

from __future__ import annotations

import pytest

from tests.digests.listing_page import (
    CITATION,
    FIXTURES,
    IMPLICATIONS,
    SUMMARY,
    errors,
    only,
    page,
    read,
)


def test_a_title_printed_twice_is_one_title() -> None:
    post = only(read(page("Does pace matter", CITATION, SUMMARY, "Practice Implications", "Yes.")))
    assert post.title == "Does Pace Matter?"
    assert post.citation == CITATION
    assert post.summary == SUMMARY


def test_a_title_may_end_in_a_full_stop() -> None:
    lines = ["May 2021", "Pace matters.", CITATION, SUMMARY, "Practice Implications", IMPLICATIONS]
    again = ["A slow pace matters as well.", CITATION, SUMMARY, "Practice Implications", "Yes."]
    imported = read("\n".join([*lines, *again]))
    assert [post.title for post in imported.posts] == [
        "Pace matters.",
        "A slow pace matters as well.",
    ]
    assert imported.posts[0].implications == IMPLICATIONS


def test_of_two_printed_titles_the_one_without_a_full_stop_is_taken() -> None:
    lines = ["May 2021", "Pace matters.", "Pace matters", SUMMARY, "Practice Implications", "Yes."]
    assert only(read("\n".join(lines))).title == "Pace matters"


def test_a_title_may_have_a_question_mark_inside() -> None:
    lines = ["May 2021", "Does pace matter? A second look", SUMMARY, "Practice Implications", "Yes"]
    assert only(read("\n".join(lines))).title == "Does pace matter? A second look"


def test_a_later_post_may_have_a_preamble_before_its_citation() -> None:
    first = (CITATION, SUMMARY, "Practice Implications", IMPLICATIONS)
    preamble = "Handbook of Walking: from today I review its chapters, one by one (Hill, 2013)"
    second = ("And Does Weather?", preamble, CITATION, SUMMARY, "Practice Implications", "No.")
    posts = read(page(*first, *second)).posts
    assert [post.title for post in posts] == ["Does Pace Matter?", "And Does Weather?"]
    assert posts[0].implications == IMPLICATIONS
    assert posts[1].summary.startswith("Handbook")


def test_several_posts_may_cite_one_chapter() -> None:
    first = (CITATION, SUMMARY, "Practice Implications", IMPLICATIONS)
    second = ("And Does Weather?", *first)
    posts = read(page(*first, *second)).posts
    assert [post.citation for post in posts] == [CITATION, CITATION]


@pytest.mark.parametrize(
    "heading",
    [
        "Practice Implications",
        "Practice Implications:",
        "PRACTICE IMPLICATIONS",
        "Practice implications",
        "**Practice Implications**",
        "  Practice\u00a0Implications :  ",
    ],
)
def test_the_heading_of_the_implications_is_found_in_any_form(heading: str) -> None:
    assert only(read(page(SUMMARY, heading, IMPLICATIONS))).implications == IMPLICATIONS


@pytest.mark.parametrize(
    "line",
    [
        f"Practice Implications: {IMPLICATIONS}",
        f"PRACTICE IMPLICATIONS - {IMPLICATIONS}",
        f"Practice Implications{IMPLICATIONS}",
        f"Practice Implications {IMPLICATIONS} {SUMMARY}",
    ],
)
def test_implications_may_begin_on_the_line_of_their_heading(line: str) -> None:
    post = only(read(page(SUMMARY, line, "Go slowly.")))
    assert post.implications.startswith(IMPLICATIONS)
    assert post.implications.endswith("\n\nGo slowly.")


def test_a_sentence_about_practice_implications_is_not_their_heading() -> None:
    sentence = "Practice implications of this are drawn by the authors themselves at some length."
    post = only(read(page(SUMMARY, sentence, "Practice Implications", "Yes.")))
    assert post.summary.endswith(sentence)


def test_menus_of_a_page_without_months_are_left_out() -> None:
    text = (FIXTURES / "page.txt").read_text(encoding="utf-8")
    front, first, rest = text.partition("June 2022\n")
    without = front + rest.partition("March 2021\n")[0]
    post = only(read(without, month="2022-06"))
    assert post == read(front + first + rest).posts[0]
    two = front + rest.replace("March 2021\n", "")
    assert len(errors(read(two))) == 1
    assert len(read(two, month="2022-06").posts) == 4


def test_the_title_is_found_on_a_page_without_months_and_citations() -> None:
    lines = ["Walks, a page", SUMMARY, "Topics", "- Pace", "Does Pace Matter", SUMMARY]
    imported = read("\n".join([*lines, "Practice Implications", "Yes."]), month="2021-05")
    assert only(imported).title == "Does Pace Matter"


def test_lines_above_the_first_title_of_a_page_without_months_are_reported() -> None:
    lines = [SUMMARY, "Does Pace Matter", CITATION, SUMMARY, "Practice Implications", "Yes."]
    imported = read("\n".join(lines), month="2021-05")
    assert only(imported).summary == SUMMARY
    assert any("left out" in problem.what for problem in imported.problems)


def test_lines_between_month_and_title_are_kept() -> None:
    lines = [SUMMARY, "Does Pace Matter", CITATION, "Short.", "Practice Implications", "Yes."]
    assert only(read("\n".join(["May 2021", *lines]))).summary == f"{SUMMARY}\n\nShort."


def test_a_post_without_implications_before_another_of_its_month_is_reported() -> None:
    second = ("And Does Weather?", CITATION, SUMMARY, "Practice Implications", "No.")
    imported = read(page(CITATION, SUMMARY + SUMMARY, *second))
    assert [post.title for post in imported.posts] == ["And Does Weather?"]
    assert errors(imported)[0][0] == 2


def test_a_post_without_implications_after_another_of_its_month_is_reported() -> None:
    second = ("And Does Weather?", CITATION, SUMMARY)
    imported = read(page(CITATION, SUMMARY, "Practice Implications", IMPLICATIONS, *second))
    assert [post.implications for post in imported.posts] == [IMPLICATIONS]
    assert errors(imported)[0][0] == 7


def test_two_headings_of_implications_in_one_post_are_reported() -> None:
    long = f"{SUMMARY} {SUMMARY}"
    lines = (long, "Practice Implications", long, long, "Practice Implications", long)
    imported = read(page(*lines))
    assert imported.posts == ()
    assert "twice" in errors(imported)[0][1]


def test_a_section_without_a_title_is_reported() -> None:
    imported = read("\n".join(["May 2021", CITATION, SUMMARY, "Practice Implications", SUMMARY]))
    assert imported.posts == ()
    assert errors(imported)[0][1].startswith("no title")


def test_a_guessed_title_is_reported() -> None:
    text = ("Pace Has Two Sides", "Sides Has Pace Two", SUMMARY, "Practice Implications", "Yes.")
    imported = read(page(SUMMARY, "Practice Implications", IMPLICATIONS, *text))
    assert [post.title for post in imported.posts][1] == "Pace Has Two Sides"
    assert any("guess" in problem.what for problem in imported.problems)


def test_a_title_printed_twice_is_not_reported_as_guessed() -> None:
    text = ("Pace matters", "Pace matters", SUMMARY, "Practice Implications", "Yes.")
    short = ("One Side", "The Other Side")
    imported = read(page(SUMMARY, "Practice Implications", IMPLICATIONS, *short, *text))
    assert [post.title for post in imported.posts] == ["Does Pace Matter?", "Pace matters"]
    assert not any("guess" in problem.what for problem in imported.problems)


def test_links_of_the_page_inside_a_post_are_left_out_and_reported() -> None:
    imported = read(page(SUMMARY, "Practice Implications", IMPLICATIONS, "Read more", "Share this"))
    assert only(imported).implications == IMPLICATIONS
    told = [problem for problem in imported.problems if "left out" in problem.what]
    assert [problem.line for problem in told] == [6, 7]


def test_a_list_of_months_holds_no_posts() -> None:
    lines = (
        SUMMARY,
        "Practice Implications",
        IMPLICATIONS,
        "May 2021 (3)",
        "April 2021",
        "March 2021",
    )
    assert only(read(page(*lines))).implications == IMPLICATIONS


def test_headings_of_a_page_are_its_titles() -> None:
    body = f"<p>{SUMMARY}</p><p>Practice Implications</p><p>Short</p><p>Lines Here</p>"
    imported = read(
        f"<h2>May 2021</h2><h3>pace</h3>{body}<h3>weather.</h3><h4>Method</h4>{body}"
        "<h3>Archive</h3><p>Older</p><p>Imprint of this site</p>"
    )
    assert [post.title for post in imported.posts] == ["pace", "weather."]
    assert imported.posts[0].implications == "Short\n\nLines Here"
    assert imported.posts[1].summary == f"Method\n\n{SUMMARY}"
    assert any("read up to here" in problem.what for problem in imported.problems)


def test_headings_are_titles_on_a_page_without_months() -> None:
    body = f"<p>{SUMMARY} {SUMMARY}</p><p>Practice Implications</p><p>Yes.</p>"
    imported = read(f"<h2>Our pages</h2><h2>pace</h2>{body}<h2>weather.</h2>{body}", "2021-05")
    assert [post.title for post in imported.posts] == ["pace", "weather."]
