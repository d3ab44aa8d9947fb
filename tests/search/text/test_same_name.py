"""Two names mean the same intervention or outcome if their significant words agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.same_name import alike, same_words, telling


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("depression", "depression score"),
        ("symptom severity", "severity of symptoms"),
        ("CBT", "cognitive behavioural therapy"),
        ("therapist empathy", "empathy"),
        ("trauma-focused CBT", "trauma-focused therapies"),
    ],
)
def test_equal_names_are_recognised(one: str, other: str) -> None:
    assert alike(one, other) and alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("depression", "anxiety"), ("CBT", "CBT with medication"), ("therapy", "exercise")],
)
def test_different_names_are_recognised(one: str, other: str) -> None:
    assert not alike(one, other) and not alike(other, one)
    assert alike("CBT", "CBT with medication", within=True)


def test_words_that_only_join_do_not_count() -> None:
    assert same_words("death by suicide", "suicide deaths")
    assert not same_words("the clinic", "a hospital")
    assert telling("treatment outcome") == frozenset()


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    assert alike(one, one) and alike(one, other) == alike(other, one)
