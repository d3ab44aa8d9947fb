"""Words and their stems: what a word of a text is, for every room."""

from __future__ import annotations

import re
from threading import Lock

import Stemmer

# An accent may stand beside its letter, as some systems write it.
_LETTERS = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*"
# A word is letters and digits, held together by apostrophes and hyphens; figures such as 6,000
# and .304 keep their points and commas.
WORD = re.compile(rf"\d+(?:[.,]\d+)+(?!\w)|{_LETTERS}(?:['’ʼ\-‐‑]+{_LETTERS})*")


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
