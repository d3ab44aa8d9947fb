from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations.apa import apa, author, cited, inverted
from corpus.citations.parse import Citation, parse_citation


@pytest.mark.parametrize(
    ("family", "given_", "name"),
    [
        ("Webb", "Christian A", "Webb, C. A."),
        ("Webb", "Christian A.", "Webb, C. A."),
        ("Webb", "CA", "Webb, C. A."),
        ("Sartre", "Jean-Paul", "Sartre, J.-P."),
        ("de Jong", "K.", "de Jong, K."),
        ("World Health Organization", "", "World Health Organization"),
        ("Webb", "-", "Webb"),
    ],
)
def test_names_are_printed_as_apa_has_them(family: str, given_: str, name: str) -> None:
    assert author(family, given_) == name


def test_a_name_that_is_the_wrong_way_round_is_turned() -> None:
    assert inverted("Webb, Christian A.") == "Webb, C. A."
    assert inverted("Walking Group") == "Walking Group"


ARTICLE = Citation(
    "",
    authors=("Stone, C.", "Hill, D. B."),
    year=2020,
    title="Pace and company",
    container="Journal of Walks",
    volume="12",
    issue="3",
    pages="45-67",
    doi="10.1000/walks.12",
    form="article",
)


@pytest.mark.parametrize(
    ("citation", "line"),
    [
        (
            ARTICLE,
            "Stone, C., & Hill, D. B. (2020). Pace and company. Journal of Walks, 12(3), 45-67. "
            "https://doi.org/10.1000/walks.12",
        ),
        (Citation("", title="Rain?", url="https://x.example"), "Rain? (n.d.). https://x.example"),
        (
            Citation("", ("Stone, C.",), True, 2020, "Pace", "Walks", form="article"),
            "Stone, C., et al. (2020). Pace. Walks.",
        ),
        (
            Citation("", ("Brook, E.",), year=2019, title="Rain", publisher="Heath", form="book"),
            "Brook, E. (2019). Rain. Heath.",
        ),
        (
            Citation("", ("Brook, E.",), year=2019, title="Rain", form="chapter"),
            "Brook, E. (2019). Rain.",
        ),
        (
            Citation(
                "",
                ("Brook, E.",),
                year=2019,
                title="Rain",
                container="Weathers",
                editors=("Hill, D.", "Stone, C.", "Vale, A."),
                pages="2-9",
                publisher="Heath Press",
                form="chapter",
            ),
            "Brook, E. (2019). Rain. In D. Hill, C. Stone, & A. Vale (Eds.), Weathers (pp. 2-9). "
            "Heath Press.",
        ),
    ],
)
def test_a_citation_becomes_a_line(citation: Citation, line: str) -> None:
    assert apa(citation) == line
    assert cited(citation).text == line


def test_of_many_authors_the_first_nineteen_and_the_last_are_named() -> None:
    authors = tuple(f"Author{chr(97 + at)}, A." for at in range(25))
    line = apa(Citation("", authors, year=2020, title="Pace"))
    assert "Authors, A., ... Authory, A. (2020)" in line
    assert "Authort" not in line


FAMILIES = st.sampled_from(["Stone", "Hill", "van Dyke", "O'Neill", "Brook-Vale", "Ågren"])
INITIALS = st.sampled_from(["C.", "D. B.", "J.-P."])


@given(
    st.lists(st.tuples(FAMILIES, INITIALS).map(", ".join), min_size=1, max_size=6, unique=True),
    st.integers(1950, 2025),
    st.sampled_from(["Pace and company on walks", "Who leads? A survey", "Walks, talks, and rain"]),
    st.sampled_from(["Journal of Walks", "Walking Research"]),
    st.integers(1, 99).map(str),
    st.sampled_from(["1-9", "145-167", "e12"]),
)
def test_what_is_written_is_read_back(
    authors: list[str], year: int, title: str, journal: str, volume: str, pages: str
) -> None:
    citation = Citation(
        "",
        tuple(authors),
        year=year,
        title=title,
        container=journal,
        volume=volume,
        pages=pages,
        doi="10.1000/walks.12",
        form="article",
    )
    assert parse_citation(apa(citation)) == cited(citation)
