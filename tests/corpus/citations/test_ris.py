"""RIS files are read back by another program, and say what the posts say."""

from __future__ import annotations

from typing import Any

import pytest
import rispy
from hypothesis import given

from corpus.citations.reference import Reference
from corpus.citations.ris import ris
from tests.corpus.citations.written import (
    ARTICLE,
    CHAPTER,
    CUT,
    EDITED,
    EVIDENCE,
    GROUP,
    NUMBERED,
    PAGE,
    REPORT,
    SITE,
    SUPPLEMENT,
    THESIS,
    cited,
    hostile_references,
)


def read(*references: Reference) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = rispy.loads(ris(references))
    return entries


def test_an_article_has_all_its_fields() -> None:
    (entry,) = read(cited(ARTICLE, implications="Ask.", topics=("Dose", "Change")))
    assert entry == {
        "type_of_reference": "JOUR",
        "id": "2021-07-x",
        "authors": ["de Jong, K.", "O’Hara, S. M., Jr.", "Müller, A."],
        "year": "2021",
        "title": "Is 50% enough? Dose & response",
        "secondary_title": "Journal of Studies",
        "volume": "12",
        "number": "3",
        "start_page": "45",
        "end_page": "67",
        "doi": "10.1037/abc_1",
        "urls": ["https://doi.org/10.1037/abc_1"],
        "abstract": "S.",
        "keywords": ["Dose", "Change"],
        "notes": ["Practice implications: Ask.", f"Summarised in Small Digest: {PAGE}"],
    }


def test_editors_of_chapters_and_books_have_their_own_tags() -> None:
    (chapter,) = read(cited(CHAPTER))
    assert (chapter["type_of_reference"], chapter["secondary_title"]) == (
        *("CHAP", "Handbook of change"),
    )
    assert chapter["secondary_authors"] == ["Barkham, M.", "Lutz, W.", "Castonguay, L. G."]
    assert (chapter["edition"], chapter["section"], chapter["publisher"]) == ("7", "9", "Wiley")
    (book,) = read(cited(EDITED))
    assert (book["type_of_reference"], book["tertiary_authors"]) == (
        *("BOOK", ["Holm, A.", "Reeve, T."]),
    )
    assert "authors" not in book


@pytest.mark.parametrize(
    ("citation", "parts"),
    [
        (SUPPLEMENT, {"volume": "3", "number": "Suppl. 1", "start_page": "S5", "end_page": "S6"}),
        (NUMBERED, {"volume": "20", "number": "2", "start_page": "104", "end_page": None}),
        (GROUP, {"authors": ["World Health Organization"]}),
        (REPORT, {"type_of_reference": "RPRT", "publisher": "Institute of Tests"}),
        (THESIS, {"type_of_reference": "THES", "publisher": "University of Rain"}),
        (SITE, {"type_of_reference": "ELEC", "urls": ["https://tests.example.org/ng222"]}),
        (None, {"type_of_reference": "ELEC", "secondary_title": "Small Digest", "urls": [PAGE]}),
    ],
)
def test_other_forms_have_their_types_and_fields(
    citation: str | None, parts: dict[str, Any]
) -> None:
    (entry,) = read(cited(citation))
    assert {name: entry.get(name) for name in parts} == parts


def test_missing_parts_are_left_out_and_omitted_authors_are_no_author() -> None:
    (entry,) = read(cited(CUT))
    assert set(entry) == {
        *("type_of_reference", "id", "authors", "year", "title", "abstract", "notes"),
    }
    assert entry["authors"] == ["Nissen-Lie, H. A."]
    assert "Not all authors are named." in entry["notes"]


def test_the_pmid_and_a_retraction_are_written() -> None:
    (entry,) = read(cited(ARTICLE, **EVIDENCE))
    assert entry["accession_number"] == "31758858"
    assert entry["notes"][0] == "The study has been retracted."


def test_lines_end_as_the_format_demands() -> None:
    text = ris([cited(ARTICLE), cited(CHAPTER)])
    assert text.startswith("TY  - JOUR\r\nID  - ")
    assert text.endswith("ER  - \r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert ris([]) == ""


@given(hostile_references())
def test_no_text_of_a_post_breaks_the_file(references: list[Reference]) -> None:
    entries = read(*references)
    assert [entry["id"] for entry in entries] == [one.id for one in references]
    assert [entry.get("title", "") for entry in entries] == [
        one.title.strip() for one in references
    ]
