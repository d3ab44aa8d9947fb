"""Spelling offers the digest's own words, the nearest and most common first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index.tokens.wordlist import NOTHING, join
from search.query.spelling import Spelling

WORDS = {
    "burnout": 5,
    "alliance": 9,
    "alliances": 2,
    "trial": 7,
    "trail": 1,
    "bean": 4,
    "beans": 6,
    "drop": 3,
    "out": 8,
    "therapist": 9,
    "cbt": 9,
    "covid19": 2,
    "attrition": 2,
    "nutrition": 9,
}
SPELLING = Spelling(WORDS, right=lambda word: word in ("burnt", "trails", "crying"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("burnuot", "burnout"),
        ("aliance", "alliance"),
        ("therpist", "therapist"),
        ("trial", "trial"),
        ("triall", "trial"),
        ("beann", "beans"),
        ("beens", "beans"),
        ("attritoin", "attrition"),
        ("therapistalliance", "therapist alliance"),
        ("droptrial", "drop trial"),
    ],
)
def test_a_slip_is_mended(typed: str, expected: str) -> None:
    assert SPELLING.nearest(typed) == expected


@pytest.mark.parametrize(
    "typed", ["", "cbd", "covid20", "xylophone", "burnt", "12345", "zzzzzz", "brunuot"]
)
def test_what_is_far_from_every_word_is_left_alone(typed: str) -> None:
    assert SPELLING.nearest(typed) is None


def test_a_word_with_another_first_letter_needs_to_be_nearer() -> None:
    assert Spelling({"fatigue": 3}).nearest("vatigue") == "fatigue"
    assert Spelling({"fatigue": 3}).nearest("vatigeu") is None
    assert Spelling({"fatigue": 3}).nearest("atigue") == "fatigue"
    assert Spelling({"fatigue": 3}).nearest("ofatigue") == "fatigue"
    assert Spelling({"fatigue": 3}).nearest("aftigue") == "fatigue"


def test_only_the_unknown_words_are_changed_wherever_they_stand() -> None:
    text = "Burnuot, burnuot and aliance: burnuots"
    assert SPELLING.corrected((text, "aliance:"), ["Burnuot", "burnuot", "aliance"]) == (
        ("burnout, burnout and alliance: burnuots", "alliance:"),
        True,
        True,
    )


@pytest.mark.parametrize(
    ("typed", "sure", "clear"),
    [("burnuot", True, True), ("slgus", True, False), ("the Burnuot", False, False)],
)
def test_a_slip_in_a_short_word_or_a_name_is_not_clear(typed: str, sure: bool, clear: bool) -> None:
    spelling = Spelling({"burnout": 3, "slugs": 2})
    found = spelling.corrected([typed], [typed.split()[-1]])
    assert found is not None and (found.sure, found.clear) == (sure, clear)


def test_without_a_better_word_there_is_no_correction() -> None:
    assert SPELLING.corrected(["xylophone of c++ (\\1)"], ["xylophone", "c++"]) is None
    assert SPELLING.corrected(["beans"], []) is None
    assert SPELLING.corrected(["burnuot", "beans"], ["burnuot"]) is None


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("hoarding", "holding"),
        ("crying", "trying"),
        ("zoom", "room"),
        ("assisted", "assigned"),
        ("stalking", "starting"),
        ("traitement", "treatment"),
        ("hypnose", "hypnosis"),
        ("ketamine", "dopamine"),
        ("psychedelic", "psychedelics"),
        ("counselling", "counseling"),
    ],
)
def test_a_word_that_is_spelt_right_is_never_touched(typed: str, known: str) -> None:
    spelling = Spelling({known: 9})
    assert spelling.nearest(typed) is None
    assert spelling.corrected([f"what helps {typed}?"], [typed]) is None


def test_a_slip_is_mended_with_a_clinical_term_that_leads_to_posts() -> None:
    leads = Spelling({"tragic": 1}, leads=lambda word: word == "traumatic")
    assert leads.nearest("tramatic") == "traumatic"
    # The term is nearer than the word of the digest, and yet leads nowhere.
    assert Spelling({"traumas": 1}).nearest("insomina") is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("alience", "alliance"),
        ("bulemea", "bulimia"),
        ("panec", None),
        ("brunuot", None),
    ],
)
def test_a_clinical_term_is_known_by_its_sound(typed: str, expected: str | None) -> None:
    known = {"alliance": 3, "bulimia": 1, "panoccic": 2, "burnout": 5}
    assert Spelling(known).nearest(typed) == expected


def test_other_words_need_to_be_nearer_than_by_their_sound() -> None:
    assert Spelling({"laminin": 3}).nearest("limonin") is None


@pytest.mark.parametrize(
    ("text", "word", "sure"),
    [
        ("therapy with aliance", "aliance", True),
        ("Aliance in therapy", "Aliance", True),
        ("read Aliance on therapy", "Aliance", False),
        ("a bad trapist", "trapist", True),
        ("herapist effects", "herapist", False),
    ],
)
def test_what_may_mean_something_else_is_not_sure(text: str, word: str, sure: bool) -> None:
    found = Spelling({**WORDS, "trappist": 1}).corrected([text], [word])
    assert found is not None
    assert found.sure is sure


def test_a_digest_without_words_corrects_nothing() -> None:
    assert Spelling({}).nearest("burnout") is None


@given(st.text(), st.lists(st.text(min_size=1), max_size=4))
def test_any_text_can_be_corrected(text: str, unknown: list[str]) -> None:
    made = SPELLING.corrected([text], unknown)
    assert made is None or made.texts != (text,)


def test_it_is_made_of_a_generations_words_and_counts() -> None:
    words, *_ = join(
        NOTHING,
        np.zeros(0, np.bool_),
        {"Café": ("cafe",), "drop-out": ("drop", "out", "dropout"), "leaf_mold": ("leaf_mold",)},
    )
    having = np.zeros(len(words.terms), np.int64)
    having[words.term_ids["cafe"]] = 3
    having[words.term_ids["dropout"]] = 2
    spelling = Spelling.of(words, having, lambda word: False)
    assert spelling.nearest("cafes") == "cafe"
    assert spelling.corrected(["leaf_mild"], ["leaf_mild"]) is None
    assert spelling._frequencies == {"cafe": 3, "drop-out": 2}
