"""Whether an unknown word of a question seems to be a noun that the question is about.

There is no grammar here: a word is judged by its letters and its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from search.query.clinical_terms import is_abbreviation
from search.query.spelt import is_slip, is_spelt_right
from search.text.analyzer import Word
from search.text.language import Language
from search.text.word_parts import fold

# Endings that no noun for a subject has.
_NO_NOUN = re.compile(r"(ly|ed|est|ful|less|ous|ive|able|ible|ish)$")
# A word of at least this many letters may be a noun; of the second number, a name if it is near no
# known word.
_NOUN = 4
_NAME = 5
# A question of at most this many words has no sentence structure.
_KEYWORDS = 3


def is_noun(
    text: str, words: Sequence[Word], number: int, spare: Collection[int], language: Language
) -> bool:
    """Whether the word with a number seems to be a noun.

    ``spare`` are the positions of words that say little by themselves.
    """
    word = words[number]
    typed = text[word.start : word.end]
    if is_abbreviation(typed):
        # It may be an abbreviation that posts spell out.
        return False
    if not text.isupper() and number and typed[0].isupper():
        return True
    folded = fold(typed)
    if len(folded) >= _NAME and folded.isalpha() and not is_spelt_right(typed):
        return not is_slip(typed)
    if _NO_NOUN.search(folded) or len(folded) < _NOUN:
        return False
    return _follows_as_noun(text, words, number, language) and _ends_as_noun(
        text, words, number, spare, language
    )


def has_object(text: str, words: Sequence[Word], end: int, language: Language) -> bool:
    """Whether the words before are a verb: "texts me" does not name a treatment by texts."""
    return end < len(words) and _folded(text, words[end]) in language.pronouns


def _follows_as_noun(text: str, words: Sequence[Word], number: int, language: Language) -> bool:
    """Whether a noun may follow the word before."""
    if number == 0:
        return len(words) == 1 or not _folded(text, words[0]).endswith("ing")
    before = _folded(text, words[number - 1])
    return before in language.before_nouns or len(words) <= _KEYWORDS


def _ends_as_noun(
    text: str, words: Sequence[Word], number: int, spare: Collection[int], language: Language
) -> bool:
    """Whether a noun phrase ends with a word, and is not continued by the next."""
    if number + 1 == len(words):
        return True
    after = words[number + 1]
    if text[words[number].end : after.start].strip():
        return True
    folded = _folded(text, after)
    verb = folded in language.pronouns or folded in language.objects
    return number + 1 in spare and not verb


def _folded(text: str, word: Word) -> str:
    return fold(text[word.start : word.end])
