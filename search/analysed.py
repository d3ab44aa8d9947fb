"""Analysed posts are what every leg, passage and suggestion is computed from: words by sentence.

Analysing text is the slowest step of indexing without embeddings, so a new generation takes the
rows of unchanged posts over from the one before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.post import Post
from search import arrays
from search.analysis import Analyzer
from search.plain import plain
from search.ragged import begins, ragged
from search.sentences import sentences
from search.wordlist import NOTHING, Wordlist, join

if TYPE_CHECKING:
    from scipy.sparse import csr_array

PARTS = ("title", "summary", "implications", "topics", "citation")
TITLE, SUMMARY, IMPLICATIONS, TOPICS, CITATION = range(5)

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Analysed:
    """The words of all posts, by sentence.

    ``words`` lists the distinct words as written, and phrase terms, with the terms of each.
    ``tokens`` holds positions in it, one for each word that is not a stop word. ``rows`` has a row
    a sentence: post, part, start and end in the part's plain text, first token; ``rows[-1]`` is a
    sentinel.
    """

    words: Wordlist
    tokens: Ints
    rows: Ints

    @property
    def posts(self) -> int:
        """How many posts there are."""
        return int(self.rows[-1, 0])

    @property
    def surfaces(self) -> Sequence[str]:
        """The words as written, sorted."""
        return self.words.words

    @property
    def terms(self) -> Sequence[str]:
        """Every term that a post has, sorted: a term's position is its id."""
        return self.words.terms

    @cached_property
    def term_ids(self) -> dict[str, int]:
        """The id of each term."""
        return {t: i for i, t in enumerate(self.terms)}

    @cached_property
    def surface_terms(self) -> list[tuple[str, ...]]:
        """The terms of each surface."""
        terms = [self.terms[t] for t in self.words.meant.tolist()]
        return [tuple(terms[a:b]) for a, b in pairwise(self.words.starts.tolist())]

    @cached_property
    def _by_term(self) -> tuple[Ints, Ints]:
        """The surfaces ordered by term, and where those of each term begin."""
        meant = self.words.meant
        owner = np.repeat(np.arange(len(self.surfaces), dtype=np.int32), np.diff(self.words.starts))
        return (
            owner[np.argsort(meant, kind="stable")],
            begins(np.bincount(meant, minlength=len(self.terms))),
        )

    def written(self, term: str) -> Ints:
        """The positions of the surfaces that have a term."""
        surfaces, starts = self._by_term
        number = self.term_ids.get(term)
        return surfaces[:0] if number is None else surfaces[starts[number] : starts[number + 1]]

    def term_tokens(self) -> tuple[Ints, Ints]:
        """Every term occurrence: term ids, and the sentence row of each."""
        within, lengths = ragged(self.words.starts, self.tokens)
        ends = np.append(0, np.cumsum(lengths))[self.rows[:, 4]]
        sentences = np.arange(len(self.rows) - 1, dtype=np.int32)
        return self.words.meant[within], np.repeat(sentences, np.diff(ends))

    @cached_property
    def lengths(self) -> Ints:
        """How many terms each part of each post has: posts by parts."""
        sizes = np.diff(self.words.starts)[self.tokens]
        ends = np.append(0, np.cumsum(sizes))[self.rows[:, 4]]
        owner = self.rows[:-1, 0] * len(PARTS) + self.rows[:-1, 1]
        found = np.bincount(owner, np.diff(ends), self.posts * len(PARTS))
        return found.astype(np.int32).reshape(self.posts, len(PARTS))

    def sums(self, worth: Floats | None = None) -> csr_array:
        """Two sums over each term of each post: posts by terms, complex.

        The real part is what it is worth, ``worth`` having that of an occurrence in each part of
        each post, or all the same; the imaginary one is how often it occurs in what the post says
        itself: title, summary and implications. As pairs they take one pass, and sorting is what
        takes long.
        """
        # Imported here, since a reader has no need of it and it takes a while.
        from scipy.sparse import csr_array

        told = (np.arange(len(PARTS)) < TOPICS).astype(np.float32)
        real = np.ones(self.lengths.shape, np.float32) if worth is None else worth
        pairs = (real + 1j * told).astype(np.complex64).ravel()
        terms = self.words.meant[ragged(self.words.starts, self.tokens)[0]]
        # Occurrences lie in the order of posts and parts.
        matrix = csr_array(
            (np.repeat(pairs, self.lengths.ravel()), terms, begins(self.lengths.sum(axis=1))),
            shape=(self.posts, len(self.terms)),
        )
        matrix.sum_duplicates()
        return matrix

    def posts_having(self) -> NDArray[np.int64]:
        """How many posts have each term, in whatever part."""
        return np.bincount(self.sums().indices, minlength=len(self.terms))


def analyse(
    posts: Sequence[Post],
    analyzer: Analyzer,
    previous: tuple[Analysed, Mapping[str, int]] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Analysed:
    """Analyse ``posts``, taking over those that ``previous`` has.

    ``previous`` is an earlier outcome of the same analyzer and, by content hash, the position of
    each of its posts. The outcome is the same with it and without.
    """
    old, positions = previous or (_NOTHING, {})
    known: dict[str, int] = {}
    fresh: dict[int, _Piece] = {}
    # Where each post was; below zero, and no two in a row, for those that were not there.
    taken = np.arange(-2, -2 * len(posts) - 2, -2)
    for number, post in enumerate(posts):
        at = positions.get(post.content_hash)
        if at is None:
            fresh[number] = _analyse(number, post, analyzer, known)
        else:
            taken[number] = at
        progress(number + 1)
    pieces = _pieces(old, taken, fresh)
    kept = np.zeros(len(old.surfaces), np.bool_)
    for piece in pieces:
        if not piece.fresh:
            kept[piece.tokens] = True
    meanings = {s: _terms(analyzer, s) for s in known}
    words, of_old, of_fresh = join(old.words, kept, meanings)
    tokens = [(of_fresh if piece.fresh else of_old)[piece.tokens] for piece in pieces]
    first = begins([len(t) for t in tokens])
    rows = [piece.rows for piece in pieces]
    for block, start in zip(rows, first[:-1], strict=True):
        block[:, 4] += start
    return Analysed(
        words=words,
        tokens=np.concatenate([np.empty(0, np.int32), *tokens]),
        rows=np.concatenate([*rows, np.array([[len(posts), 0, 0, 0, first[-1]]], np.int32)]),
    )


_NOTHING = Analysed(NOTHING, np.empty(0, np.int32), np.zeros((1, 5), np.int32))


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


class _Piece(NamedTuple):
    """One fresh post or a run of earlier ones: its tokens, and its rows with their first at 0."""

    fresh: bool
    tokens: Ints
    rows: Ints


def _analyse(number: int, post: Post, analyzer: Analyzer, known: dict[str, int]) -> _Piece:
    tokens: list[int] = []
    rows: list[tuple[int, int, int, int, int]] = []
    for part, text in enumerate(texts(post)):
        whole = part in (TITLE, CITATION)
        for start, end in [(0, len(text))] if whole and text else sentences(text):
            rows.append((number, part, start, end, len(tokens)))
            written, phrases = analyzer.read(text[start:end])
            tokens += [known.setdefault(s, len(known)) for s in (*written, *phrases)]
    return _Piece(True, np.array(tokens, np.int32), np.array(rows, np.int32).reshape(-1, 5))


def _pieces(old: Analysed, taken: NDArray[np.int64], fresh: Mapping[int, _Piece]) -> list[_Piece]:
    """The posts in their order, those that lie side by side in ``old`` as one piece."""
    bounds = np.searchsorted(old.rows[:-1, 0], np.arange(old.posts + 1))
    runs = [0, *(np.flatnonzero(np.diff(taken) != 1) + 1).tolist()] if len(taken) else []
    pieces: list[_Piece] = []
    for first, last in pairwise([*runs, len(taken)]):
        if first in fresh:
            pieces.append(fresh[first])
            continue
        start, end = bounds[taken[first]], bounds[taken[last - 1] + 1]
        begin, stop = old.rows[start, 4], old.rows[end, 4]
        rows = old.rows[start:end].copy()
        rows[:, 0] += first - int(taken[first])
        rows[:, 4] -= begin
        pieces.append(_Piece(False, old.tokens[begin:stop], rows))
    return pieces


def _terms(analyzer: Analyzer, surface: str) -> tuple[str, ...]:
    if "_" in surface:
        return (surface,)
    (word,) = analyzer.words(surface)
    return word.terms


def save(analysed: Analysed, folder: Path) -> None:
    """Write the outcome into ``folder``."""
    arrays.write_lines(folder / "words.txt", analysed.words.words)
    arrays.write_lines(folder / "terms.txt", analysed.words.terms)
    arrays.write(folder / "word-terms.npy", analysed.words.meant)
    arrays.write(folder / "word-starts.npy", analysed.words.starts)
    arrays.write(folder / "tokens.npy", analysed.tokens)
    arrays.write(folder / "sentences.npy", analysed.rows)


def load(folder: Path) -> Analysed:
    """Read what ``save`` wrote; the arrays are mapped from disk, not read."""
    words, terms = (arrays.read_lines(folder / f"{name}.txt") for name in ("words", "terms"))
    meant, starts, tokens, rows = (
        arrays.mapped(folder / f"{name}.npy")
        for name in ("word-terms", "word-starts", "tokens", "sentences")
    )
    return Analysed(Wordlist(words, terms, meant, starts), tokens, rows)
