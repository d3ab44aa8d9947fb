"""Readability of a text: words, runs of words, syllables, reading ease."""

from __future__ import annotations

import re

from corpus.text.sentences import sentences
from corpus.text.words import WORD

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(
    r"(?:(?<![aeiouyl])e|(?<=[aeiouy]l)e|(?<![aeiouysxzcg])es|(?<![aeiouytd])ed)$"
)
_TWO_SOUNDS = re.compile(
    r"(?<![cgstx])i(?=[aou])|(?<!t)i(?=e(?:n[tc]|t))|eo(?!p)|[aeo](?=ing)|ua(?=[lt])"
)
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "−": "-", "–": "-", "\xa0": " "})


def plain(text: str) -> str:
    """The text in lower case with plain quotes, dashes and spaces."""
    return text.translate(_STRAIGHT).lower()


def words(text: str) -> list[str]:
    """The words of a text in lower case: "client's", "drop-out", "6,000" are one each."""
    return WORD.findall(plain(text))


def word_count(text: str) -> int:
    """The number of parts between white space that have a letter or digit."""
    return sum(any(letter.isalnum() for letter in part) for part in text.split())


def runs(text: str, length: int = 8) -> set[str]:
    """Every run of ``length`` words in the text, each joined by single spaces."""
    sequence = words(text)
    return {
        " ".join(sequence[start : start + length]) for start in range(len(sequence) - length + 1)
    }


def syllables(word: str) -> int:
    """The approximate number of syllables of an English word, from its vowels; at least one.

    Over a post's text the mean lies within 0.05 of the CMU Pronouncing Dictionary's: measured over
    the demo digest, that is at most four points of reading ease. The libraries that hold that
    dictionary fetch it at run time, or are not permissively licensed.
    """
    lower = word.lower().replace("'", "")
    count = len(_VOWELS.findall(lower)) + len(_TWO_SOUNDS.findall(lower))
    return max(1, count - bool(_SILENT_E.search(lower)))


def _sentence_count(text: str) -> int:
    """The number of sentences with a word in a text without headings."""
    line = " ".join(text.split())
    return sum(bool(words(line[start:end])) for start, end in sentences(line))


def reading_ease(text: str) -> float:
    """Flesch's reading ease (1948): from 0, very hard, to 100, very easy.

    206.835 - 1.015 * (words per sentence) - 84.6 * (syllables per word). Raises ``ValueError``
    for a text without words.
    """
    lettered = re.findall(r"[a-z]+(?:'[a-z]+)*", plain(text))
    if not lettered:
        raise ValueError("a text without words has no reading ease")
    per_sentence = len(lettered) / max(1, _sentence_count(text))
    per_word = sum(map(syllables, lettered)) / len(lettered)
    return 206.835 - 1.015 * per_sentence - 84.6 * per_word
