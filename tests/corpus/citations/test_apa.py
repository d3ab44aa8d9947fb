"""Citations are written as lines in APA style, and these are parsed into the same parts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations.apa import apa, cited, unread
from corpus.citations.citation import Citation
from corpus.citations.names import Person, group
from corpus.citations.parse import parse_citation

STONE, HILL, VALE = Person("Stone", "Clara"), Person("Hill", "D. B."), Person("Vale", "A.")
ARTICLE = Citation(
    "",
    authors=(STONE, HILL),
    year=2020,
    title="Pace and company",
    container="Journal of Walks",
    volume="12",
    issue="3",
    pages="45-67",
    doi="10.1000/walks.12",
    form="article",
)
RAIN = Citation("", (Person("Brook", "E."),), year=2019, title="Rain", publisher="Heath Press")


@pytest.mark.parametrize(
    ("citation", "line"),
    [
        (
            ARTICLE,
            "Stone, C., & Hill, D. B. (2020). Pace and company. Journal of Walks, 12(3), 45–67. "
            "https://doi.org/10.1000/walks.12",
        ),
        (
            replace(ARTICLE, doi=None, supplement="Suppl. 1", issue=None, pages="S101-S110"),
            "Stone, C., & Hill, D. B. (2020). Pace and company. Journal of Walks, 12(Suppl. 1), "
            "S101–S110.",
        ),
        (
            replace(ARTICLE, doi=None, supplement="Suppl. 1", pages="508-19"),
            "Stone, C., & Hill, D. B. (2020). Pace and company. Journal of Walks, 12(3, Suppl. 1), "
            "508–519.",
        ),
        (
            replace(ARTICLE, doi=None, issue=None, pages=None, article_number="5512"),
            "Stone, C., & Hill, D. B. (2020). Pace and company. Journal of Walks, 12, "
            "Article 5512.",
        ),
        (
            Citation(
                "",
                (STONE,),
                year=2020,
                title="Pace",
                container="Walks",
                status="Advance online publication",
                form="article",
            ),
            "Stone, C. (2020). Pace. Walks. Advance online publication.",
        ),
        (
            Citation("", (STONE,), year=2020, title="Pace", container="Walks", pages="1-9",
                     status="Advance online publication", form="article"),
            "Stone, C. (2020). Pace. Walks, 1–9. Advance online publication.",
        ),
        (
            Citation("", (STONE,), date="in press", title="Who leads?", container="Walks",
                     form="article"),
            "Stone, C. (in press). Who leads? Walks.",
        ),
        (
            Citation("", (STONE,), year=2020, title="Pace", description="preprint",
                     container="PsyArXiv", url="https://x.example/1", form="article"),
            "Stone, C. (2020). Pace [Preprint]. PsyArXiv. https://x.example/1",
        ),
        (Citation("", title="Rain?", url="https://x.example"), "Rain? (n.d.). https://x.example"),
        (replace(RAIN, form="book"), "Brook, E. (2019). Rain. Heath Press."),
        (replace(RAIN, form="book", edition="2"), "Brook, E. (2019). Rain (2nd ed.). Heath Press."),
        (
            replace(RAIN, form="book", edition="11", volume="2"),
            "Brook, E. (2019). Rain (11th ed., Vol. 2). Heath Press.",
        ),
        (
            replace(RAIN, form="book", edition="Rev", editors=(HILL,)),
            "Brook, E. (2019). Rain (D. B. Hill, Ed.; Rev. ed.). Heath Press.",
        ),
        (
            replace(RAIN, form="book", authors=(), editors=(HILL, VALE)),
            "Hill, D. B., & Vale, A. (Eds.). (2019). Rain. Heath Press.",
        ),
        (
            replace(RAIN, form="book", authors=(), editors=(HILL,)),
            "Hill, D. B. (Ed.). (2019). Rain. Heath Press.",
        ),
        (
            replace(RAIN, form="report", publisher="Institute of Rain"),
            "Brook, E. (2019). Rain. Institute of Rain.",
        ),
        (
            # An author that is also the publisher is not named twice.
            replace(RAIN, form="report", authors=(group("Institute of Rain"),),
                    publisher="Institute of Rain"),
            "Institute of Rain. (2019). Rain.",
        ),
        (
            replace(RAIN, form="thesis", description="Doctoral dissertation",
                    publisher="University of Rain", container="Rain Archive"),
            "Brook, E. (2019). Rain [Doctoral dissertation, University of Rain]. Rain Archive.",
        ),
        (
            replace(RAIN, form="website", publisher=None, container="Rain Online",
                    url="https://x.example/r"),
            "Brook, E. (2019). Rain. Rain Online. https://x.example/r",
        ),
        (replace(RAIN, form="chapter", publisher=None), "Brook, E. (2019). Rain."),
        (
            replace(RAIN, form="chapter", container="Weathers", editors=(HILL, STONE, VALE),
                    pages="2-9", edition="3"),
            "Brook, E. (2019). Rain. In D. B. Hill, C. Stone, & A. Vale (Eds.), Weathers (3rd ed., "
            "pp. 2–9). Heath Press.",
        ),
        (
            replace(RAIN, form="chapter", container="Weathers",
                    editors=(Person("Hill", "Dora", "Jr."),), chapter="9"),
            "Brook, E. (2019). Rain. In D. Hill Jr. (Ed.), Weathers (Chapter 9). Heath Press.",
        ),
        (
            replace(RAIN, form="chapter", container="Weathers", pages="7"),
            "Brook, E. (2019). Rain. In Weathers (p. 7). Heath Press.",
        ),
    ],
)  # fmt: skip
def test_a_citation_is_written_as_a_line(citation: Citation, line: str) -> None:
    assert apa(citation) == line
    assert cited(citation).text == line


def test_omitted_names_are_marked_at_their_place() -> None:
    some = replace(ARTICLE, authors=(STONE, HILL, VALE), doi=None)
    assert apa(replace(some, gap=3)).startswith("Stone, C., Hill, D. B., Vale, A., et al. (2020)")
    assert apa(replace(some, gap=2)).startswith("Stone, C., Hill, D. B., … Vale, A. (2020)")


def test_of_many_authors_the_first_nineteen_and_the_last_are_named() -> None:
    authors = tuple(Person(f"Author{chr(97 + at)}", "A.") for at in range(25))
    line = apa(Citation("", authors, year=2020, title="Pace"))
    assert "Authors, A., … Authory, A. (2020)" in line
    assert "Authort" not in line
    assert parse_citation(line).gap == 19


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Stone, C. (2020). Pace. Walking, 12(3), 45-67. https://doi.org/10.1000/a", set()),
        ("Stone CD, et al. Pace. Walking. 2020;12(3):45-67. doi: 10.1000/a", set()),
        ("Stone, C. (Ed.). (2020). Pace (2nd ed., Vol. 3). Heath Press.", set()),
        ("Stone, C. (2020). Pace. In A. Hill (Ed.), Rain (7th ed., Chapter 9). Wiley.", set()),
        ("Stone, C. (2020). Pace. Walking, 12(3), 45-67. Free copy.", {"free", "copy"}),
    ],
)
def test_words_of_a_line_that_are_in_no_part_are_known(line: str, words: set[str]) -> None:
    assert unread(parse_citation(line)) == words


FAMILIES = st.sampled_from(["Stone", "Hill", "van Dyke", "O'Neill", "Brook-Vale", "Ågren"])
INITIALS = st.sampled_from(["C.", "D. B.", "J.-P."])
SUFFIXES = st.sampled_from(["", "", "Jr.", "III"])
PEOPLE = st.builds(Person, FAMILIES, INITIALS, SUFFIXES) | st.sampled_from(
    [group("Walking Group"), group("Institute for Health and Care")]
)
TITLES = st.sampled_from(
    [
        *("Pace and company on walks", "Who leads? A survey", "Walks, talks, and rain"),
        *("Does it work? Results from 1990 to 2010", "An essay on J. S. Mill", "Vitamin D"),
        *("Pace: A review (1974–2017)", "What is it? Who asks?", "Walks vs. runs"),
    ]
)
YEARS = st.integers(1950, 2025)
PAGES = st.sampled_from(["1–9", "145–167", "S5–S6", "12"])
ISSUES = st.sampled_from([None, "3", "2–3"])


@given(
    st.lists(PEOPLE, min_size=1, max_size=6, unique=True),
    YEARS,
    TITLES,
    st.sampled_from(["Journal of Walks", "BMC Tests", "Walks: Theory and Practice"]),
    st.integers(1, 99).map(str),
    ISSUES,
    st.sampled_from([None, "Suppl. 1"]),
    st.tuples(PAGES, st.none()) | st.tuples(st.none(), st.sampled_from(["5512", "e12"])),
)
def test_a_written_article_is_parsed_into_the_same_parts(
    authors: list[Person],
    year: int,
    title: str,
    journal: str,
    volume: str,
    issue: str | None,
    supplement: str | None,
    place: tuple[str | None, str | None],
) -> None:
    citation = Citation(
        "",
        tuple(authors),
        year=year,
        title=title,
        container=journal,
        volume=volume,
        issue=issue,
        supplement=supplement,
        pages=place[0],
        article_number=place[1],
        doi="10.1000/walks.12",
        form="article",
    )
    assert parse_citation(apa(citation)) == cited(citation)


@given(
    st.lists(PEOPLE, min_size=1, max_size=3, unique=True),
    YEARS,
    TITLES,
    st.lists(st.builds(Person, FAMILIES, INITIALS), min_size=1, max_size=4, unique=True),
    st.sampled_from([None, "2", "11", "Rev"]),
    st.sampled_from(["3–9", None]),
)
def test_a_written_chapter_is_parsed_into_the_same_parts(
    authors: list[Person],
    year: int,
    title: str,
    editors: list[Person],
    edition: str | None,
    pages: str | None,
) -> None:
    citation = Citation(
        "",
        tuple(authors),
        year=year,
        title=title,
        container="Handbook of walks: Theory (and practice)",
        editors=tuple(editors),
        edition=edition,
        pages=pages,
        chapter=None if pages else "9",
        publisher="Heath Press",
        form="chapter",
    )
    assert parse_citation(apa(citation)) == cited(citation)


@pytest.mark.parametrize(
    "line",
    [
        'Stone, C. (2020). "Rain" and walks. Journal of Walks, 1, 2–3.',
        "Stone, C. (2020). “Rain” and snow [Preprint]. PsyArXiv. https://doi.org/10.1000/a",
        "Institute of Walks. (2020). Rain (NICE Guideline No. NG222). Department of Paths.",
        "Institute of Walks. (2020). Rain (No. 12). Department of Paths. https://x.example/r",
        "Stone, C. (2020). Who leads? (2nd ed., Vol. 3). Heath Press.",
        "Stone, C. (2020). Who leads? [Data set]. Zenodo.",
        "Stone, C. (2020). Rain. In A. Hill (Ed.), All weathers: A guide (for all). Heath Press.",
        "Stone, C. (2020). Rain. In All weathers (2nd ed., pp. xi–xx). Heath Press.",
        "Rain. (2020). In Handbook of walks. Heath Press.",
        "王, 小明, & Stone, C. (2020). 心理療法の効果. 臨床心理学, 5(2), 1–9.",
        "World Health Organization, & 王, 小明 (Eds.). (2020). Rain. Heath Press.",
        "王小明, 李华, & 김민수. (2020). 心理治疗. 心理学报, 5, 1–9.",
        "Петров, И., & Þórsson, H. (2020). Rain. Journal of Walks, 15(4, Pt. 2), 1–9.",
    ],
)
def test_a_parsed_line_is_written_as_the_same_line(line: str) -> None:
    citation = parse_citation(line)
    assert apa(citation) == line
    assert citation.title and (citation.creators or line.startswith("Rain"))


def test_a_full_stop_before_brackets_stays_only_after_an_abbreviation() -> None:
    for title, shown in (("Rain.", "Rain"), ("Rain in the U.S.", "Rain in the U.S.")):
        thesis = Citation("", title=title, year=2020, description="Data set")
        assert apa(thesis) == f"{shown} [Data set]. (2020)."
