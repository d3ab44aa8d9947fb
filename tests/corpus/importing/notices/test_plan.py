"""Notices are matched with posts by DOI or PubMed number, and known ones are separated."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.evidence.notice import Notice
from corpus.importing.notices.plan import meant, read_export
from corpus.importing.notices.stated import Stated
from corpus.post import Post
from corpus.problem import Problems

POST = Post("a", "A", "S.", doi="10.1000/Study", pmid="12")
RETRACTED = Notice("retraction", "2020-05-06", "10.1000/n")


def on(doi: str | None, notice: Notice = RETRACTED, pmid: str | None = None) -> Stated:
    return Stated(notice, doi, pmid, 1)


@pytest.mark.parametrize(
    "post",
    [
        POST,
        replace(POST, doi="10.1000/STUDY"),
        replace(POST, doi=None, citation="A. (2000). Gardens. https://doi.org/10.1000/study"),
    ],
)
def test_a_notice_is_matched_by_doi(post: Post) -> None:
    (found,) = meant([on("10.1000/study"), on("10.1000/other")], [post])
    assert (found.new, found.known, found.retracts) == ((RETRACTED,), (), True)


def test_a_notice_is_matched_by_pubmed_number() -> None:
    (found,) = meant([on(None, pmid="12")], [replace(POST, doi=None)])
    assert found.new == (RETRACTED,)


@pytest.mark.parametrize(
    "there",
    [
        RETRACTED,
        replace(RETRACTED, doi="10.1000/N"),
        replace(RETRACTED, doi=None),
        replace(RETRACTED, date="2020-05", doi=None),
        replace(RETRACTED, date=None, doi=None),
        replace(RETRACTED, date="1999", doi="10.1000/n"),
    ],
)
def test_a_notice_that_the_post_has_is_known(there: Notice) -> None:
    (found,) = meant([on("10.1000/study")], [replace(POST, notices=(there,))])
    assert (found.new, found.known) == ((), (RETRACTED,))


@pytest.mark.parametrize(
    "there",
    [
        replace(RETRACTED, kind="erratum"),
        replace(RETRACTED, doi="10.1000/m"),
        replace(RETRACTED, date="2019", doi=None),
    ],
)
def test_another_notice_is_new(there: Notice) -> None:
    (found,) = meant([on("10.1000/study")], [replace(POST, notices=(there,))])
    assert found.new == (RETRACTED,)


def test_a_repeated_notice_counts_once_and_notices_are_in_order_of_date() -> None:
    back = Notice("reinstatement", "2021-01-01")
    (found,) = meant([on("10.1000/study", back), *[on("10.1000/study")] * 2], [POST])
    assert found.new == (RETRACTED, back) and not found.retracts


def test_the_format_of_an_export_is_detected() -> None:
    problems = Problems(Path("x"))
    update = '{"DOI": "10.1000/s", "type": "erratum"}'
    works = f'\ufeff [{{"DOI": "10.1000/n", "update-to": [{update}]}}]'
    assert len(read_export(works.encode(), problems)) == 1
    table = "DOI,update-to,type\r\n10.1000/n,10.1000/s,erratum\r\n".encode("utf-16")
    assert len(read_export(table, problems)) == 1
    assert not [p for p in problems.found if p.severity == "error"]
    assert read_export(b" ", problems) == [] and problems.found[-1].what == "the file is empty"
