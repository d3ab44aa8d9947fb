from __future__ import annotations

from pathlib import Path

import pytest

from corpus.folder.fields import FieldReader
from corpus.folder.front_matter import Fields, read_matter
from corpus.problem import Problems


def reader(matter: str) -> FieldReader:
    return FieldReader(read_matter(f"---\n{matter}\n---\n").fields, Problems(Path("a.md")))


def told(fields: FieldReader) -> list[str]:
    return [str(problem) for problem in fields.problems.found]


def test_text_is_brought_onto_one_line() -> None:
    fields = reader("a: >\n  two\n   lines\nb: ~")
    assert (fields.string("a"), fields.string("b"), fields.string("c")) == ("two lines", "", "")
    assert told(fields) == []


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
