"""A listing page is imported as posts, in every form that such pages are known to have."""

from __future__ import annotations

import html
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.digest import Digest
from corpus.importer import Imported, Importer
from corpus.importing.pages.listing import ListingImporter
from corpus.post import Post
from tests.digests.listing_page import (
    CITATION,
    FIXTURES,
    IMPLICATIONS,
    PREAMBLE,
    SUMMARY,
    errors,
    only,
    page,
    read,
)
from tests.digests.study_files import Made
from tests.examples import examples


def write_listing(studies: Sequence[Made]) -> str:
    posts = "".join(
        f"<h3>{study.title}</h3><p>{study.citation}</p>"
        f"<p>{study.text} It was asked of many people, in many places, and what they answered was "
        "counted, compared and told in tables that run over many pages of the article.</p>"
        f"<p><b>Practice Implications</b></p><p>Think of {study.title} now and then.</p>"
        for study in studies
    )
    return f"<html><body><main><h2>May 2024</h2>{posts}</main></body></html>"


def test_it_is_an_importer() -> None:
    importer: Importer = ListingImporter()
    assert importer.name == "listing"


def test_a_page_becomes_posts_with_all_their_parts() -> None:
    imported = read((FIXTURES / "page.txt").read_bytes())
    assert imported.problems == ()
    assert [(post.month, post.title) for post in imported.posts] == [
        ("2022-06", "Do Leaders of Walks Get Better with Practice?"),
        ("2021-03", "Tired leaders, tired walkers."),
        ("2021-03", "Which Walks Matter to Walkers?"),
        ("2021-03", "Walking Faster (1974-2017)? What Five Trials Say"),
    ]
    leaders, tired, matter, faster = imported.posts
    assert leaders.id == "2022-06-do-leaders-of-walks-get-better-with-practice"
    assert leaders.summary.startswith("Handbook of Walking and Health: Starting in March 2022")
    assert leaders.summary.count("\n\n") == 2
    assert leaders.citation is not None
    assert leaders.citation.startswith("Rivers, A. & Stone, C. (2021).")
    assert leaders.implications.split("\n\n")[1].startswith("Choose one skill")
    assert tired.doi == "10.1234/jw.2018.35"
    assert "- Leaders who felt worn out had groups in a lower mood.\n- The ratio" in tired.summary
    assert (matter.citation, matter.doi) == (None, None)
    assert matter.implications.startswith("Ask before you measure.")
    assert faster.doi == "10.1234/JW(2019)10-2"
    assert [post.research for post in imported.posts] == [
        "review or book chapter",
        "survey",
        "qualitative study",
        "meta-analysis",
    ]
    assert all(post.topics and post.topics_proposed for post in imported.posts)


def test_html_gives_the_same_posts_as_text() -> None:
    as_text = read((FIXTURES / "page.txt").read_bytes())
    as_html = read((FIXTURES / "page.html").read_bytes())
    assert as_html.posts == as_text.posts
    assert as_html.problems == ()


def test_every_word_of_the_posts_is_kept() -> None:
    text = (FIXTURES / "page.txt").read_text(encoding="utf-8")
    imported = read(text)
    kept = " ".join(
        part or ""
        for post in imported.posts
        for part in (post.title, post.citation, post.summary, post.implications)
    )
    for line in text[text.index("June 2022") :].splitlines()[1:]:
        for word in line.replace("&", " ").replace("\u2010", "-").split():
            said = word.strip(":").lower()
            assert said in kept.lower() or said in ("march", "practice", "implications"), word


@pytest.mark.data
def test_the_seed_page_becomes_posts(shared: Path) -> None:
    path = shared / "seed/pprnet-listing-page.txt"
    text = path.read_text(encoding="utf-8")
    imported = read(path.read_bytes())
    posts = imported.posts
    months = ["2022-05", "2021-07", "2021-04", "2021-03", "2020-12", "2020-12"]
    assert [post.month for post in posts] == months
    assert [post.citation is None for post in posts] == [False, False, False, True, False, False]
    dois = {post.doi for post in posts if post.doi}
    assert dois == {"10.1016/j.cpr.2019.101810", "10.3389/fpsyg.2019.00347"}
    assert not errors(imported)
    lines = text.splitlines()
    for post in posts:
        assert post.title in lines
        assert post.summary in lines
        assert post.implications in lines
    as_html = "".join(f"<p>{html.escape(line)}</p>\n" for line in lines)
    assert read(f"<html><body>{as_html}</body></html>").posts == posts


def test_a_preamble_is_part_of_the_summary_and_no_citation() -> None:
    post = only(read(page(PREAMBLE, SUMMARY, "Practice Implications", IMPLICATIONS)))
    assert post.citation is None
    assert post.summary == f"{PREAMBLE}\n\n{SUMMARY}"


def test_a_citation_after_the_preamble_is_found() -> None:
    post = only(read(page(PREAMBLE, CITATION, SUMMARY, "Practice Implications", IMPLICATIONS)))
    assert post.citation == CITATION
    assert post.summary == f"{PREAMBLE}\n\n{SUMMARY}"


def test_a_doi_on_the_line_below_the_citation_belongs_to_it() -> None:
    lines = (CITATION, "doi: 10.1234/jw.7", SUMMARY, "Practice Implications", "Yes.")
    post = only(read(page(*lines)))
    assert post.doi == "10.1234/jw.7"
    assert post.citation == f"{CITATION} doi: 10.1234/jw.7"


def test_missing_spaces_and_odd_hyphens_are_repaired() -> None:
    summary = "As was\u00a0shown in 2021:self\u2010chosen pace helps. At 10:30, 1:3 did."
    post = only(read(page(summary, "Practice Implications", "Yes.")))
    assert post.summary == "As was shown in 2021: self-chosen pace helps. At 10:30, 1:3 did."


def test_markdown_marks_at_the_start_of_a_paragraph_are_escaped() -> None:
    post = only(read(page(SUMMARY, "# 3 of them", "> nine", "Practice Implications", "Yes.")))
    assert post.summary.endswith("\\# 3 of them\n\n\\> nine")


def test_a_page_without_months_demands_one() -> None:
    lines = ("Does Pace Matter?", CITATION, SUMMARY, "Practice Implications", IMPLICATIONS)
    imported = read("\n".join(lines))
    assert imported.posts == ()
    [(line, told)] = errors(imported)
    assert line == 1
    assert "--month" in told
    assert only(read("\n".join(lines), month="2021-05")).month == "2021-05"


@pytest.mark.parametrize("month", ["2021-13", "May 2021", ""])
def test_an_invalid_month_is_refused(month: str) -> None:
    imported = read(page(SUMMARY, "Practice Implications", "Yes."), month=month)
    assert imported.posts == ()
    assert "--month" in errors(imported)[0][1]


def test_a_post_without_implications_is_reported_with_its_line() -> None:
    second = ("June 2021", "And Does Weather?", CITATION, SUMMARY, "Practice Implications", "No.")
    imported = read(page(CITATION, SUMMARY + SUMMARY, *second))
    assert [post.title for post in imported.posts] == ["And Does Weather?"]
    [(line, told)] = errors(imported)
    assert line == 2
    assert '"Does Pace Matter?" has no Practice Implications' in told


def test_empty_parts_are_reported() -> None:
    assert "summary" in errors(read(page("Practice Implications", "Yes.")))[0][1]
    assert "implications" in errors(read(page(SUMMARY, "Practice Implications")))[0][1]


def test_a_post_printed_twice_is_imported_once() -> None:
    post = ("Does Pace Matter?", SUMMARY, "Practice Implications", IMPLICATIONS)
    imported = read("\n".join(["May 2021", *post, "May 2021", *post]))
    assert len(imported.posts) == 1
    assert any("twice" in problem.what for problem in imported.problems)


def test_two_posts_with_one_title_get_different_ids() -> None:
    post = ("Does Pace Matter?", SUMMARY, "Practice Implications")
    imported = read("\n".join(["May 2021", *post, "Yes.", "May 2021", *post, "No."]))
    ids = [post.id for post in imported.posts]
    assert ids == ["2021-05-does-pace-matter", "2021-05-does-pace-matter-2"]


def test_a_digest_without_topics_and_kinds_gets_none() -> None:
    imported = ListingImporter().read(
        page(SUMMARY, "Practice Implications", "Yes.").encode(), Path("page"), Digest("none")
    )
    assert imported.posts[0].topics == ()
    assert imported.posts[0].research is None
    assert [problem.severity for problem in imported.problems] == ["warning"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"hello", b"<html></html>", b"<p>", b"\x00\x01"])
def test_a_file_without_posts_is_reported(data: bytes) -> None:
    imported = read(data)
    assert imported.posts == ()
    assert len(errors(imported)) == 1


@given(st.binary(max_size=2000))
def test_any_bytes_are_read(data: bytes) -> None:
    assert isinstance(read(data), Imported)


_PAGE_LINES = (FIXTURES / "page.txt").read_text(encoding="utf-8").splitlines()


_PAGE_TAGS = (FIXTURES / "page.html").read_text(encoding="utf-8").replace(">", ">\0").split("\0")


@given(st.randoms(use_true_random=False), st.integers(0, 30), st.sampled_from(["text", "html"]))
def test_any_shuffled_page_gives_posts_or_problems(
    shuffle: random.Random, cut: int, form: str
) -> None:
    parts = list(_PAGE_LINES if form == "text" else _PAGE_TAGS)
    for _ in range(cut):
        parts.pop(shuffle.randrange(len(parts)))
    shuffle.shuffle(parts)
    imported = read(("\n" if form == "text" else "").join(parts))
    assert imported.posts or errors(imported)


_word = st.sampled_from(["pace", "walks", "rain", "company", "mood", "steps", "naïve", "hills"])


_title = st.lists(_word, min_size=3, max_size=9, unique=True).map(lambda w: " ".join(w).title())


_sentence = st.lists(_word, min_size=8, max_size=20).map(lambda w: " ".join(w).capitalize() + ".")


_paragraph = st.lists(_sentence, min_size=3, max_size=6).map(" ".join)


_paragraphs = st.lists(_paragraph, min_size=1, max_size=3).map("\n\n".join)


_citation = st.sampled_from(
    [
        None,
        CITATION,
        CITATION + " https://doi.org/10.1234/jw.7.",
        "Hill D, Ford G, et al. Weather. J Walks. 2020;3:4-5. doi:10.1234/jw.8",
        "Stone, C. . . . Hill, D. (2020, March 26). Mood (1974-2017). Journal of Walks, 10:347.",
        "Carol Stone & Dora Hill (in press). Rain? A trial. Journal of Walks.",
    ]
)


_post = st.builds(
    lambda title, end, month, citation, summary, implications: Post(
        id="", title=title + end, month=month, citation=citation, summary=summary,
        implications=implications,
    ),
    _title,
    st.sampled_from(["", "?"]),
    st.sampled_from(["2021-03", "2020-12"]),
    _citation,
    _paragraphs,
    _paragraphs,
)  # fmt: skip


_NAMES = {"2021-03": "March 2021", "2020-12": "December 2020"}


@pytest.mark.slow
@examples(60)
@given(st.lists(_post, min_size=1, max_size=4), st.booleans())
def test_posts_written_as_a_page_are_imported_unchanged(posts: list[Post], twice: bool) -> None:
    texts, tags, month = list[str](), list[str](), ""
    for post in posts:
        if post.month != month:
            month = post.month or ""
            texts.append(_NAMES[month])
            tags.append(f"<h2>{_NAMES[month]}</h2>")
        summary, implications = (p.split("\n\n") for p in (post.summary, post.implications))
        cited = [post.citation] if post.citation else []
        body = [*cited, *summary, "Practice Implications", *implications]
        texts += [post.title] * (1 + twice) + body
        tags += [f"<h3>{html.escape(post.title)}</h3>", *(f"<p>{html.escape(b)}</p>" for b in body)]
    fresh = [post for i, post in enumerate(posts) if post not in posts[:i]]
    for printed in ("\n".join(texts), "\n".join(tags)):
        found = read(printed).posts
        assert [
            replace(post, id="", doi=None, topics=(), research=None, topics_proposed=False)
            for post in found
        ] == fresh
