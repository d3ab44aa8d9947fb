"""A file that is broken in places is read in the other places, and each broken one is reported."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folder.front_matter import MAX_CHARACTERS, Fields, Items, MatterError, read_matter
from corpus.folder.salvage import MOST_FAULTS, Salvage, salvage
from tests.corpus.folder.test_write import EVIDENCE


def salvaged(source: str) -> Salvage:
    return salvage(f"---\n{source}---\nbody\n")


def faults(found: Salvage) -> list[int]:
    assert all(fault.what and fault.cure for fault in found.faults)
    return [fault.line for fault in found.faults]


def test_a_sound_file_is_read_in_the_usual_way() -> None:
    assert salvage(EVIDENCE) == Salvage(read_matter(EVIDENCE))


@pytest.mark.parametrize(
    ("source", "lines", "lost", "read"),
    [
        ("a: b: c\nd: e\n", [2], {"a"}, ["d"]),
        ("d: e\na: b: c\nf: [x\ng: h\n", [3, 4], {"a", "f"}, ["d", "g"]),
        ('d: e\na: "x\nf: g\nh: i\n', [3], {"a"}, ["d", "f", "h"]),
        ("d: e\n\ta: b\nf: g\n", [3], set(), ["d", "f"]),
        ("a: 1\nb: 2\na: 3\n", [4], set(), ["a", "b"]),
        ("a: &x 1\nb: 2\n", [2], {"a"}, ["b"]),
        ("a: !!python/x 1\nb: 2\n", [2], {"a"}, ["b"]),
        ("a: {b: {c: {d: 1}}}\ne: 2\n", [2], {"a"}, ["e"]),
        ("topics:\n- x\n- y: z: a\nb: 2\n", [4], set(), ["topics", "b"]),
        ("just text\n", [2], set(), []),
        ("a: %\nb: 2\n", [2], {"a"}, ["b"]),
    ],
)
def test_the_rest_of_a_broken_file_is_read(
    source: str, lines: list[int], lost: set[str], read: list[str]
) -> None:
    found = salvaged(source)
    assert faults(found) == lines
    assert found.lost == lost
    assert list(found.matter.fields.values) == read
    assert (found.matter.body, found.matter.body_line) == ("body\n", source.count("\n") + 3)


def test_only_the_broken_items_of_a_list_are_lost_and_line_numbers_stay() -> None:
    source = (
        "study:\n  year: 2014\n  effects:\n    - {outcome: a, value: 1}\n"
        "    - {outcome: b: c, value: 2}\n    - {outcome: d, value: 3\n    - {outcome: e}\n"
        "month: 2021-07\n"
    )
    found = salvaged(source)
    study = found.matter.fields.values["study"]
    assert isinstance(study, Fields)
    effects = study.values["effects"]
    assert isinstance(effects, Items)
    assert [item.line for item in effects.items] == [5, 8]
    assert [fault.line for fault in found.faults] == [6, 7]
    assert found.lost == frozenset()
    assert found.matter.fields.lines == {"study": 2, "month": 9}


def test_a_field_that_comes_twice_is_told_with_the_lines_of_the_file() -> None:
    source = "title: a\nstudy:\n  year: 2014\n  effects:\n    - {measure: d, value: 1, value: 2}\n"
    (fault,) = salvaged(source).faults
    assert (fault.line, fault.what) == (6, 'the field "value" appears twice (first on line 6)')


@pytest.mark.parametrize(
    ("source", "lost"),
    [
        ("topics:\n\t- Soil\ntitle: x\n", {"topics"}),
        ("topics:\n  - Soil\n\t- Worms\ntitle: x\n", set()),
        ("topics:\ntitle: [x\n", {"title"}),
    ],
)
def test_a_field_of_which_nothing_could_be_read_counts_as_lost(source: str, lost: set[str]) -> None:
    found = salvaged(source)
    assert found.faults and found.lost == lost


def test_a_tab_is_named_as_the_fault() -> None:
    (fault,) = salvaged("a:\n  - x\n\t- y\nb: 1\n").faults
    assert (fault.line, "a tab stands at the beginning" in fault.what) == (4, True)
    assert fault.cure == "put two spaces in its place"


@pytest.mark.parametrize(
    "text", ["a: b\n", "---\na: b\n", "---\n" + "x" * (MAX_CHARACTERS + 1) + "\n---\n"]
)
def test_a_file_without_front_matter_is_refused(text: str) -> None:
    with pytest.raises(MatterError):
        salvage(text)


@pytest.mark.parametrize("line", ["x: y: z", "[", "- ", "  a: {", "\tx", '"', "? ", "a: &a [*a]"])
def test_a_file_of_broken_lines_is_reported_fast(line: str) -> None:
    text = "\n".join([line] * (MAX_CHARACTERS // (len(line) + 2)))
    began = time.process_time()
    found = salvaged(f"{text}\n")
    assert 1 <= len(found.faults) <= MOST_FAULTS
    assert time.process_time() - began < 10


@pytest.mark.parametrize("step", [" ", "  "])
def test_ever_deeper_indentation_is_reported(step: str) -> None:
    lines = [step * n + "a:" for n in range(150)]
    assert salvaged("\n".join(lines) + "\n").faults


@given(st.integers(4, len(EVIDENCE)), st.text(alphabet="-:[]{}&*!#'\"\n\t ab%", max_size=8))
def test_a_typing_error_anywhere_is_reported_and_never_raises(place: int, slip: str) -> None:
    text = EVIDENCE[:place] + slip + EVIDENCE[place:]
    try:
        whole = read_matter(text)
    except MatterError:
        try:
            assert salvage(text).faults
        except MatterError as error:
            assert error.line >= 1
    else:
        assert salvage(text) == Salvage(whole)
