"""Reasons in words for the rank of a hit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from corpus.message import N_, Counted, Listed, Message
from search.index.algebra.cosines import Cosines
from search.ranking.answered import Found
from search.ranking.closely import looked_at
from search.results import Passage

# The best posts that a post is compared with, and how many words of a part are named.
_BEST = 5
_WORDS = 3
# A post is like another when their cosine is so many standard deviations above that other's mean.
_ALIKE = 1.5
# What compares posts with each other, the surest first.
_COMPARING = ("meaning feedback", "placed feedback", "latent feedback")
_ORDINALS = (
    Message("by meaning the closest"),
    Message("by meaning the second closest"),
    Message("by meaning the third closest"),
    Message("by meaning the fourth closest"),
    Message("by meaning the fifth closest"),
)
# The parts of a post that are shown, with what is said of the words found in each.
_SAYS = {
    "title": N_("its title says %(words)s"),
    "implications": N_("its practice implications say %(words)s"),
    "summary": N_("its summary says %(words)s"),
}


class Why:
    """Reasons for the ranks of the posts found for one question."""

    def __init__(self, found: Found) -> None:
        self._nearness = _places(found)
        self._closely = looked_at(found.ranking)
        self._best: list[int] = found.ranking.best(_BEST, found.posts).tolist()
        self._alike = _alike(found, self._best)

    def of(
        self,
        position: int,
        title: Passage,
        implication: Passage | None,
        passage: Passage | None,
    ) -> tuple[str, ...]:
        """The reasons for the post at a position; the words in its shown passages come first."""
        return (
            *_said((("title", title), ("implications", implication), ("summary", passage))),
            *self._near(position),
            *self._like(position),
        )

    def _near(self, position: int) -> Iterator[str]:
        place = self._nearness.get(position)
        if place is not None and place <= len(_ORDINALS):
            yield _ORDINALS[place - 1]
        elif place is not None:
            of = len(self._nearness)
            yield Message("by meaning in place %(place)s of %(of)s", place=place, of=of)
        closely = self._closely.get(position)
        if closely == 1:
            yield Message("word for word the closest in sense")
        elif closely is not None and closely <= _BEST:
            of = len(self._closely)
            yield Message(
                "word for word in place %(place)s of the %(of)s best", place=closely, of=of
            )

    def _like(self, position: int) -> Iterator[str]:
        others = [n for n, post in enumerate(self._best) if post != position]
        if self._alike is None or not others:
            return
        count = int(self._alike[position, others].sum())
        if count:
            among = len(others)
            if among < len(self._best):
                yield Counted(
                    "%(num)s of the %(among)s other best posts is like it",
                    "%(num)s of the %(among)s other best posts are like it",
                    count,
                    among=among,
                )
            else:
                yield Counted(
                    "%(num)s of the %(among)s best posts is like it",
                    "%(num)s of the %(among)s best posts are like it",
                    count,
                    among=among,
                )


def _said(parts: tuple[tuple[str, Passage | None], ...]) -> Iterator[str]:
    """The question's words by the part of the post that has them, each in one part only."""
    known: set[str] = set()
    for name, passage in parts:
        marked = [passage.text[a:b].lower() for a, b in passage.marks] if passage else []
        words = [word for word in dict.fromkeys(marked) if word not in known]
        known.update(words)
        if words:
            quoted = [Message("“%(words)s”", words=word) for word in words[:_WORDS]]
            yield Message(_SAYS[name], words=Listed(quoted))


def _places(found: Found) -> dict[int, int]:
    """The rank of each post found, from 1, by meaning alone."""
    nearness = found.ranking.nearness
    if nearness is None:
        return {}
    order = found.posts[np.argsort(-nearness[found.posts], kind="stable")]
    return {post: place for place, post in enumerate(order.tolist(), 1)}


def _alike(found: Found, best: list[int]) -> NDArray[np.bool_] | None:
    """Which posts are similar to each of the best posts; None without vectors to compare."""
    parts = [found.ranking.legs[name] for name in _COMPARING if name in found.ranking.legs]
    scores = parts[0].scores if parts else None
    if not isinstance(scores, Cosines) or not best:
        return None
    vectors = scores.posts
    cosines = vectors @ vectors[np.array(best, np.intp)].T
    alike: NDArray[np.bool_] = cosines > cosines.mean(axis=0) + _ALIKE * cosines.std(axis=0)
    return alike
