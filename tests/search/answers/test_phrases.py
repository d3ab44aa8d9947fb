"""Phrases of harm are matched by stems and with gaps, never across the end of a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answers.phrases import Phrases, plain, written_by_hand

SETS = {"self": "myself her*"}


def found(phrase: str, text: str) -> bool:
    return Phrases([phrase], SETS).found_in(plain(text))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("cut", "They CUT it"),
        ("cut*", "cutting"),
        ("cut|burn* {self}", "she burns herself"),
        ("wants? to die", "to die"),
        ("want* .. die", "she wants to just die"),
        ("not go !to", "cannot, not go on"),
        ("go on $", "I can't go on."),
        ("go on $", "I can't go on"),
        ("idees noires", "des idées noires"),
        ("self harm", "self‑harm"),
        ("coeur", "le cœur"),
        ("i ll", "I’ll"),
        ("don t want", "i dont want to"),
        ("she s", "shes tired"),
    ],
)
def test_a_phrase_matches_its_forms(phrase: str, text: str) -> None:
    assert found(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("cut", "cutting"),
        ("cut", "haircut"),
        ("want* .. die", "she wants one two three four die"),
        ("want* .. die", "What does she want? To die was another's wish"),
        ("go !to", "go to the shop"),
        ("go on $", "go on with it"),
        ("rape", ""),
    ],
)
def test_a_phrase_does_not_match_other_texts(phrase: str, text: str) -> None:
    assert not found(phrase, text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Self-Harm", "self harm"),
        ("self-harm*", "self harm*"),
        ("idée|pensée* .. noire!", "idee|pensee* .. noire"),
        ("kill (myself)?", "kill myself"),
    ],
)
def test_a_phrase_written_by_hand_is_normalised(written: str, read: str) -> None:
    assert written_by_hand(written) == read


def test_an_unknown_set_is_an_error() -> None:
    with pytest.raises(KeyError):
        Phrases(["{nobody}"], SETS)


def test_one_of_several_phrases_is_enough() -> None:
    phrases = Phrases(["cut her hair", "cut* .. vein*", "cut* .. arm*", "bleed"], {})
    assert phrases.found_in(plain("he cut his left arm"))
    assert not phrases.found_in(plain("he cut his left hand"))


def test_a_text_begins_with_a_phrase_or_only_has_it() -> None:
    phrases = Phrases([".. them", "nor"], {})
    assert phrases.begin(plain("Nor do we")) and phrases.begin(plain("most of them do"))
    assert not phrases.begin(plain("we do not, nor do they"))
    assert not phrases.begin("")


def test_the_longest_phrase_is_taken_out_and_none_reaches_across_the_gap() -> None:
    never = Phrases(["kill time", "kill time !now .. fast?", "time flies"], {})
    assert never.taken_out(plain("kill time flies by")) == " . "
    assert never.taken_out(plain("to kill time now, or not")) == " to . now or not "
    assert not Phrases(["to or"], {}).found_in(never.taken_out(plain("to kill time or")))


@pytest.mark.parametrize("phrase", ["", "..", "cut?", "!cut", "$"])
def test_a_phrase_that_needs_no_word_is_not_found_in_nothing(phrase: str) -> None:
    phrases = Phrases([phrase], {})
    assert not phrases.found_in("")
    assert not phrases.found_in(" . ")


@given(st.text(max_size=60))
def test_any_phrase_written_by_hand_can_be_matched(written: str) -> None:
    phrases = Phrases([written_by_hand(written)], {})
    phrases.found_in(phrases.taken_out(plain(written)))


@given(st.text(max_size=300))
def test_a_plain_text_stays_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text)
