"""The terms in a row by which a phrase is looked for, in posts and in translations of them."""

from __future__ import annotations

from collections.abc import Iterable

from search.text.analyzer import Analyzer, Word
from search.text.translated import marked_words


def runs(text: str, analyzer: Analyzer, language: str = "") -> list[list[str]]:
    """The ways in which a phrase may stand in a post: any of these runs of terms is it.

    With a ``language`` it may stand in a translation into that as well. There is none for a phrase
    of stop words alone, in the posts' language or in that one: it has nothing to be found by.
    """
    own = _ways(analyzer.words(text))
    if not own or not language:
        return own
    translated = _ways(marked_words(text, language))
    return [*own, *translated] if translated else []


def _ways(words: Iterable[Word]) -> list[list[str]]:
    found = [word for word in words if word.terms]
    # Compounds taken apart, and run together; one of stop words alone ("N-of-1") only so.
    apart = [term for word in found for term in word.apart or word.terms]
    joined = [term for w in found for term in ((w.joined,) if w.joined else w.apart)]
    if not found:
        return []
    return [apart] if joined == apart else [apart, joined]
