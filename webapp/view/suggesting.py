"""Suggestions for what was typed, and questions to begin with."""

from __future__ import annotations

import unicodedata
from itertools import islice
from typing import NamedTuple

from corpus.post import Post
from search.engine.seam import Snapshot
from search.query.suggestions import questions_in
from search.results import Suggestion
from webapp.language.choice import language
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
        return tuple(Suggestion("question", one.text, one.text, one.tag) for one in examples())
    return now.suggest(typed, language=language())


class Example(NamedTuple):
    """A question, or a title, and the tag of its language; empty for that of the digest."""

    text: str
    tag: str = ""


def examples() -> tuple[Example, ...]:
    """Questions to begin with in the page's language, or as they are in the digest's own.

    Where it has none they are titles of its newest posts.
    """
    return kept(f"examples {language()}", lambda: _examples(snapshot(), language()))


def _examples(now: Snapshot, language: str) -> tuple[Example, ...]:
    found = [Example(*asked) for asked in questions_in(language, now.digest)]
    if not found:
        titles = [Example(*_title(post, language)) for post in islice(now.archive(), _NEWEST)]
        asking = [title for title in titles if title.text.rstrip().endswith("?")]
        found = asking + titles
    return tuple(dict.fromkeys(found))[:EXAMPLES]


def _title(post: Post, language: str) -> tuple[str, str]:
    told = post.translation(language)
    return (told.title, language) if told else (post.title, "")
