"""Phrases find the kinds of harm that texts speak of, misspelt as well."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answers.harm_phrases import kinds, kinds_said, righted


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("she wants to die", "harm"),
        ("her husband hits her", "abuse"),
        ("my therapist kissed me", "misconduct"),
        ("idées suicidaires", "harm"),
    ],
)
def test_a_phrase_speaks_of_a_kind_of_harm(text: str, kind: str) -> None:
    assert kinds_said(text) == (kind,)


def test_several_texts_may_speak_of_several_kinds() -> None:
    assert kinds_said("mulch", "she was raped", "and wants to die") == ("harm", "abuse")


@pytest.mark.parametrize("text", ["", "mulch", "kill time", "suicidology"])
def test_other_texts_speak_of_none(text: str) -> None:
    assert kinds_said(text) == ()


@pytest.mark.parametrize(
    "text", ["sucide", "suidice", "she wants to kil herself", "domestic violance"]
)
def test_a_misspelt_word_of_harm_is_recognised(text: str) -> None:
    assert kinds_said(text)
    assert righted(text)


def test_a_correctly_spelt_word_is_not_taken_for_a_misspelt_one() -> None:
    assert righted("amuse, domesticity, skill") == ""
    assert kinds_said("amuse, domesticity, skill") == ()


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert set(kinds_said(text)) <= {kind.name for kind in kinds()}
