"""Groups are told apart from people by the words of their names."""

from __future__ import annotations

import pytest

from corpus.citations.groups import could_be_group, is_acronym, is_group, names_group


@pytest.mark.parametrize(
    "name",
    [
        *("World Health Organization", "Institute of Tests", "Centres for Rain", "WHO"),
        *("Universität Regen", "Ministère du Temps", "Department of Rain and Snow"),
    ],
)
def test_groups_are_recognised_by_a_word_of_their_name(name: str) -> None:
    assert is_group(name)
    assert names_group(name)
    assert could_be_group(name)


def test_two_people_joined_by_and_are_no_group() -> None:
    assert is_group("Rain & Company")
    assert not names_group("Stone and Hill")


@pytest.mark.parametrize("name", ["Stone", "Carol Stone", "Board J", "van der Berg", "LI", ""])
def test_people_are_no_groups(name: str) -> None:
    assert not is_group(name)


def test_a_sentence_is_no_name_of_a_group() -> None:
    assert not could_be_group("The Walking Group found")
    assert not could_be_group("")
    assert not is_acronym("W.H.O")
