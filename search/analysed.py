"""Analysed posts are what every leg, passage and suggestion is computed from: words by sentence.

Analysing text is the slowest step of indexing without embeddings, so a new generation takes the
rows of unchanged posts over from the one before it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from corpus.post import Post
from search import arrays
from search.analysis import Analyzer
from search.plain import plain
from search.sentences import sentences

PARTS = ("title", "summary", "implications", "topics", "citation")
TITLE, SUMMARY, IMPLICATIONS, TOPICS, CITATION = range(5)

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Analysed:
    """The words of all posts, by sentence.

    ``surfaces`` are the distinct words as written, and phrase terms, sorted. ``tokens`` holds
    positions in it, one for each word that is not a stop word. ``rows`` has a row a sentence:
    post, part, start and end in the part's plain text, first token; ``rows[-1]`` is a sentinel.
    ``surface_terms`` are the terms of each surface.
    """

    posts: int
    surfaces: list[str]
    surface_terms: list[tuple[str, ...]]
    tokens: Ints
    rows: Ints

    @cached_property
    def terms(self) -> list[str]:
        """Every term that a post has, sorted: a term's position is its id."""
        return sorted({t for terms in self.surface_terms for t in terms})

    @cached_property
    def term_ids(self) -> dict[str, int]:
        """The id of each term."""
        return {t: i for i, t in enumerate(self.terms)}

    @cached_property
    def _table(self) -> tuple[Ints, Ints]:
        """The term ids of each surface: ids laid end to end, and where each surface's begin."""
        ids = self.term_ids
        flat = [ids[t] for terms in self.surface_terms for t in terms]
        lengths = [len(terms) for terms in self.surface_terms]
        return (
            np.array(flat, np.int32),
            np.concatenate(([0], np.cumsum(lengths, dtype=np.int32))).astype(np.int32),
        )

    def term_tokens(self) -> tuple[Ints, Ints]:
        """Every term occurrence: term ids, and the sentence row of each."""
        flat, starts = self._table
        lengths = starts[1:] - starts[:-1]
        per_token = lengths[self.tokens]
        sentence = np.repeat(
            np.arange(len(self.rows) - 1, dtype=np.int32), np.diff(self.rows[:, 4])
        )
        first = np.repeat(starts[:-1][self.tokens], per_token)
        within = np.arange(per_token.sum(), dtype=np.int64) - np.repeat(
            np.cumsum(per_token) - per_token, per_token
        )
        return flat[first + within], np.repeat(sentence, per_token)

    def counts(self, part: int) -> csr_array:
        """How often each post has each term in one part: posts by terms, float32."""
        terms, sentence = self.term_tokens()
        chosen = self.rows[sentence, 1] == part
        return self._matrix(self.rows[sentence[chosen], 0], terms[chosen])

    def posts_having(self) -> NDArray[np.int64]:
        """How many posts have each term, in whatever part."""
        terms, sentence = self.term_tokens()
        pairs = np.unique(self.rows[sentence, 0].astype(np.int64) * len(self.terms) + terms)
        return np.bincount(pairs % max(len(self.terms), 1), minlength=len(self.terms))

    def _matrix(self, rows: Ints, terms: Ints) -> csr_array:
        ones = np.ones(len(terms), np.float32)
        return csr_array((ones, (rows, terms)), shape=(self.posts, len(self.terms)))


def analyse(
    posts: Sequence[Post],
    analyzer: Analyzer,
    previous: tuple[Analysed, dict[str, int]] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Analysed:
    """Analyse ``posts``, taking over those that ``previous`` has.

    ``previous`` is an earlier outcome of the same analyzer and, by content hash, the position of
    each of its posts. The outcome is the same with it and without.
    """
    known: dict[str, int] = {}
    pieces: list[NDArray[np.int32]] = []
    rows: list[NDArray[np.int32]] = []
    old = _Old(*previous) if previous else None
    count = 0
    for number, post in enumerate(posts):
        taken = old.take(post) if old else None
        tokens, spans = taken or _analyse(post, analyzer, known)
        if taken is not None and old is not None:
            # Words of the earlier outcome get numbers of this one as they are met.
            tokens = old.renumber(tokens, known)
        block = np.empty((len(spans), 5), np.int32)
        block[:, 0] = number
        block[:, 1:4] = spans[:, :3]
        block[:, 4] = spans[:, 3] + count
        rows.append(block)
        pieces.append(tokens)
        count += len(tokens)
        progress(number + 1)
    known_terms = old.terms if old else {}
    surfaces = sorted(known)
    rank = np.empty(len(surfaces), np.int32)
    for position, surface in enumerate(surfaces):
        rank[known[surface]] = position
    flat = np.concatenate(pieces) if pieces else np.empty(0, np.int32)
    sentinel = np.array([[len(posts), 0, 0, 0, count]], np.int32)
    return Analysed(
        posts=len(posts),
        surfaces=surfaces,
        surface_terms=[known_terms.get(s) or _terms(analyzer, s) for s in surfaces],
        tokens=rank[flat] if len(flat) else flat,
        rows=np.concatenate([*rows, sentinel]).astype(np.int32),
    )


def texts(post: Post) -> tuple[str, ...]:
    """The plain text of each of a post's parts, in the order of ``PARTS``.

    A title that only repeats how the summary begins, as one has whose document came without, is
    no part of its own: its words would count twice.
    """
    summary = plain(post.summary)
    title = post.title.rstrip(" .…")
    return (
        "" if title and summary.startswith(title) else post.title,
        summary,
        plain(post.implications),
        "\n".join((*post.topics, post.research or "")).strip(),
        post.citation or "",
    )


def _analyse(post: Post, analyzer: Analyzer, known: dict[str, int]) -> tuple[Ints, Ints]:
    tokens: list[int] = []
    spans: list[tuple[int, int, int, int]] = []
    for part, text in enumerate(texts(post)):
        whole = part in (TITLE, CITATION)
        for start, end in [(0, len(text))] if whole and text else sentences(text):
            spans.append((part, start, end, len(tokens)))
            words = list(analyzer.words(text[start:end]))
            surfaces = [text[start + w.start : start + w.end] for w in words if w.terms]
            surfaces += [p.term for p in analyzer.phrases(words)]
            tokens += [known.setdefault(s, len(known)) for s in surfaces]
    return np.array(tokens, np.int32), np.array(spans, np.int32).reshape(-1, 4)


def _terms(analyzer: Analyzer, surface: str) -> tuple[str, ...]:
    if "_" in surface:
        return (surface,)
    (word,) = analyzer.words(surface)
    return word.terms


class _Old:
    """The posts of an earlier outcome, to be taken over one by one."""

    def __init__(self, analysed: Analysed, positions: dict[str, int]) -> None:
        self._analysed = analysed
        self._positions = positions
        self.terms = dict(zip(analysed.surfaces, analysed.surface_terms, strict=True))
        self._numbers = np.full(len(analysed.surfaces), -1, np.int32)
        heads = analysed.rows[:-1, 0]
        self._bounds = np.searchsorted(heads, np.arange(analysed.posts + 1))

    def take(self, post: Post) -> tuple[Ints, Ints] | None:
        at = self._positions.get(post.content_hash)
        if at is None:
            return None
        rows = self._analysed.rows[self._bounds[at] : self._bounds[at + 1] + 1]
        first, last = rows[0, 4], rows[-1, 4]
        spans = rows[:-1, 1:].copy()
        spans[:, 3] -= first
        return self._analysed.tokens[first:last], spans

    def renumber(self, tokens: Ints, known: dict[str, int]) -> Ints:
        numbers = self._numbers[tokens]
        for token in np.unique(tokens[numbers < 0]):
            surface = self._analysed.surfaces[token]
            self._numbers[token] = known.setdefault(surface, len(known))
        return self._numbers[tokens]


def save(analysed: Analysed, folder: Path) -> None:
    """Write the outcome into ``folder``."""
    data = {"posts": analysed.posts, "surfaces": analysed.surfaces, "terms": analysed.surface_terms}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    (folder / "surfaces.json").write_text(text, "utf-8")
    arrays.write(folder / "tokens.npy", analysed.tokens)
    arrays.write(folder / "sentences.npy", analysed.rows)


def load(folder: Path) -> Analysed:
    """Read what ``save`` wrote; the arrays are mapped from disk, not read."""
    data = json.loads((folder / "surfaces.json").read_text("utf-8"))
    return Analysed(
        posts=data["posts"],
        surfaces=data["surfaces"],
        surface_terms=[tuple(t) for t in data["terms"]],
        tokens=arrays.mapped(folder / "tokens.npy"),
        rows=arrays.mapped(folder / "sentences.npy"),
    )
