"""Whether words are spelt right: words of English, French and the clinical terms.

A word may be right and in no post. Then it names something that the digest does not cover:
"hoarding" is no misspelling of "holding". The word lists are pyspellchecker's.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.query.clinical_terms import clinical_terms
from search.text.word_parts import fold

LANGUAGES = ("en", "fr")
# The most slips in a word that was meant as another.
SLIPS = 2
# Shorter words can't be told from others; from the second length on, two slips are possible.
_SHORTEST = 4
_LONG = 8
# After this many bytes from its place in the list, a word has ended.
_LONGEST = 60
_REMEMBERED = 10_000
# Words of the list that are at least this frequent are "couch" and "hassle", not "beekeeping".
_EVERYDAY = 1_000
# The most digits of a frequency in the list.
_DIGITS = 12


def is_spelt_right(word: str) -> bool:
    """Whether a word is English, French or a clinical term, in any letter case."""
    small = word.casefold()
    return any(
        fold(form) in clinical_terms().spelt or any(is_of(form, code) for code in LANGUAGES)
        for form in (small, *_singular(small))
    )


def _singular(word: str) -> Iterator[str]:
    """The words whose plural or genitive a word may be."""
    for ending, other in (("'s", ""), ("ies", "y"), ("s", "")):
        if word.endswith(ending):
            yield word.removesuffix(ending) + other


@lru_cache(_REMEMBERED)
def is_of(word: str, language: str) -> bool:
    """Whether a lower-case word is in the list of a language, with its accents."""
    return _behind(word, language) is not None


def is_everyday(word: str) -> bool:
    """Whether an English word is so common that it occurs in any question."""
    small = fold(word)
    return any(_times(form) >= _EVERYDAY for form in (small, *_singular(small)))


def _times(word: str) -> int:
    """The frequency of a word in the English list."""
    at = _behind(word, "en")
    if at is None:
        return 0
    told = _listed("en")[at : at + _DIGITS]
    return int(told.split(b"\n")[0].strip(b" ,}"))


def _behind(word: str, language: str) -> int | None:
    """The part of a language's list that follows a word; ``None`` if it lacks the word."""
    if not word:
        return None
    first, last = _lines(language, word[0])
    line = f"\n{json.dumps(word, ensure_ascii=False)}:".encode()
    at = _listed(language).find(line, first, last)
    return at + len(line) if at >= 0 else None


def meant_term(word: str) -> str | None:
    """The word of a clinical term that a misspelt word is one or two slips away from."""
    small = fold(word)
    slips = 1 if len(small) < _LONG else SLIPS
    terms = [t for t in terms_begun(small[:1]) if abs(len(t) - len(small)) <= slips]
    found = process.extractOne(small, terms, scorer=OSA.distance, score_cutoff=slips)
    return found[0] if found else None


def is_slip(word: str) -> bool:
    """Whether a misspelt word is one or two slips away from an English word."""
    small = fold(word)
    if not small:
        return False
    return any(
        process.extractOne(small, _begun(small[0], length), scorer=OSA.distance, score_cutoff=SLIPS)
        for length in range(len(small) - SLIPS, len(small) + SLIPS + 1)
    )


@cache
def terms_begun(letter: str) -> list[str]:
    """The words of clinical terms that begin with a folded letter, except short ones."""
    return [t for t in clinical_terms().spelt if t[:1] == letter and len(t) >= _SHORTEST]


@cache
def _begun(letter: str, length: int) -> list[str]:
    """The English words of a length that begin with a letter and have only plain letters."""
    first, last = _lines("en", letter)
    words = re.findall(r'"([a-z]+)"', _listed("en")[first:last].decode("utf-8", "ignore"))
    return [word for word in words if len(word) == length]


@cache
def _lines(language: str, letter: str) -> tuple[int, int]:
    """Where the words that begin with each letter are in the list of a language.

    It has a word a line, in the order of the alphabet.
    """
    begun = f"\n{json.dumps(letter, ensure_ascii=False)[:-1]}".encode()
    whole = _listed(language)
    first = whole.find(begun)
    return (first, whole.rfind(begun) + _LONGEST) if first >= 0 else (0, 0)


@cache
def _listed(language: str) -> bytes:
    """The list of a language: a JSON object by word, as the package has it.

    To look for a word in its bytes takes a millisecond. The package's own checker reads all of it
    into memory first, which takes a hundred.
    """
    file = resources.files("spellchecker") / "resources" / f"{language}.json.gz"
    return gzip.decompress(file.read_bytes())
