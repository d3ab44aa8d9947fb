"""Every word of every post by its number, sentence by sentence.

Analysing text is the slowest step of indexing without embeddings, so a new generation reuses the
rows of unchanged posts from the one before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.post import Post, Translation
from corpus.text.sentences import sentences
from search.index.algebra.turned import blocks, counted
from search.index.files import arrays
from search.index.files.earlier import Places, runs
from search.index.files.scratch import Growing
from search.index.part import Build, Opened
from search.index.tokens.wordlist import NOTHING, Wordlist, join
from search.text.analyzer import Analyzer
from search.text.plain import plain
from search.text.translated import marked, surface_words, translation_analyzer

OWN_PARTS = ("title", "summary", "implications", "topics", "citation")
# After a post's own parts come the texts of its translations, whose words are prefixed.
PARTS = (*OWN_PARTS, "translated title", "translation")
TITLE, SUMMARY, IMPLICATIONS, TOPICS, CITATION, TRANSLATED_TITLE, TRANSLATION = range(7)

# So many tokens, and so many earlier posts, are looked at at a time.
_AT_ONCE, _POSTS_AT_ONCE = 2**22, 20_000

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


class PostWords(NamedTuple):
    """The words of one post by sentence, for choosing its passages.

    ``tokens`` holds positions in the generation's word list. ``rows`` has a row a sentence: part,
    start and end in the part's plain text, and the number of its first token, counted so that
    ``rows[0]`` has that of ``tokens[0]``; ``rows[-1]`` is a sentinel.
    """

    rows: list[list[int]]
    tokens: Ints


@dataclass(frozen=True)
class Analysed:
    """The words of all posts, by sentence.

    ``words`` lists the distinct words as written, and phrase terms, with the terms of each.
    ``tokens`` holds positions in it, one for each word that is not a stop word. ``rows`` has a row
    a sentence: post, part, start and end in the part's plain text, first token; ``rows[-1]`` is a
    sentinel.
    """

    name: ClassVar[str] = "words"
    step: ClassVar[str] = ""

    words: Wordlist
    tokens: Ints
    rows: Ints

    @classmethod
    def fit(cls, build: Build) -> Analysed:
        """Analyse a digest's posts; progress is reported by post."""
        posts, earlier = build.digest.posts, build.earlier
        return analyse(
            posts,
            build.analyzer,
            (earlier.parts[Analysed], earlier.places) if earlier else None,
            lambda done: build.say("Reading posts", done, len(posts)),
        )

    def save(self, folder: Path) -> None:
        """Write the words into ``folder``."""
        arrays.write_lines(folder / "words.txt", self.words.words)
        arrays.write_lines(folder / "words-terms.txt", self.words.terms)
        arrays.write(folder / "words-meant.npy", self.words.meant)
        arrays.write(folder / "words-starts.npy", self.words.starts)
        arrays.write(folder / "words-tokens.npy", self.tokens)
        arrays.write(folder / "words-sentences.npy", self.rows)

    @classmethod
    def load(cls, opened: Opened) -> Analysed:
        """Map what ``save`` wrote."""
        words, terms = (
            arrays.read_lines(opened.folder / f"{name}.txt") for name in ("words", "words-terms")
        )
        meant, starts, tokens, rows = (
            arrays.mapped(opened.folder / f"words-{name}.npy")
            for name in ("meant", "starts", "tokens", "sentences")
        )
        return cls(Wordlist(words, terms, meant, starts), tokens, rows)

    @property
    def count(self) -> int:
        """How many posts there are."""
        return self.posts

    @property
    def posts(self) -> int:
        """How many posts there are."""
        return int(self.rows[-1, 0])

    def having(self, part: int) -> int:
        """How many posts have a part, by its place in ``PARTS``."""
        posts = self.rows[:-1, 0][self.rows[:-1, 1] == part]
        return int(np.count_nonzero(np.diff(posts, prepend=-1)))

    @cached_property
    def for_practice(self) -> bool:
        """Whether most posts have practice implications."""
        return 2 * self.having(IMPLICATIONS) > self.posts

    @property
    def surfaces(self) -> Sequence[str]:
        """The words as written, sorted."""
        return self.words.words

    @property
    def terms(self) -> Sequence[str]:
        """Every term of the posts, sorted; a term's position is its id."""
        return self.words.terms

    @property
    def term_ids(self) -> dict[str, int]:
        """The id of each term."""
        return self.words.term_ids

    @cached_property
    def surface_terms(self) -> list[tuple[str, ...]]:
        """The terms of each word as written."""
        terms = [self.terms[t] for t in self.words.meant.tolist()]
        return [tuple(terms[a:b]) for a, b in pairwise(self.words.starts.tolist())]

    def of(self, position: int) -> PostWords:
        """The words of one post."""
        first, last = self.bounds[position : position + 2].tolist()
        rows = self.rows[first : last + 1, 1:].tolist()
        return PostWords(rows, self.tokens[rows[0][3] : rows[-1][3]])

    @cached_property
    def bounds(self) -> NDArray[np.intp]:
        """The first row of each post, and the end of the last one's rows."""
        found = np.zeros(self.posts + 1, np.intp)
        np.cumsum(counted(self.rows[:-1, 0], self.posts), out=found[1:])
        return found

    @cached_property
    def lengths(self) -> Ints:
        """How many terms each part of each post has: posts by parts."""
        found = np.zeros(self.posts * len(PARTS), np.int32)
        sizes = np.diff(self.words.starts)
        for first, end in blocks(self.rows[:, 4].copy()):
            rows = self.rows[first : end + 1]
            start = rows[0, 0] * len(PARTS)
            owner = rows[:-1, 0] * len(PARTS) + rows[:-1, 1] - start
            ends = np.append(0, np.cumsum(sizes[self.tokens[rows[0, 4] : rows[-1, 4]]]))
            terms = np.diff(ends[rows[:, 4] - rows[0, 4]])
            some = np.bincount(owner, terms)
            found[start : start + len(some)] += some.astype(np.int32)
        return found.reshape(self.posts, len(PARTS))


def analyse(
    posts: Sequence[Post],
    analyzer: Analyzer,
    previous: tuple[Analysed, Places] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Analysed:
    """Analyse ``posts``, reusing those that ``previous`` has.

    ``previous`` is an earlier outcome of the same analyzer and where each post was in it. The
    outcome is the same with it and without.
    """
    old, before = previous or (_NOTHING, np.full(len(posts), -1))
    known: dict[str, int] = {}
    tokens, rows = Growing(np.int32), Growing(np.int32)
    # Where each run of tokens of new posts, or of earlier ones, ends.
    ends: list[tuple[bool, int]] = []
    kept = np.zeros(len(old.surfaces), np.bool_)
    for first, end, at in _short(runs(before)):
        if at < 0:
            piece = _analyse(first, posts[first], analyzer, known)
        else:
            piece = _taken(old, old.bounds[at], old.bounds[at + end - first], first - at)
            kept[piece.tokens] = True
        piece.rows[:, 4] += len(tokens)
        rows.add(piece.rows)
        tokens.add(piece.tokens)
        if ends and ends[-1][0] == piece.fresh:
            ends.pop()
        ends.append((piece.fresh, len(tokens)))
        progress(end)
    meanings = {s: _terms(analyzer, s) for s in known}
    words, of_old, of_fresh = join(old.words, kept, meanings)
    rows.add(np.array([len(posts), 0, 0, 0, len(tokens)], np.int32))
    found, start = tokens.array(), 0
    for fresh, stop in ends:
        for first in range(start, stop, _AT_ONCE):
            some = slice(first, min(first + _AT_ONCE, stop))
            found[some] = (of_fresh if fresh else of_old)[found[some]]
        start = stop
    return Analysed(words=words, tokens=found, rows=rows.array().reshape(-1, 5))


def _short(runs: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Runs of posts, cut into some that are not too long to be held in memory."""
    for first, end, at in runs:
        for start in range(first, end, _POSTS_AT_ONCE):
            yield start, min(start + _POSTS_AT_ONCE, end), at if at < 0 else at + start - first


_NOTHING = Analysed(NOTHING, np.empty(0, np.int32), np.zeros((1, 5), np.int32))


def texts(post: Post) -> tuple[str, ...]:
    """The plain text of each of a post's own parts, in the order of ``OWN_PARTS``.

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


def _translation_text(told: Translation) -> str:
    """The plain text of a translation's summary and practice implications."""
    return f"{plain(told.summary)}\n{plain(told.implications)}"


class _Piece(NamedTuple):
    """A newly analysed post, or a run of earlier ones: tokens, and rows counted from 0."""

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
    for part in (TRANSLATED_TITLE, TRANSLATION):
        for told in post.translations:
            text = told.title if part == TRANSLATED_TITLE else _translation_text(told)
            rows.append((number, part, 0, len(text), len(tokens)))
            words, _ = translation_analyzer(told.language).read(text)
            named = (marked(told.language, word) for word in words)
            tokens += [known.setdefault(word, len(known)) for word in named]
    return _Piece(True, np.array(tokens, np.int32), np.array(rows, np.int32).reshape(-1, 5))


def _taken(old: Analysed, start: int, end: int, further: int) -> _Piece:
    """Earlier posts by the rows of their sentences, with positions shifted."""
    begin, stop = old.rows[start, 4], old.rows[end, 4]
    rows = old.rows[start:end].copy()
    rows[:, 0] += further
    rows[:, 4] -= begin
    return _Piece(False, old.tokens[begin:stop], rows)


def _terms(analyzer: Analyzer, surface: str) -> tuple[str, ...]:
    if "_" in surface:
        return (surface,)
    (word,) = surface_words(surface, analyzer)
    return word.terms
