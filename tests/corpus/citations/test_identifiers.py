from __future__ import annotations

import pytest

from corpus.citations.identifiers import doi_of, pmid_of


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
def test_a_doi_is_told_bare(text: str, doi: str | None) -> None:
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
def test_a_number_of_pubmed_is_told_bare(text: str, pmid: str | None) -> None:
    assert pmid_of(text) == pmid
