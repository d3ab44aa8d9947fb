"""Links between related posts, and the reasons for them in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.citations.parse import parse_citation
from corpus.post import Post
from search.index.facets import FacetTable
from search.index.likeness import Likeness
from search.index.tfidf import Vectors

Floats = NDArray[np.float32]

_IN = re.compile(r"\bIn\s")
PINNED = "Chosen by the editors."
_MOST = 4
_CANDIDATES = 40
# How much a suggestion that repeats another loses (maximal marginal relevance, Carbonell and
# Goldstein 1998).
_REPEAT = 0.3


@dataclass(frozen=True, slots=True)
class Link:
    """A related post by its position, with its cosine and the reason to read it."""

    to: int
    reason: str
    score: float


class Posts(Protocol):
    """The posts of a digest, by position."""

    def __getitem__(self, position: int, /) -> Post:
        """The post at a position."""


class Reasons:
    """Words what two posts have in common.

    ``labels`` names the terms that may be given as a reason, as a reader would write them; of
    those in one of ``groups`` (by term) one is enough.
    """

    def __init__(
        self,
        posts: Posts,
        vectors: Vectors,
        labels: Mapping[int, str],
        groups: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        self._posts = posts
        self._vectors = vectors
        self._labels = labels
        self._groups = groups

    def between(self, one: int, other: int) -> str:
        """A sentence that is true of both posts."""
        first, second = self._posts[one], self._posts[other]
        source = _source(first)
        said = ""
        if source is not None and source == _source(second):
            said = "Both are from the same chapter. "
        words = self._shared(one, other)
        if words:
            return f"{said}Both speak of {_listed(words)}."
        topics = [t for t in first.topics if t in second.topics]
        if topics:
            return f"{said}Both are about {topics[0]}."
        return said.strip() or "Both use much the same words."

    def _shared(self, one: int, other: int) -> list[str]:
        first, second = self._row(one), self._row(other)
        worth = {t: w * second[t] for t, w in first.items() if t in second}
        words: list[str] = []
        said: set[int] = set()
        for term in sorted(worth, key=lambda t: (-worth[t], t)):
            label, group = self._labels[term], self._groups.get(term, -1 - term)
            # "alliance" beside "therapeutic alliance" says nothing more, nor "IAPT" in full.
            if group not in said and not any(label in w or w in label for w in words):
                words.append(label)
                said.add(group)
            if len(words) == 3:
                break
        return words

    def _row(self, position: int) -> dict[int, float]:
        """The weights of the terms of a post that have a label."""
        terms, weights = self._vectors.row(position)
        pairs = zip(terms.tolist(), weights.tolist(), strict=True)
        return {term: weight for term, weight in pairs if term in self._labels}


class Relations:
    """Finds the links of a post when it is read.

    ``places`` has the position of each id. ``table`` tells the topics of each post. Posts that
    share no topic are apart from the closest, unless one of the two has no topics at all. A pinned
    post comes first, one that must never be suggested does not come; below the floor none does.
    """

    def __init__(
        self,
        posts: Posts,
        places: Mapping[str, int],
        table: FacetTable,
        likeness: Likeness,
        reasons: Reasons,
    ) -> None:
        self._posts = posts
        self._places = places
        self._topics = table.topics
        self._filed = np.asarray(table.topics.any(axis=0))
        self._likeness = likeness
        self._reasons = reasons

    def of(self, at: int) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
        """The closest posts to the one at a position, and the closest of other topics."""
        post, places = self._posts[at], self._places
        alike = self._likeness.row(at)
        pinned = [places[i] for i in post.pin if i in places and i != post.id]
        barred = [at, *pinned, *(places[i] for i in post.never if i in places)]
        open_to = np.where(alike >= self._likeness.floor, alike, 0)
        open_to[barred] = 0
        shared = self._topics[self._topics[:, at]].any(axis=0)
        elsewhere = self._filed & ~shared & self._filed[at]
        vectors = self._likeness.vectors
        chosen = tuple(Link(p, PINNED, float(alike[p])) for p in pinned)
        closest, across = (
            tuple(Link(n, self._reasons.between(at, n), float(alike[n])) for n in found)
            for found in (
                _diverse(np.where(elsewhere, 0, open_to), vectors, _MOST - len(chosen)),
                _diverse(np.where(elsewhere, open_to, 0), vectors, _MOST),
            )
        )
        return (*chosen, *closest), across


def _diverse(alike: Floats, vectors: Vectors, most: int) -> list[int]:
    """The best posts, each held back by how much it repeats those before it."""
    candidates = np.flatnonzero(alike > 0)
    if not len(candidates) or most <= 0:
        return []
    if len(candidates) > _CANDIDATES:
        # Equal ones at the edge must not depend on the partition.
        edge = -np.partition(-alike[candidates], _CANDIDATES - 1)[_CANDIDATES - 1]
        candidates = candidates[alike[candidates] >= edge]
    candidates = candidates[np.lexsort((candidates, -alike[candidates]))][:_CANDIDATES]
    among = vectors.among(candidates)
    worth = alike[candidates].astype(np.float64)
    repeated = np.zeros(len(candidates))
    chosen: list[int] = []
    for _ in range(min(most, len(candidates))):
        value = worth - _REPEAT * repeated
        value[chosen] = -np.inf
        chosen.append(int(np.argmax(value)))
        repeated = np.maximum(repeated, among[chosen[-1]])
    return [int(candidates[n]) for n in chosen]


def _source(post: Post) -> tuple[str, str] | None:
    """The chapter that a post summarises, or None for a journal's article."""
    # Looked for first, since few citations are of chapters and taking one apart is slow.
    if not post.citation or not _IN.search(post.citation):
        return None
    citation = parse_citation(post.citation)
    if citation.form != "chapter" or not citation.container or not citation.title:
        return None
    return citation.container.casefold(), citation.title.casefold()


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
