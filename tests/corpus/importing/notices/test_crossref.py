"""Crossref's works are read in both directions, and those that can't be read reported by line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.importing.notices.crossref import read_json
from corpus.importing.notices.stated import Stated
from corpus.problem import Problems

UPDATE = {
    "DOI": "10.1000/STUDY",
    "type": "retraction",
    "label": "Retraction",
    "updated": {"date-parts": [[2020, 5, 6]], "date-time": "2020-05-06T00:00:00Z"},
    "source": "publisher",
}
NOTICE = {"DOI": "10.1000/notice", "update-to": [UPDATE]}
STUDY = {"DOI": "10.1000/study", "updated-by": [{**UPDATE, "DOI": "10.1000/Notice"}]}


def read(text: str) -> tuple[list[Stated], list[str]]:
    problems = Problems(Path("works.json"))
    found = read_json(text, problems)
    return found, [f"{p.line}: {p.what}" for p in problems.found]


def test_the_notice_and_its_study_give_the_same_notice() -> None:
    for work in (NOTICE, STUDY):
        (found,), problems = read(json.dumps(work))
        assert found.doi == "10.1000/study"
        notice = found.notice
        assert (notice.kind, notice.date, notice.doi) == (
            "retraction",
            "2020-05-06",
            "10.1000/notice",
        )
        assert problems == []


@pytest.mark.parametrize(
    "shape",
    [
        lambda works: {"status": "ok", "message": {"items": works}},
        lambda works: {"items": works},
        lambda works: works,
        lambda works: [{"status": "ok", "message": work} for work in works],
    ],
)
def test_works_are_read_in_every_shape_of_an_export(shape: Any) -> None:
    found, problems = read(json.dumps(shape([NOTICE, {"DOI": "10.1000/other"}, STUDY])))
    assert len(found) == 2 and problems == []


def test_works_are_read_from_lines_of_json() -> None:
    text = "\n".join([json.dumps(NOTICE), "", "{broken", json.dumps(STUDY)])
    found, problems = read(text)
    assert [one.line for one in found] == [1, 4]
    assert len(problems) == 1 and problems[0].startswith("3: the line is not JSON")


def test_each_update_has_its_line() -> None:
    wrong = {**UPDATE, "type": "party"}
    text = json.dumps({"items": [NOTICE, {"DOI": "10.1000/n", "update-to": [wrong, UPDATE, 3]}]})
    found, problems = read(text.replace('{"DOI"', '\n{"DOI"'))
    assert [one.line for one in found] == [3, 6]
    assert problems == [
        '5: "party" is not a known kind of notice',
        '4: "update-to" holds something that is not an update',
    ]


def test_rows_of_retraction_watch_are_read_from_json() -> None:
    row = {
        "Record ID": 7,
        "OriginalPaperDOI": "10.1000/study",
        "RetractionNature": "Correction",
        "RetractionDate": "5/6/2020 0:00",
        "RetractionDOI": "unavailable",
        "OriginalPaperPubMedID": 31758858,
    }
    (found,), _ = read(json.dumps([row]))
    assert (found.doi, found.pmid, found.notice.date) == ("10.1000/study", "31758858", "2020-05-06")


@pytest.mark.parametrize("text", ["{", "[1", "{}x"])
def test_a_file_that_is_no_json_is_reported_with_its_line(text: str) -> None:
    found, problems = read(text)
    assert found == [] and problems[0].startswith("1: the file is not JSON")


def test_a_file_without_works_is_reported() -> None:
    assert read("[]") == ([], ["1: the file holds no works"])
    for other in ("[3]", '{"a": 1}', '[{"id": "x", "title": "y"}, {"id": 2}]'):
        assert read(other) == ([], ["1: the file holds no works"])


def test_what_is_no_work_is_reported_beside_works() -> None:
    assert read('[3, {"DOI": "10.1000/a"},\n{"id": 2}]')[1] == [
        "1: a work in the file is not a JSON object",
        "2: the object has neither a DOI nor a notice",
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["DOI", "update-to", "updated-by", "type", "x"]), inner)
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_json_is_read_without_an_exception(value: Any) -> None:
    found, problems = read(json.dumps(value))
    assert found is not None and problems is not None
