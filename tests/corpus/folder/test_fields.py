"""Fields of front matter are read by type, and faults reported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from corpus.folder.fields import FieldReader
from corpus.folder.front_matter import Fields, read_matter
from corpus.problem import Problems


def reader(matter: str) -> FieldReader:
    return FieldReader(read_matter(f"---\n{matter}\n---\n").fields, Problems(Path("a.md")))


def told(fields: FieldReader) -> list[str]:
    return [str(problem) for problem in fields.problems.found]


def test_text_over_lines_is_joined_into_one() -> None:
    fields = reader("a: >\n  two\n   lines\nb: ~")
    assert (fields.string("a"), fields.string("b"), fields.string("c")) == ("two lines", "", "")
    assert told(fields) == []


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ("a: Therapy is the #1 cure", ["error: what stands behind a # is not read: #1 cure"]),
        ("a: #1 of 12", ["error: what stands behind a # is not read: #1 of 12"]),
        ("a: Compost ranked # 1", ["warning: what stands behind a # is taken for a comment: # 1"]),
        ("a: Compost # one word", []),
        ("a: # to be written", []),
        ("a: 'Therapy is the #1 cure' #yes", []),
        ("a: Therapy is no#1 cure\n# a comment", []),
        ("a:\n# a comment", []),
    ],
)
def test_text_behind_a_number_sign_is_told_once(matter: str, expected: list[str]) -> None:
    fields = reader(matter)
    assert fields.string("a") == fields.string("a")
    found = fields.problems.found
    assert [f"{problem.severity}: {problem.what}" for problem in found] == expected


def test_a_number_may_have_a_comment_and_an_item_is_looked_at() -> None:
    fields = reader("n: 3 #three\na:\n  - Soil #1\n  - Soil")
    assert (fields.count("n"), told(fields)) == (3, [])
    assert fields.strings("a") == ("Soil",)
    assert told(fields)[0].startswith("a.md:4: what stands behind a # is not read: #1: put the")


def test_a_list_keeps_lines_and_drops_repeats() -> None:
    fields = reader("a:\n  - x\n  - y  z\n  - x\nb:")
    assert fields.listed("a") == (("x", 3), ("y z", 4), ("x", 5))
    assert fields.strings("a") == ("x", "y z")
    assert fields.strings("b") == ()


@pytest.mark.parametrize(
    ("matter", "read", "what"),
    [
        ("a: [x]", FieldReader.string, '"a" must be text, not a list'),
        ("a: {x: y}", FieldReader.string, '"a" must be text, not a group of fields'),
        ("a: x", FieldReader.strings, '"a" must be a list, not text'),
        ("a: x", FieldReader.fields, '"a" must be a group of fields, not text'),
        ("a: [[x]]", FieldReader.strings, 'an item of "a" is not text'),
        ("a: [~]", FieldReader.strings, 'an item of "a" is not text'),
    ],
)
def test_a_wrong_type_is_an_error(matter: str, read: object, what: str) -> None:
    fields = reader(matter)
    assert callable(read)
    read(fields, "a")
    assert len(told(fields)) == 1
    assert told(fields)[0].startswith(f"a.md:2: {what}: ")
    assert fields.is_wrong("a") is ("item" not in what)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-05-17", []),
        ("2024-05-18", ["a.md:2: warning: 2024-05-18 is still to come: write the day on which"]),
        ("2024-05", []),
        ("2024-06", ["a.md:2: warning: 2024-06 is still to come: write the day"]),
        ("2024", []),
        ("2031", ["a.md:2: warning: 2031 is still to come: write the day"]),
    ],
)
def test_a_date_that_is_to_come_is_told(written: str, expected: list[str]) -> None:
    fields = reader(f"a: {written}")
    assert fields.date("a", until=date(2024, 5, 17)) == written
    assert len(told(fields)) == len(expected)
    assert all(one.startswith(start) for one, start in zip(told(fields), expected, strict=True))


def test_an_unknown_field_is_an_error_that_names_the_nearest() -> None:
    fields = reader("titel: x\nmonth: y")
    fields.check_names(("title", "month"))
    assert told(fields) == ['a.md:2: "titel" is not a field of a post: did you mean "title"?']


def test_a_group_of_fields_is_read_below_its_name() -> None:
    fields = reader("a: 1\ngroup:\n  x: 2")
    assert fields.fields("group").lines == {"x": 4}
    assert fields.fields("missing") == Fields(2, {}, {})
    assert fields.line("group") == 3
    assert "group" in fields
    assert "missing" not in fields


def test_each_type_of_value_is_read() -> None:
    fields = reader("n: −0.50\nc: 1240\nw: none\nd: 2020-05\ny: 2020-05-06\nt: TRUE\nf: false\ne:")
    assert (fields.number("n"), fields.number("c"), fields.number("e")) == (-0.5, 1240.0, None)
    assert repr(reader("a: -0").number("a")) == "0.0"
    assert (fields.count("c"), fields.count("e"), fields.count("missing")) == (1240, None, None)
    assert (fields.word("w", ("some", "none")), fields.word("e", ("some",))) == ("none", None)
    assert (fields.date("d"), fields.date("y", day=True), fields.date("e")) == (
        "2020-05",
        "2020-05-06",
        None,
    )
    truths = [fields.truth(name, "x") for name in ("t", "f", "e", "missing")]
    assert truths == [True, False, False, False]
    assert told(fields) == []


@pytest.mark.parametrize(
    ("matter", "read", "what"),
    [
        ("a: x", lambda f: f.number("a"), '"x" is not a number'),
        ("a: ١", lambda f: f.number("a"), '"١" is not a number'),
        ("a: " + "9" * 99, lambda f: f.count("a"), "is not a whole number"),
        ("a: -1", lambda f: f.count("a"), '"-1" is not a count: it is below 0'),
        ("a: x", lambda f: f.word("a", ("y",)), '"x" is not a word for "a": write one of: y'),
        ("a: x", lambda f: f.truth("a", "cure"), '"a" must be true or false, not "x": cure'),
        ("a: 2020-05", lambda f: f.date("a", day=True), '"2020-05" is not a date'),
        ("a: 20", lambda f: f.date("a"), "or 2020-05 or 2020 when no more is known"),
        ("a: [[x]]", lambda f: list(f.groups("a", "b", "{c: d}")), "not a group of fields: write"),
        ("a: x", lambda f: list(f.groups("a", "b", "{c: d}")), "each item on a line of its own: "),
    ],
)
def test_a_value_of_another_type_is_an_error(
    matter: str, read: Callable[[FieldReader], object], what: str
) -> None:
    fields = reader(matter)
    assert read(fields) in (None, [])
    assert len(told(fields)) == 1
    assert what in told(fields)[0]


def test_a_field_that_could_not_be_read_is_wrong_and_not_missing() -> None:
    fields = FieldReader(Fields(2, {}, {}), Problems(Path("a.md")), lost={"a"})
    assert (fields.is_wrong("a"), fields.is_wrong("b"), fields.string("a")) == (True, False, "")


def test_groups_of_a_list_are_read_one_by_one() -> None:
    fields = reader("a:\n  - {x: 1}\n  - y: 2\n    z: 3")
    one, two = fields.groups("a", "a thing", "{x: 1}")
    assert (one.count("x"), one.line("x"), two.count("z"), two.line("z")) == (1, 3, 3, 5)
    assert not one.check_names(("y",))
    assert two.check_names(("y", "z"))
    assert told(fields) == ['a.md:3: "x" is not a field of a thing: the fields are: y']
