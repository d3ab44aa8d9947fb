"""DOIs and PubMed numbers are found in texts, and brought into their bare form."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations.identifiers import (
    doi_of,
    doi_url,
    find_doi,
    pmid_of,
    studies_named,
    without_doi,
)

SICI = "10.1002/(SICI)1097-4679(199908)55:8<921::AID-JCLP2>3.0.CO;2-X"


@pytest.mark.parametrize(
    ("printed", "doi"),
    [
        ("doi:10.1234/jw.7", "10.1234/jw.7"),
        ("DOI: 10.1234/jw.7.", "10.1234/jw.7"),
        ("doi 10.1234/jw.7", "10.1234/jw.7"),
        ("https://doi.org/10.1234/jw.7.", "10.1234/jw.7"),
        ("http://dx.doi.org/10.1234/jw.7", "10.1234/jw.7"),
        ("doi.org/10.1234/jw.7", "10.1234/jw.7"),
        ("doi: https://doi.org/10.1234/jw.7,", "10.1234/jw.7"),
        ("https://doi.org/10.1234%2FJW.7", "10.1234/JW.7"),
        ("(https://doi.org/10.1234/jw.7)", "10.1234/jw.7"),
        ("((see 10.1234/jw(3)))", "10.1234/jw(3)"),
        ("https://doi.org/10.1234/S22-03(14)0-2", "10.1234/S22-03(14)0-2"),
        (f"doi:{SICI}", SICI),
        (f"https://doi.org/{quote(SICI)}", SICI),
        (f"({SICI}).", SICI),
        (
            "10.1175/1520-0469(1999)056<1234:AB>2.0.CO;2",
            "10.1175/1520-0469(1999)056<1234:AB>2.0.CO;2",
        ),
        (
            "10.1890/0012-9658(2006)87[1234:AB]2.0.CO;2.",
            "10.1890/0012-9658(2006)87[1234:AB]2.0.CO;2",
        ),
        ("<a>10.1234/jw.7</a>", "10.1234/jw.7"),
        ("10.1234/jw.7<br>2.0", "10.1234/jw.7"),
        ("10:347", None),
        ("10.1234/", None),
        ("10.1234/)", None),
        ("55(4), 508-519", None),
        ("", None),
    ],
)
def test_a_doi_is_found_whole_and_bare(printed: str, doi: str | None) -> None:
    assert find_doi(printed) == doi


def test_a_doi_becomes_an_address_that_cannot_leave_its_attribute() -> None:
    assert doi_url("10.1037/a0018912") == "https://doi.org/10.1037/a0018912"
    assert find_doi(doi_url(SICI)) == SICI
    assert not set('<>"') & set(doi_url(SICI + '"'))


@pytest.mark.parametrize(
    "end", ["https://doi.org/10.1234/x", "doi:10.1234/x.y", "DOI: 10.1234/x.", "doi 10.1234/x", ""]
)
def test_a_doi_is_removed_from_the_end_of_a_citation(end: str) -> None:
    citation = "A, B. (2020). T. J, 1."
    assert without_doi(f"{citation} {end}".strip()) == citation


@pytest.mark.parametrize("citation", ["A, B. (2020). T. J, 1. https://doi.org/10.1/2", "", "10.12"])
def test_a_citation_without_a_doi_stays_unchanged(citation: str) -> None:
    assert without_doi(citation) == citation


@given(st.text("10.2/34<>()[];:,. doi%", max_size=60))
def test_a_doi_that_was_found_is_found_in_itself(text: str) -> None:
    doi = find_doi(text)
    assert doi is None or (doi in text.replace("%2F", "/") and find_doi(doi) == doi)
    without_doi(text)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/xyz", "10.1000/xyz"),
        (" https://doi.org/10.1000/xyz. ", "10.1000/xyz"),
        ("doi: 10.1000/xyz", "10.1000/xyz"),
        ("DOI:10.1016/S0140-6736(96)<1:2>3.0.CO;2-X", "10.1016/S0140-6736(96)<1:2>3.0.CO;2-X"),
        ("10.1000", None),
        ("11.1000/x", None),
        ("10.1000/x y", None),
        ("", None),
    ],
)
def test_a_doi_in_any_form_is_made_bare(text: str, doi: str | None) -> None:
    assert doi_of(text) == doi


@pytest.mark.parametrize(
    ("text", "pmid"),
    [
        ("31758858", "31758858"),
        ("1", "1"),
        ("PMID: 31758858", "31758858"),
        ("pmid31758858", "31758858"),
        ("https://pubmed.ncbi.nlm.nih.gov/31758858/", "31758858"),
        ("www.ncbi.nlm.nih.gov/pubmed/31758858", "31758858"),
        ("PMC31758858", None),
        ("0123", None),
        ("123456789", None),
        ("31 758 858", None),
        ("٣١٧٥", None),
        ("", None),
    ],
)
def test_a_pubmed_number_in_any_form_is_made_bare(text: str, pmid: str | None) -> None:
    assert pmid_of(text) == pmid


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("1234567", ("pmid:1234567",)),
        ("01234567", ("pmid:1234567",)),
        ("123456 [pmid]", ("pmid:123456",)),
        ("0000000", ()),
        ("１２３４５６７", ()),
        ("123456", ()),
    ],
)
def test_bare_digits_name_a_study_only_if_they_can_be_a_pubmed_number(
    typed: str, named: tuple[str, ...]
) -> None:
    assert studies_named(typed) == named
