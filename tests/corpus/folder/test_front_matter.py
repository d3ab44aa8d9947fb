"""Front matter is read as YAML with line numbers, and hostile input refused."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folder.front_matter import MAX_CHARACTERS, Fields, Items, MatterError, Text, read_matter


def fails(text: str) -> MatterError:
    with pytest.raises(MatterError) as caught:
        read_matter(text)
    return caught.value


def test_values_keep_their_line_numbers() -> None:
    matter = read_matter("---\na: x\nb:\n  - one\n  - two\nc:\n  d: 5\n---\nbody\n")
    assert matter.fields.values["a"] == Text(2, "x")
    assert matter.fields.values["b"] == Items(4, (Text(4, "one"), Text(5, "two")))
    assert matter.fields.values["c"] == Fields(7, {"d": Text(7, "5")}, {"d": 7})
    assert matter.fields.lines == {"a": 2, "b": 3, "c": 6}
    assert (matter.body, matter.body_line) == ("body\n", 9)


def test_scalars_stay_as_written() -> None:
    fields = read_matter('---\na: 2021-07-01\nb: yes\nc: 1.50\nd: ~\ne: "null"\nf:\n---\n').fields
    values = {name: value.value for name, value in fields.values.items() if isinstance(value, Text)}
    assert values == {"a": "2021-07-01", "b": "yes", "c": "1.50", "d": None, "e": "null", "f": None}


def test_an_empty_front_matter_has_no_fields() -> None:
    assert read_matter("---\n---\n").fields.values == {}
    assert read_matter("---\n# nothing yet\n---\n").fields.values == {}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("title: x\n", 1, "missing"),
        ("---\ntitle: x\n", 1, "no end"),
        ("---\na: 1\nb: 'x\n---\n", 3, "not valid YAML"),
        ("---\na: b: c\n---\n", 2, "not valid YAML"),
        ("---\nfine: 1\n\tx: 1\n---\n", 3, "not valid YAML"),
        ("---\na: \x01\n---\n", 1, "not allow"),
        ("---\na: 1\nb: 2\na: 3\n---\n", 4, '"a" appears twice (first on line 2)'),
        ("---\n- a\n- b\n---\n", 2, "no fields"),
        ("---\njust text\n---\n", 2, "no fields"),
        ("---\na: 1\n...\n--- b\n---\n", 4, "two YAML documents"),
        ("---\na: &x 1\n---\n", 2, "anchor"),
        ("---\na: *x\n---\n", 2, "alias"),
        ("---\na: !!python/object/apply:os.system [ls]\n---\n", 2, "tag"),
        ("---\n~: 1\n---\n", 2, "no name"),
        ("---\n[a]: 1\n---\n", 2, "no name"),
        ("---\na: {b: {c: {d: 1}}}\n---\n", 2, "nested too deep"),
        ("---\na: " + "x" * MAX_CHARACTERS + "\n---\n", 1, "longer than"),
    ],
)
def test_invalid_front_matter_is_refused_with_line_and_reason(
    text: str, line: int, what: str
) -> None:
    error = fails(text)
    assert error.line == line
    assert what in error.what
    assert error.cure


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_hostile_nesting_is_refused_at_once(opening: str) -> None:
    began = time.process_time()
    fails("---\n" + opening * (MAX_CHARACTERS // len(opening) - 1) + "\n---\n")
    assert time.process_time() - began < 1


def test_multiplying_aliases_are_refused() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [*{before}, *{before}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "anchor" in fails(f"---\n{bomb}---\n").what


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_front_matter_is_read_or_refused_with_a_message(text: str) -> None:
    try:
        read_matter(f"---\n{text}\n---\nbody")
    except MatterError as error:
        assert error.line >= 1
