"""Word counts, runs of words and reading ease."""

from __future__ import annotations

import pytest

from corpus.text.readability import reading_ease, runs, word_count


def test_words_are_separated_by_white_space_and_have_a_letter_or_digit() -> None:
    assert word_count("Two — words, 3 + 4.") == 4


def test_runs_of_words_are_listed() -> None:
    assert runs("Put the slowest in front.", 4) == {"put the slowest in", "the slowest in front"}


def test_short_words_and_sentences_read_more_easily() -> None:
    easy = reading_ease("The dog ran. The cat sat.")
    hard = reading_ease("Institutional considerations complicate multidisciplinary collaboration.")
    assert easy > 90
    assert hard < 0


def test_a_text_without_words_has_no_reading_ease() -> None:
    with pytest.raises(ValueError, match="without words"):
        reading_ease("1 + 2 = 3")
