"""The passages of a translation for a hit: its title and the best of its two parts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from corpus.post import Post, Translation
from search.answers.sentences.passages import Passages, Told
from search.index.tokens.analysed import Analysed, analyse
from search.text.plain import plain
from search.text.translated import translation_analyzer

# So many translations that were hits are remembered with their words.
_REMEMBERED = 256


def translated_passages(told: Translation, worth: Mapping[str, float]) -> Told:
    """A translation's title, the best of its summary and of its practice implications.

    ``worth`` says what each of a question's terms is worth; see ``Passages.shown``.
    """
    words, summary, implications = _read(told)
    passages = Passages(words.words, translation_analyzer(told.language), worth)
    return passages.shown(words.of(0), told.title, summary, implications)


@lru_cache(_REMEMBERED)
def _read(told: Translation) -> tuple[Analysed, str, str]:
    """The words of a translation, and the plain texts of its parts."""
    post = Post("", told.title, told.summary, told.implications)
    words = analyse([post], translation_analyzer(told.language))
    return words, plain(told.summary), plain(told.implications)
