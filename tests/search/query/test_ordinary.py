"""Other names of terms, and words for people, times and things that decide nothing."""

from __future__ import annotations

import pytest

from search.query.clinical_terms import Term, clinical_terms
from search.query.ordinary import (
    is_anybody,
    is_generic,
    is_helping,
    is_kin,
    is_thing,
    is_time,
    is_verdict,
    said_otherwise,
    sets_aside,
)


def otherwise(text: str) -> tuple[str, ...]:
    (named,) = clinical_terms().among(text)
    return said_otherwise(named.term, clinical_terms())


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("panic disorder", "panic"),
        ("recurrent depression", "depression"),
        ("late-life depression", "depression in older adults"),
        ("geriatric depression", "depression in older adults"),
        ("pediatric OCD", "OCD in children"),
    ],
)
def test_a_term_has_shorter_names_and_other_words_for_ages(term: str, name: str) -> None:
    assert name in otherwise(term)


@pytest.mark.parametrize("term", ["childhood trauma", "chronic pain"])
def test_a_word_that_changes_the_meaning_is_not_dropped(term: str) -> None:
    assert not {"trauma", "pain"} & set(otherwise(term))


def test_a_term_whose_words_all_count_has_only_its_synonyms() -> None:
    refugees = Term("refugees", "people", "refugees")
    assert said_otherwise(refugees, clinical_terms()) == clinical_terms().equals(refugees)


@pytest.mark.parametrize("text", ["young woman", "Girls", "men", "an old man"])
def test_sex_and_age_describe_anybody(text: str) -> None:
    assert is_anybody(text.removeprefix("an "))


@pytest.mark.parametrize("text", ["young mothers", "women veterans", "firemen", "boyhood"])
def test_a_group_is_more_than_sex_and_age(text: str) -> None:
    assert not is_anybody(text)


def test_words_for_kin_times_and_generic_things_are_recognised() -> None:
    assert is_kin("Grandmothers") and is_kin("wife") and not is_kin("midwife")
    assert is_kin("babies") and is_helping("Midwives") and is_helping("nurse")
    assert not is_helping("nurse training")
    assert is_kin("primary school children") and is_helping("lay counsellors")
    assert is_time("christmas") and is_time("nights") and is_time("Monday")
    assert not is_time("midnight feast")
    assert is_generic("Down syndrome") and not is_generic("depression")


def test_everyday_things_are_recognised_in_singular_and_plural() -> None:
    assert is_thing("desk") and is_thing("Diaries") and is_thing("boxes")
    assert not is_thing("migraine") and not is_thing("des")


def test_words_that_set_aside_what_follows_are_recognised() -> None:
    assert sets_aside("talking instead of ") and sets_aside("Rather than")
    assert not sets_aside("instead of pills ") and not sets_aside("")


def test_words_that_judge_are_recognised() -> None:
    assert is_verdict("normal") and is_verdict("Drawbacks")
    assert not is_verdict("norms") and not is_verdict("panic")
