"""The posts of a whole generation as documents of the cluster."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.post import Post
from search import weights
from search.engine.distributed.mapping import BESIDE, NO_WORD, SCALE, near, whole
from search.engine.distributed.payload import Embedded, Payload, packed
from search.engine.distributed.summary import embeddings
from search.index.archive import Archive
from search.index.bm25f import Bm25f
from search.index.exact.named import fields
from search.index.facets import FacetTable
from search.index.field import field_terms, shares
from search.index.lsa import Lsa
from search.index.meaning import Meaning
from search.index.part import Opened
from search.index.store import Store, bare
from search.index.tfidf import PostVectors
from search.index.tokens.analysed import CITATION, Analysed
from search.index.tokens.postings import postings

Json = dict[str, Any]
# So many posts are taken apart at a time.
_AT_ONCE = 500


def documents(parts: Opened) -> Iterator[tuple[str, Json]]:
    """Every post of a generation: the name of its document, and the document.

    See ``mapping`` for the fields.
    """
    making = _Documents(parts)
    for first in range(0, making.posts, _AT_ONCE):
        chosen = np.arange(first, min(first + _AT_ONCE, making.posts))
        texts = making.texts(chosen)
        for at in chosen.tolist():
            yield str(at), making.of(at, texts[at - first])


class _Documents:
    """Makes documents of the parts of a generation."""

    def __init__(self, parts: Opened) -> None:
        self._parts = parts
        self._store, self._table = parts[Store], parts[FacetTable]
        self._words, self._vectors = parts[Analysed], parts[PostVectors]
        self._space, self._meaning = parts.get(Lsa), parts.get(Meaning)
        self._embedded = embeddings(parts)
        self._terms = self._words.terms
        self.posts = len(self._store)
        bm25f = parts[Bm25f]
        # Each term's share of the highest weight that it could have.
        self._highest = bm25f.rarity * np.float32(weights.K1 + 1)
        self._weights = _by_post(bm25f)
        digest = parts.digest
        self._share = shares(self._terms, field_terms(digest, parts.analyzer))
        archive = Archive(digest, self._store, self._table)
        self._rank, self._dated = _ranks(archive.newest), _ranks(archive.dated)

    def texts(self, chosen: NDArray[np.intp]) -> list[str]:
        """The terms of some posts at their places, but those of the citation."""
        placed: list[dict[str, list[int]]] = [{} for _ in chosen]
        for term, number, places in postings(self._words, self._parts.analyzer, chosen):
            placed[number][term] = places
        return [_written(one) for one in placed]

    def of(self, at: int, text: str) -> Json:
        """One post."""
        post, (summary, implications) = self._store.with_texts(at)
        first, end = self._weights.starts[at : at + 2]
        terms, values = self._weights.terms[first:end], self._weights.values[first:end]
        payload = self._payload(at, terms, values)
        named = fields(post, self._parts.analyzer)
        month = int(self._table.months[at])
        document: Json = {
            "id": post.id,
            "aliases": [bare(alias) for alias in post.aliases],
            "at": at,
            "rank": int(self._rank[at]),
            "topics": payload.topics.tolist(),
            "kind": payload.kind,
            "month": month,
            "year": int(self._table.years[at]),
            "dated": int(self._dated[at]),
            "by_chance": payload.by_chance,
            "words": self._summed(terms, values / self._highest[terms]),
            "near": self._summed(payload.own, self._focused(payload)),
            "text": text,
            **{name: _written(named[name]) for name in ("cited", "heading", "authors")},
            "named": list(named["named"]),
            "said": self._said(at),
            "payload": base64.b64encode(packed(payload)).decode(),
            "shown": self._shown(at, post, summary, implications),
        }
        if self._space is not None:
            document["latent"] = payload.latent.tolist()
        for name, one in zip(self._embedded, payload.embedded, strict=True):
            document[near(name)] = (one.rounded * (one.step * one.length)).tolist()
            document[whole(name)] = one.post.tolist()
        return document

    def _payload(self, at: int, terms: NDArray[np.int32], values: NDArray[np.float32]) -> Payload:
        first, end = self._vectors.starts[at : at + 2]
        nowhere = np.empty(0, np.float32)
        return Payload(
            month=int(self._table.months[at]),
            studied=int(self._table.studied[at]),
            kind=int(self._table.kinds[at]),
            by_chance=bool(self._table.by_chance[at]),
            topics=np.flatnonzero(self._table.topics[:, at]).astype(np.int32),
            terms=terms,
            weights=values,
            own=self._vectors.terms[first:end],
            vector=self._vectors.weights[first:end],
            latent=self._space.posts[at] if self._space is not None else nowhere,
            embedded=tuple(
                Embedded(one.posts[at], one.lengths[at], one.rounded[at], one.steps[at])
                for one in self._embedded.values()
            ),
        )

    def _focused(self, post: Payload) -> NDArray[np.float32]:
        """The vector by which posts are compared, in which the field's terms count more."""
        vector = post.vector if self._share is None else post.vector * self._share[post.own]
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)

    def _summed(self, terms: NDArray[np.int32], values: NDArray[np.float32]) -> str:
        times = np.rint(values.astype(np.float64) * SCALE).astype(np.int64).tolist()
        named = [self._terms[t] for t in terms.tolist()]
        return " ".join(f"{t}{BESIDE}{n}" for t, n in zip(named, times, strict=True) if n > 0)

    def _said(self, at: int) -> list[str]:
        """The words of each sentence, by their terms, but those of the citation."""
        words = self._words.of(at)
        begin = words.rows[0][3]
        found = []
        for row, following in pairwise(words.rows):
            if row[0] < CITATION and row[3] < following[3]:
                tokens = words.tokens[row[3] - begin : following[3] - begin].tolist()
                found.append(" ".join(map(self._term_of, tokens)))
        return found

    def _term_of(self, token: int) -> str:
        return BESIDE.join(self._words.surface_terms[token])

    def _shown(self, at: int, post: Post, summary: str, implications: str) -> Json:
        """What is read of a post to show it; see ``answers.hits.Shown``."""
        words = self._words.of(at)
        shown: Json = {
            "post": self._store.line(at).decode(),
            "rows": words.rows,
            "tokens": " ".join(self._words.surfaces[t] for t in words.tokens.tolist()),
        }
        if self._meaning is not None:
            read = self._meaning.reading(at)
            shown["sentences"] = base64.b64encode(read.sentences.tobytes()).decode()
            shown["places"] = read.places.tolist()
        return shown


class _Rows:
    """Terms with values of posts, one post after another."""

    def __init__(
        self, starts: Sequence[int], terms: NDArray[np.int32], values: NDArray[np.float32]
    ) -> None:
        self.starts = starts
        self.terms = terms
        self.values = values


def _ranks(order: NDArray[np.integer]) -> NDArray[np.int64]:
    """Where each post stands in an order of all."""
    found = np.empty(len(order), np.int64)
    found[order] = np.arange(len(order))
    return found


def _by_post(bm25f: Bm25f) -> _Rows:
    """The weights of terms, which lie by term, by post."""
    terms = np.repeat(np.arange(len(bm25f.rarity), dtype=np.int32), bm25f.having)
    order = np.argsort(bm25f.posts, kind="stable")
    starts = np.searchsorted(bm25f.posts[order], np.arange(bm25f.size + 1))
    return _Rows(starts.tolist(), terms[order], bm25f.weights[order])


def _written(placed: Mapping[str, Sequence[int]]) -> str:
    """Terms at places as a text of which each word is a place."""
    at: dict[int, list[str]] = defaultdict(list)
    for term, places in placed.items():
        for place in places:
            at[place].append(term)
    last = max(at, default=-1)
    return " ".join(BESIDE.join(at[n]) if n in at else NO_WORD for n in range(last + 1))
