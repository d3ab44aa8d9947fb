"""An unknown word of a question is a noun, or a verb, a modifier or a typing error."""

from __future__ import annotations

import pytest

from search.query.nouns import has_object, is_noun
from search.text.analyzer import Analyzer

ANALYZER = Analyzer()


def noun(text: str, word: str) -> bool:
    words = list(ANALYZER.words(text))
    spare = {n for n, found in enumerate(words) if not found.terms}
    number = [text[w.start : w.end] for w in words].index(word)
    return is_noun(text, words, number, spare, ANALYZER.language)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("does therapy help with beekeeping?", "beekeeping"),
        ("what is the capital of France", "France"),
        ("what is the capital of France", "capital"),
        ("cheap flights", "flights"),
        ("tapirs in the garden of an uncle", "tapirs"),
        ("treating zqxvkjwosis in adults we see", "zqxvkjwosis"),
        ("a walk by the river, or not", "river"),
    ],
)
def test_nouns_are_recognised(text: str, word: str) -> None:
    assert noun(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        # A verb with its object after it.
        ("my client clings and texts me between sessions", "texts"),
        ("can I borrow an umbrella from a client", "borrow"),
        # A modifier.
        ("working with stubborn clients of mine", "stubborn"),
        ("an awkward silence of the client", "awkward"),
        # A typing error.
        ("treatment of depresion in adults", "depresion"),
        # Perhaps an abbreviation that posts spell out.
        ("who benefits from the XYZ", "XYZ"),
        # Not an ending of nouns, and too short.
        ("people who are quickly tired of it", "quickly"),
        ("is it up to the yo", "yo"),
        ("coping with the loss of a dog", "coping"),
    ],
)
def test_verbs_modifiers_and_typing_errors_are_no_nouns(text: str, word: str) -> None:
    assert not noun(text, word)


def test_capitals_are_ignored_if_all_letters_are() -> None:
    assert not noun("CAN I BORROW AN UMBRELLA", "BORROW")


def test_a_word_before_a_pronoun_has_an_object() -> None:
    text = "she texts me"
    words = list(ANALYZER.words(text))
    assert has_object(text, words, 2, ANALYZER.language)
    assert not has_object(text, words, 1, ANALYZER.language)
    assert not has_object(text, words, 3, ANALYZER.language)
