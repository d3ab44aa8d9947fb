"""Related posts lead a reader on: the closest, and those of other topics, each with a reason."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from corpus.citation import parse_citation
from corpus.post import Post
from search import weights

Floats = NDArray[np.float32]

_IN = re.compile(r"\bIn\s")
PINNED = "Chosen by the editors."
_MOST = 4
_CANDIDATES = 40
_BLOCK = 256
# How much a suggestion that repeats another loses (maximal marginal relevance, Carbonell and
# Goldstein 1998).
_REPEAT = 0.3


@dataclass(frozen=True, slots=True)
class Link:
    """A related post by its position, with its cosine and the reason to read it."""

    to: int
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Links:
    """The links of one post."""

    closest: tuple[Link, ...] = ()
    across: tuple[Link, ...] = ()
    newer: tuple[Link, ...] = ()


class Reasons:
    """Words what two posts have in common.

    ``labels`` names the terms that may be given as a reason, as a reader would write them; of
    those in one of ``groups`` (by term) one is enough.
    """

    def __init__(
        self,
        posts: Sequence[Post],
        vectors: csr_array,
        labels: Mapping[int, str],
        groups: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        self._posts = posts
        self._labels = labels
        self._groups = groups
        labelled = np.zeros(vectors.shape[1], np.float32)
        labelled[list(labels)] = 1
        self._vectors = csr_array(vectors.multiply(labelled))
        self._vectors.eliminate_zeros()
        self._sources = [_source(p) for p in posts]
        self._row = lru_cache(_BLOCK)(self._read_row)

    def between(self, one: int, other: int) -> str:
        """A sentence that is true of both posts."""
        source = self._sources[one]
        said = ""
        if source is not None and source == self._sources[other]:
            said = "Both are from the same chapter. "
        words = self._shared(one, other)
        if words:
            return f"{said}Both speak of {_listed(words)}."
        topics = [t for t in self._posts[one].topics if t in self._posts[other].topics]
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

    def _read_row(self, position: int) -> dict[int, float]:
        start, end = self._vectors.indptr[position : position + 2]
        terms, weights = self._vectors.indices[start:end], self._vectors.data[start:end]
        return dict(zip(terms.tolist(), weights.tolist(), strict=True))


class Likeness:
    """How alike posts are: the cosine of their words and, where embedded, that of their meaning.

    ``vectors`` are TF-IDF rows of unit length, ``whole`` are the embeddings of whole posts or
    None.
    """

    def __init__(self, vectors: csr_array, whole: Floats | None) -> None:
        self.vectors = vectors
        self._columns = vectors.T.tocsr()
        self._whole = whole
        self.floor = weights.ALIKE if whole is None else weights.ALIKE_WITH_MEANING

    def rows(self, start: int, stop: int) -> Floats:
        """The likeness of the posts from ``start`` to ``stop`` with every post."""
        alike: Floats = (self.vectors[start:stop] @ self._columns).toarray()
        if self._whole is not None:
            alike += np.float32(weights.ALIKE_MEANING) * (self._whole[start:stop] @ self._whole.T)
        return alike


def relate(
    posts: Sequence[Post],
    likeness: Likeness,
    topics: NDArray[np.bool_],
    reasons: Reasons,
) -> list[Links]:
    """The links of every post.

    ``topics`` is topics by posts. Posts that share no topic are apart from the closest, unless one
    of the two has no topics at all. A pinned post comes first, one that must never be suggested
    does not come; below the floor none does.
    """
    positions = {post.id: n for n, post in enumerate(posts)}
    links: list[Links] = []
    for start in range(0, len(posts), _BLOCK):
        for row, alike in enumerate(likeness.rows(start, start + _BLOCK)):
            links.append(_links(start + row, posts, alike, topics, reasons, likeness, positions))
    return links


def _links(
    at: int,
    posts: Sequence[Post],
    cosines: NDArray[np.float32],
    topics: NDArray[np.bool_],
    reasons: Reasons,
    likeness: Likeness,
    positions: Mapping[str, int],
) -> Links:
    post = posts[at]
    pinned = [positions[i] for i in post.pin if i in positions and i != post.id]
    barred = [at, *pinned, *(positions[i] for i in post.never if i in positions)]
    open_to = np.where(cosines >= likeness.floor, cosines, 0)
    open_to[barred] = 0
    filed = np.asarray(topics.any(axis=0))
    elsewhere = filed & ~topics[topics[:, at]].any(axis=0) & filed[at]
    chosen = [Link(p, PINNED, float(cosines[p])) for p in pinned]
    lists = (
        _diverse(np.where(elsewhere, 0, open_to), likeness.vectors, _MOST - len(chosen)),
        _diverse(np.where(elsewhere, open_to, 0), likeness.vectors, _MOST),
    )
    closest, across = (
        tuple(Link(n, reasons.between(at, n), float(cosines[n])) for n in one) for one in lists
    )
    return Links((*chosen, *closest), across)


def _diverse(cosines: NDArray[np.float32], vectors: csr_array, most: int) -> list[int]:
    """The best posts, each held back by how much it repeats those before it."""
    size = min(_CANDIDATES, len(cosines))
    candidates = np.argpartition(-cosines, size - 1)[:size]
    candidates = candidates[cosines[candidates] > 0]
    candidates = candidates[np.lexsort((candidates, -cosines[candidates]))]
    if not len(candidates) or most <= 0:
        return []
    rows = vectors[candidates]
    worth = cosines[candidates].astype(np.float64)
    repeated = np.zeros(len(candidates))
    chosen: list[int] = []
    for _ in range(min(most, len(candidates))):
        value = worth - _REPEAT * repeated
        value[chosen] = -np.inf
        best = int(np.argmax(value))
        chosen.append(best)
        start, end = rows.indptr[best : best + 2]
        spread = np.zeros(rows.shape[1], np.float32)
        spread[rows.indices[start:end]] = rows.data[start:end]
        repeated = np.maximum(repeated, rows @ spread)
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


def save(links: Sequence[Links], folder: Path) -> None:
    """Write the links into ``folder``."""
    lines = (json.dumps(_as_dict(one), ensure_ascii=False) + "\n" for one in links)
    with (folder / "related.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(lines)


def _as_dict(links: Links) -> dict[str, list[dict[str, int | str | float]]]:
    """What ``dataclasses.asdict`` makes of it, in a tenth of the time."""
    lists = {"closest": links.closest, "across": links.across, "newer": links.newer}
    return {
        name: [{"to": k.to, "reason": k.reason, "score": k.score} for k in found]
        for name, found in lists.items()
    }


def load(folder: Path) -> list[Links]:
    """Read what ``save`` wrote."""
    with (folder / "related.jsonl").open(encoding="utf-8") as file:
        return [_read(json.loads(line)) for line in file]


def _read(data: Mapping[str, Sequence[Mapping[str, object]]]) -> Links:
    def links(name: str) -> tuple[Link, ...]:
        return tuple(
            Link(int(str(d["to"])), str(d["reason"]), float(str(d["score"]))) for d in data[name]
        )

    return Links(links("closest"), links("across"), links("newer"))
