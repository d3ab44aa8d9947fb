"""Kinds, dates and DOIs in exports are read in all their forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.importing.notices.stated import (
    Unstated,
    date_of_parts,
    known_date,
    known_doi,
    stated,
)


@pytest.mark.parametrize(
    "written",
    [
        "10.1000/ABC.1",
        "https://doi.org/10.1000/abc.1",
        "http://dx.doi.org/10.1000%2Fabc.1",
        "doi:10.1000/abc.1.",
        "DOI 10.1000/Abc.1",
        " 10.1000/abc.1 ",
    ],
)
def test_a_doi_in_any_form_is_made_bare(written: str) -> None:
    assert known_doi(written) == "10.1000/abc.1"


def test_old_dois_keep_their_brackets() -> None:
    sici = "10.1002/(SICI)1097-4679(199908)55:8<921::AID-JCLP2>3.0.CO;2-X"
    assert known_doi(sici) == sici.lower()
    assert known_doi("10.1016/S2215-0366(14)00083-2") == "10.1016/s2215-0366(14)00083-2"


@pytest.mark.parametrize("written", ["", "unavailable", "Unavailable", "0", "none", "x"])
def test_other_texts_are_no_doi(written: str) -> None:
    assert known_doi(written) is None


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("1/20/2024 0:00", "2024-01-20"),
        ("2020-05-06", "2020-05-06"),
        ("2020-05-06T00:00:00Z", "2020-05-06"),
        ("2020/05", "2020-05"),
        ("2020", "2020"),
        ("", ""),
        ("13/20/2024", None),
        ("2020-13", None),
        ("yesterday", None),
    ],
)
def test_dates_in_any_form_are_read(written: str, date: str | None) -> None:
    assert known_date(written) == date


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"date-parts": [[2020, 5, 6]]}, "2020-05-06"),
        ({"date-parts": [[2020]]}, "2020"),
        ({"date-parts": [[None]], "date-time": "2020-05-06T00:00:00Z"}, "2020-05-06T00:00:00Z"),
        ({}, ""),
        (None, ""),
        ("2020-05", "2020-05"),
    ],
)
def test_dates_of_crossref_are_read(value: object, told: str) -> None:
    assert date_of_parts(value) == told


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        ("Retraction", "retraction"),
        ("expression_of_concern", "concern"),
        ("Expression of concern", "concern"),
        ("corrigendum", "correction"),
        ("new_version", "superseded"),
        ("Reinstatement", "reinstatement"),
    ],
)
def test_kinds_of_notices_are_read_by_any_name(kind: str, known: str) -> None:
    assert stated(kind, "", "", "10.1000/x", "", 7).notice.kind == known


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (("party", "", "", "10.1000/x", ""), "is not a known kind of notice"),
        (("retraction", "soon", "", "10.1000/x", ""), "not a date"),
        (("retraction", "", "", "x", ""), "not the DOI"),
        (("retraction", "", "", "", ""), "names no study"),
    ],
)
def test_an_invalid_notice_is_refused_with_the_reason(
    row: tuple[str, str, str, str, str], what: str
) -> None:
    with pytest.raises(Unstated, match=what):
        stated(*row, 1)


@given(st.text(), st.text())
def test_any_text_is_a_doi_and_a_date_or_none(doi: str, date: str) -> None:
    found = known_doi(doi)
    assert found is None or known_doi(found) == found
    told = known_date(date)
    assert not told or known_date(told) == told
