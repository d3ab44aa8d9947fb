"""Tables of Retraction Watch and Crossref are read, and bad rows reported with their lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.importing.notices.rows import read_table
from corpus.importing.notices.stated import Stated
from corpus.problem import Problems

WATCH = (
    "Record ID,Title,RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,"
    "RetractionNature,Reason\n"
)


def read(text: str) -> tuple[list[Stated], list[str]]:
    problems = Problems(Path("table.csv"))
    found = read_table(text, problems)
    return found, [f"{p.line}: {p.what}" for p in problems.found]


def test_rows_of_retraction_watch_are_read() -> None:
    found, problems = read(
        WATCH
        + '1,"A study, of gardens",1/20/2024 0:00,10.1000/n,10.1000/S,0,Retraction,+Error;\n'
        + '2,"Over\ntwo lines",1/20/2024 0:00,unavailable,unavailable,31758858,Correction,\n'
        + "3,None,1/20/2024 0:00,10.1000/n,unavailable,0,Retraction,\n"
        + "4,Odd,soon,10.1000/n,10.1000/t,0,Retraction,\n"
        + "5,Long,1/1/2024,10.1000/n,10.1000/t,0,Retraction,a,b,c\n"
    )
    assert [(f.line, f.doi, f.pmid, f.notice.kind, f.notice.doi) for f in found] == [
        (2, "10.1000/s", None, "retraction", "10.1000/n"),
        (3, None, "31758858", "correction", None),
    ]
    assert [told.split(":")[0] for told in problems] == ["5", "6", "7"]


@pytest.mark.parametrize(
    "text",
    [
        "DOI,update-to,type,updated\n10.1000/n,10.1000/s,erratum,2020-05-06\n",
        "doi;update-to.DOI;update-to.type;update-to.updated\n10.1000/n;10.1000/s;erratum;2020-05-06",
        "DOI\tupdated-by\ttype\tupdated\nhttps://doi.org/10.1000/s\t10.1000/n\terratum\t2020-05-06",
    ],
)
def test_columns_of_crossref_are_read(text: str) -> None:
    (found,), problems = read(text)
    assert (found.doi, found.notice.kind, found.notice.doi) == (
        "10.1000/s",
        "erratum",
        "10.1000/n",
    )
    assert found.notice.date == "2020-05-06" and problems == []


def test_a_table_of_another_kind_is_refused() -> None:
    _, problems = read("a,b\n1,2\n")
    assert problems[0].startswith("1: the table has neither")
    assert read('DOI,update-to,type\n"10.1000/n,x\n')[1][0].startswith("2: the row can't be read")


def test_a_table_without_rows_is_refused() -> None:
    assert read(WATCH.split("\n")[0] + "\n\n")[1][0].startswith("3: the table holds no rows")


@given(st.text())
def test_any_table_is_read_without_an_exception(text: str) -> None:
    read(WATCH + text)
