"""Suggestions for what was typed, and questions to begin with."""

from __future__ import annotations

import unicodedata
from itertools import islice

from search.engine.seam import Snapshot
from search.results import Suggestion
from webapp.view.catalog import kept, snapshot

# Characters of what was typed that count: longer than any title that could go on from it.
MOST_TYPED = 200
# How many questions a reader is offered to begin with, and how many posts they are sought among
# where the digest names none.
EXAMPLES = 6
_NEWEST = 60


def suggestions(now: Snapshot, typed: str) -> tuple[Suggestion, ...]:
    """What completes the typed text: topics, posts and the digest's own questions.

    Where nothing is typed, the examples.
    """
    # One character may fold to eighteen.
    typed = unicodedata.normalize("NFKC", typed[:MOST_TYPED])[:MOST_TYPED]
    if not typed.strip():
        return tuple(Suggestion("question", text, text) for text in examples())
    return now.suggest(typed)


def examples() -> tuple[str, ...]:
    """Example questions: the digest's own, else titles of its newest posts."""
    return kept("examples", lambda: _examples(snapshot()))


def _examples(now: Snapshot) -> tuple[str, ...]:
    if named := now.digest.questions.examples:
        return named[:EXAMPLES]
    titles = [post.title for post in islice(now.archive(), _NEWEST)]
    asking = [title for title in titles if title.endswith("?")]
    return tuple(dict.fromkeys(asking + titles))[:EXAMPLES]
