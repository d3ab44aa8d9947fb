"""Words and their stems, for every room."""

from __future__ import annotations

import re
from threading import Lock

import Stemmer

# Signs without a width, such as the soft hyphen: none of them ends a word.
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# A raised figure of a note stands behind a word; "R²" and "χ²" are none.
NOTE_MARK = re.compile(r"(?<=[^\W\d_]{3})[⁰¹²³⁴-⁹]+(?!\w)")
# An accent may stand beside its letter, as some systems write it.
_LETTERS = rf"[^\W_]+(?:[\u0300-\u036f{UNSEEN}]+[^\W_]*)*"
# A word is letters and digits, held together by apostrophes and hyphens; figures such as 6,000
# and .304 keep their points and commas, and letters their full stops, as in "U.K.".
WORD = re.compile(
    rf"\d+(?:[.,]\d+)+(?!\w)|(?:[^\W\d_]\.){{2,}}(?!\w)|{_LETTERS}(?:['’ʼ\-‐‑]+{_LETTERS})*"
)


def stemmers() -> frozenset[str]:
    """The English names of the languages that have a stemmer."""
    return frozenset(Stemmer.algorithms())


class WordStemmer:
    """Porter's second stemmer ("english" of Snowball), or that of another language.

    Snowball's own implementation in C: NLTK's in Python takes 15 times as long. It is not made
    for two threads at once, which would spoil its words.
    """

    def __init__(self, language: str = "english") -> None:
        self._stemmer = Stemmer.Stemmer(language)
        self._lock = Lock()

    def stem(self, word: str) -> str:
        """The stem of one word in lower case."""
        with self._lock:
            found: str = self._stemmer.stemWord(word)
        return found
