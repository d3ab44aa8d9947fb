"""Title, journal, book or publisher are read from the part of a citation after its year."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations.citation import Citation
from corpus.citations.names import Person
from corpus.citations.source import has_capitals, with_source

NOTHING = Citation("")


@pytest.mark.parametrize(
    ("rest", "citation"),
    [
        ("Pace.", Citation("", title="Pace")),
        ("", NOTHING),
        (
            "Pace. The Walk, 1(2), 3.",
            Citation("", title="Pace", container="The Walk", volume="1", issue="2", pages="3",
                     form="article"),
        ),
        (
            "Pace (2nd ed., Vol. 3). Heath Press.",
            Citation("", title="Pace", edition="2", volume="3", publisher="Heath Press",
                     form="book"),
        ),
        (
            "Pace. In A. Hill (Ed. & Trans.), Walks (of ours) (Vols. 4–5, pp. 3–9). New York, NY: "
            "Heath.",
            Citation("", title="Pace", container="Walks (of ours)", volume="4–5", pages="3–9",
                     editors=(Person("Hill", "A."),), publisher="New York, NY: Heath",
                     form="chapter"),
        ),
        (
            "Pace. Institute of Rain.",
            Citation("", title="Pace", publisher="Institute of Rain", form="report"),
        ),
        (
            "Pace. Journal of the Institute of Rain.",
            Citation("", title="Pace", container="Journal of the Institute of Rain",
                     form="article"),
        ),
        ("Pace? What is found.", Citation("", title="Pace? What is found")),
        (
            "Pace. The Walk, 1, 2. PMID: 123. Retrieved May 1, 2020.",
            Citation("", title="Pace", container="The Walk", volume="1", pages="2",
                     form="article"),
        ),
    ],
)  # fmt: skip
def test_the_part_after_the_year_is_parsed(rest: str, citation: Citation) -> None:
    assert with_source(NOTHING, rest) == citation


def test_a_title_may_come_before_the_year() -> None:
    assert with_source(NOTHING, "The Walk, 1, 2.", title="Pace.") == Citation(
        "", title="Pace", container="The Walk", volume="1", pages="2", form="article"
    )


def test_a_line_with_only_an_address_is_a_page_and_with_only_editors_a_book() -> None:
    assert with_source(replace(NOTHING, url="https://x.example"), "Pace.").form == "website"
    edited = replace(NOTHING, editors=(Person("Hill", "A."),))
    assert with_source(edited, "Pace. Heath.").form == "book"


def test_names_of_journals_have_capitals() -> None:
    assert has_capitals("Journal of Walks")
    assert not has_capitals("Main results of ours")
    assert not has_capitals("")


@given(st.text("aAbB. ?(),:In1EdsVol", max_size=80))
def test_any_text_after_the_year_is_parsed(rest: str) -> None:
    with_source(NOTHING, rest)
