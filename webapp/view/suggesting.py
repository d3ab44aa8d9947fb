"""Suggestions for what was typed, or for its last word."""

from __future__ import annotations

import unicodedata

from search.engine.seam import Snapshot
from search.results import Suggestion

# Characters of what was typed that count: longer than any title that could go on from it.
MOST_TYPED = 200
# Fewer letters of a last word say too little of what it will be.
_LETTERS = 3


def suggestions(snapshot: Snapshot, typed: str) -> tuple[Suggestion, ...]:
    """What may go on from the typed text: topics, posts and terms, never others' questions."""
    # One character may stand for eighteen.
    typed = unicodedata.normalize("NFKC", typed[:MOST_TYPED])[:MOST_TYPED]
    found = snapshot.suggest(typed)
    head, space, last = typed.rpartition(" ")
    if found or not space or len(last) < _LETTERS:
        return found
    terms = (s.text for s in snapshot.suggest(last) if s.kind == "term")
    whole = (f"{head.strip()} {term}" for term in terms)
    return tuple(Suggestion("term", text, text) for text in whole)
