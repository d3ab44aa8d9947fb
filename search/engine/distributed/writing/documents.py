"""Posts of a generation as documents for the cluster.

A document depends only on its post, as long as the mean lengths of all posts stay similar. So an
unchanged post need not be sent again when others change.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest
from corpus.post import Post
from search import weights
from search.engine.distributed.held import told
from search.engine.distributed.mapping import BESIDE, LATENT, NEAR, NO_WORD, SCALE, near, whole
from search.engine.distributed.payload import Embedded, Payload, packed
from search.engine.distributed.writing.summing import embeddings
from search.index.algebra.fitting import dampened
from search.index.algebra.turned import turned
from search.index.answering import Answering
from search.index.bm25f import Bm25f
from search.index.exact.named import fields
from search.index.facets import FacetTable
from search.index.field import field_terms, shares
from search.index.lsa import Lsa
from search.index.meaning import Meaning
from search.index.part import Opened
from search.index.store import Store, bare
from search.index.tokens.analysed import CITATION, TOPICS, Analysed
from search.index.tokens.postings import postings
from search.index.tokens.ragged import ragged
from search.text.analyzer import Analyzer

Json = dict[str, Any]
Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
# So many posts are taken apart at a time.
_AT_ONCE = 2_000
# A term that is said oftener counts as said so often.
_OFTEN = 2**16 - 1
# A longer title is listed without its end.
_LONGEST = 5_000


def counts_of(terms: Sequence[str], idf: Floats, digest: Digest, analyzer: Analyzer) -> Floats:
    """What each term counts in a vector: its inverse document frequency by its share."""
    share = shares(terms, field_terms(digest, analyzer))
    return idf if share is None else idf * share


class Documents:
    """Makes documents of the posts of a generation from its parts.

    ``numbers`` are those of its terms, which outlive it.
    """

    def __init__(self, parts: Opened, numbers: NDArray[np.int32]) -> None:
        self._parts = parts
        self._numbers = numbers
        self._store, self._table = parts[Store], parts[FacetTable]
        self._words = parts[Analysed]
        self._space, self._meaning = parts.get(Lsa), parts.get(Meaning)
        self._embedded = embeddings(parts)
        self._answering = parts.get(Answering)
        self._terms = self._words.terms
        # Each term's highest weight that it could have.
        self._highest = parts[Bm25f].rarity * np.float32(weights.K1 + 1)

    def of(
        self, chosen: NDArray[np.intp], places: NDArray[np.int64], counts: Floats
    ) -> Iterator[tuple[str, Json]]:
        """The id and the document of each of some posts.

        ``chosen`` are positions, ascending; ``places`` are what all posts have in their stead, and
        outlive the generation. ``counts`` is what each term counts in a vector of TF-IDF; see
        ``counts_of``. See ``mapping`` for the fields.
        """
        starts, terms, values = _by_post(self._parts[Bm25f], chosen)
        for first in range(0, len(chosen), _AT_ONCE):
            some = chosen[first : first + _AT_ONCE]
            for at, text in zip(some.tolist(), self._texts(some), strict=True):
                own = slice(int(starts[at]), int(starts[at + 1]))
                place = int(places[at])
                yield str(place), self._document(at, place, text, terms[own], values[own], counts)

    def payloads(self, chosen: NDArray[np.intp]) -> Iterator[Payload]:
        """What ranking needs of some posts, as their documents have it."""
        starts, terms, values = _by_post(self._parts[Bm25f], chosen)
        for at in chosen.tolist():
            own = slice(int(starts[at]), int(starts[at + 1]))
            portions = values[own] / self._highest[terms[own]]
            yield self._payload(at, terms[own], portions, self._times(at, terms[own]))

    def _texts(self, chosen: NDArray[np.intp]) -> list[str]:
        """The terms of some posts with their positions, without those of the citation."""
        placed: list[dict[str, list[int]]] = [{} for _ in chosen]
        for term, number, places in postings(self._words, self._parts.analyzer, chosen):
            placed[number][term] = places
        return [_written(one) for one in placed]

    def _document(
        self, at: int, place: int, text: str, terms: Ints, values: Floats, counts: Floats
    ) -> Json:
        """The document of one post with the weights of its terms."""
        post, (summary, implications) = self._store.with_texts(at)
        portions, times = values / self._highest[terms], self._times(at, terms)
        payload = self._payload(at, terms, portions, times)
        named = fields(post, self._parts.analyzer)
        month = int(self._table.months[at])
        document: Json = {
            "id": post.id,
            "title": post.title[:_LONGEST],
            "translated": [f"{t.language} {t.title}"[:_LONGEST] for t in post.translations],
            "aliases": [bare(alias) for alias in post.aliases],
            "at": place,
            "topics": payload.topics.tolist(),
            "kind": payload.kind,
            "month": month,
            "year": int(self._table.years[at]),
            "studied": int(self._table.studied_by[at]),
            "by_chance": payload.by_chance,
            "words": self._summed(terms, portions * SCALE),
            "near": self._summed(*_said_of(terms, times, counts)),
            "text": text,
            **{name: _written(named[name]) for name in ("cited", "heading", "authors")},
            "named": list(named["named"]),
            "said": self._said(at),
            "payload": base64.b64encode(packed(payload)).decode(),
            "held": base64.b64encode(told(payload)).decode(),
            "shown": self._shown(at, post, summary, implications),
        }
        if self._space is not None:
            document[LATENT] = payload.latent.tolist()
        for name, one in zip(self._embedded, payload.embedded, strict=True):
            document[near(name)] = (one.rounded * (one.step * one.length)).tolist()
            document[whole(name)] = one.post.tolist()
        if self._answering is not None:
            document["pieces"] = base64.b64encode(self._answering.pieces.at(at).tobytes()).decode()
        return document

    def _payload(self, at: int, terms: Ints, portions: Floats, times: Floats) -> Payload:
        nowhere = np.empty(0, np.float32)
        return Payload(
            month=int(self._table.months[at]),
            studied=int(self._table.studied[at]),
            kind=int(self._table.kinds[at]),
            by_chance=bool(self._table.by_chance[at]),
            topics=np.flatnonzero(self._table.topics[:, at]).astype(np.int32),
            terms=self._numbers[terms],
            shares=portions,
            times=times.astype(np.uint16),
            latent=self._space.posts[at] if self._space is not None else nowhere,
            embedded=tuple(
                Embedded(
                    one.posts[at],
                    one.lengths[at],
                    one.rounded[at],
                    one.steps[at],
                    one.crowding.values[at],
                )
                for one in self._embedded.values()
            ),
        )

    def _times(self, at: int, terms: Ints) -> Floats:
        """The frequency of each of a post's terms, without topics and citation."""
        words = self._words.of(at)
        first = words.rows[0][3]
        end = next((row[3] for row in words.rows[:-1] if row[0] >= TOPICS), words.rows[-1][3])
        listed = self._words.words
        said = listed.meant[ragged(listed.starts, words.tokens[: end - first])[0]]
        found = np.bincount(np.searchsorted(terms, said), minlength=len(terms))
        return np.minimum(found, _OFTEN).astype(np.float32)

    def _summed(self, terms: Ints, values: Floats) -> str:
        times = np.rint(values.astype(np.float64)).astype(np.int64).tolist()
        named = [self._terms[t] for t in terms.tolist()]
        return " ".join(f"{t}{BESIDE}{n}" for t, n in zip(named, times, strict=True) if n > 0)

    def _said(self, at: int) -> list[str]:
        """The words of each sentence by their terms, without those of the citation."""
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
        """The data needed to show a post; see ``answers.hits.Shown``."""
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


def _said_of(terms: Ints, times: Floats, counts: Floats) -> tuple[Ints, Floats]:
    """The terms in a post's own text with their share of the post's TF-IDF vector."""
    own = np.flatnonzero(times)
    said = dampened(times[own])
    length = float(np.linalg.norm(said * counts[terms[own]]))
    return terms[own], said * np.float32(NEAR / max(length, 1e-9))


def _by_post(bm25f: Bm25f, chosen: NDArray[np.intp]) -> tuple[NDArray[np.int64], Ints, Floats]:
    """Where the terms of each post begin, the terms, and their weights; only some posts have any.

    What they are made from is sorted by term.
    """
    starts, posts, weights = bm25f.starts, bm25f.posts, bm25f.weights
    if len(chosen) < bm25f.size:
        wanted = np.zeros(bm25f.size, np.bool_)
        wanted[chosen] = True
        here = np.flatnonzero(wanted[posts])
        starts, posts, weights = np.searchsorted(here, starts), posts[here], weights[here]
    return turned(starts, posts, weights, bm25f.size)


def _written(placed: Mapping[str, Sequence[int]]) -> str:
    """Terms with positions as a text in which each word is one position."""
    at: dict[int, list[str]] = defaultdict(list)
    for term, places in placed.items():
        for place in places:
            at[place].append(term)
    last = max(at, default=-1)
    return " ".join(BESIDE.join(at[n]) if n in at else NO_WORD for n in range(last + 1))
