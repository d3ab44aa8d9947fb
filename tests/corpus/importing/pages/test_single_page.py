"""A saved page of one post is imported."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.importing.pages.page import MAX_BYTES
from corpus.importing.pages.single_page import PageImporter
from tests.digests.import_desk import fixture, read, told
from tests.digests.study_files import Made, html


def write_page(studies: Sequence[Made]) -> str:
    (study,) = studies
    return (
        f"<html><head><title>{study.title} | Site</title></head><body><article>"
        f"<h1>{study.title}</h1><time datetime='2024-05-03'>May 3, 2024</time>{html(study)}"
        "</article></body></html>"
    )


def test_a_saved_page_becomes_its_post() -> None:
    imported = read(PageImporter(), fixture("page/post.html"))
    (post,) = imported.posts
    assert post.id == "https://walks.example.org/why-walk-with-the-slowest/"
    assert (post.title, post.month) == ("Why walk with the slowest?", "2021-07")
    assert post.summary == (
        "A survey asked 300 walkers how they set their **pace**.\n"
        "Those who let the slowest lead stayed together.\n\n"
        "- Groups that split walked alone for an hour.\n- Few said so."
    )
    assert post.implications == (
        "Put the slowest walker in front, always.\n"
        "Wait at every gate; see [gates](https://walks.example.org/gates/)."
    )
    assert post.citation == (
        "Stone, C., & Hill, D. B. (2020). Pace and company on long walks. Journal of Walks, "
        "12(3), 45-67. https://doi.org/10.1000/walks.12"
    )
    assert post.doi == "10.1000/walks.12"
    assert len(told(imported)) == 3


def test_a_page_with_little_markup_is_read_too() -> None:
    page = (
        "<title>Who leads? | Walks</title><meta name=citation_doi content=10.1000/x>"
        "<h3>May 2024</h3><p>They asked.</p><h2>Practice Implications</h2><p>Wait.</p>"
    )
    (post,) = read(PageImporter(), page, "who.html").posts
    assert (post.id, post.title, post.month, post.doi) == (
        "who",
        "Who leads?",
        "2024-05",
        "10.1000/x",
    )
    assert (post.summary, post.implications) == ("They asked.", "Wait.")


def test_a_page_is_read_in_its_declared_encoding() -> None:
    page = "<meta charset=iso-8859-2><title>Łódź walks</title><p>May 2024</p><p>Asked.</p>"
    (post,) = read(PageImporter(), page.encode("iso-8859-2")).posts
    assert post.title == "Łódź walks"


def test_a_page_without_a_month_demands_one() -> None:
    page = "<h1>Who leads?</h1><p>They asked.</p>"
    assert "has no month" in told(read(PageImporter(), page))[0]
    assert read(PageImporter("2024-05"), page).posts[0].month == "2024-05"


def test_pages_too_deep_too_long_or_empty_are_refused() -> None:
    assert "nested too deeply" in told(read(PageImporter(), "<div>" * 3000))[0]
    assert "more than the" in told(read(PageImporter(), b" " * (MAX_BYTES + 1)))[0]
    assert "has no title" in told(read(PageImporter(), b""))[0]


def test_a_page_without_a_title_gets_its_file_s_name() -> None:
    html = "<p>They asked.</p><h3>Practice Implications</h3><p>Wait.</p>"
    imported = read(PageImporter("2024-05"), html, "144000001.why-we-walk.html")
    (post,) = imported.posts
    assert (post.title, post.summary, post.implications) == ("Why we walk", "They asked.", "Wait.")
    assert "its file's name was taken" in told(imported)[0]
