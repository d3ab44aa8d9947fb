"""Fields of references are read: journals, editions, numbers, names."""

from __future__ import annotations

import pytest

from corpus.citations.names import Person
from corpus.importing.references.field_text import (
    edition,
    full_name,
    named,
    pages_of,
    volume_of,
)


@pytest.mark.parametrize(
    ("names", "name"),
    [
        (("Journal of Walks", "J. Walks"), "Journal of Walks"),
        (("J. Walks", "Journal of Walks"), "Journal of Walks"),
        (("", "J. Walks", ""), "J. Walks"),
        (("J. Walk. Res.", "J Walk Res"), "J Walk Res"),
        (("The Walk", "Walk"), "The Walk"),
        ((), None),
    ],
)
def test_journals_are_named_in_full(names: tuple[str, ...], name: str | None) -> None:
    assert full_name(*names) == name


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("2", "2"), ("2nd", "2"), ("2nd ed.", "2"), ("Second edition", "2"), ("Third", "3")),
        *(("Rev. ed.", "Rev"), ("Revised", "Revised"), ("", None)),
    ],
)
def test_editions_are_read_in_any_form(text: str, number: str | None) -> None:
    assert edition(text) == number


def test_volumes_and_pages_are_read_in_any_form() -> None:
    assert volume_of("44 Suppl 2") == ("44", "Suppl. 2")
    assert volume_of("3") == ("3", None)
    assert pages_of("45", "67") == ("45-67", None)
    assert pages_of("45--67") == ("45-67", None)
    assert pages_of("45", "45") == ("45", None)
    assert pages_of("e74657") == (None, "e74657")
    assert pages_of("") == (None, None)


def test_lists_of_names_are_read_in_any_form() -> None:
    assert named(("Stone, C.", "Hill DB; Ford, T.")) == (
        (Person("Stone", "C."), Person("Hill", "D. B."), Person("Ford", "T.")),
        None,
    )
    assert named(("Stone, C.", "et al.")) == ((Person("Stone", "C."),), 1)
    assert named(()) == ((), None)
    two = (Person("Stone", "C."), Person("Hill", "D."))
    assert named(("Stone C, Hill D",)) == (two, None)
    assert named(("Stone, C. and Hill, D.",)) == (two, None)
    assert named(("Department of Rain, Snow and Ice",))[0][0].group
