"""The positions of each term in each post, sorted for a full text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from search.index.tokens.analysed import CITATION, Analysed
from search.index.tokens.ragged import begins, ragged
from search.text.analyzer import Analyzer, Word
from search.text.translated import surface_words

_AT_ONCE = 100_000


def postings(
    words: Analysed, analyzer: Analyzer, chosen: NDArray[np.intp]
) -> Iterator[tuple[str, int, list[int]]]:
    """Every term of some posts, its posts, and its positions there, all ascending.

    ``chosen`` are the positions of the posts, ascending. All parts but the citation, translations
    included, are read as one text, in which a place between two parts stays empty, as that of a
    stop word does not.
    The parts of a compound take a place each, and its own term stands at the first and the last,
    so that "drop-out rates" has the phrases "out rates" and "dropout rates".
    """
    count = max(len(chosen), 1)
    key, place = _sorted(words, analyzer, chosen, count)
    edges = np.append(np.flatnonzero(np.diff(key, prepend=-1)), len(key))
    # Some at a time: as Python integers all of them would take ten times the memory.
    for first in range(0, len(edges) - 1, _AT_ONCE):
        some = edges[first : first + _AT_ONCE + 1]
        terms, posts = (part.tolist() for part in np.divmod(key[some[:-1]], count))
        places = place[some[0] : some[-1]].tolist()
        bounds = pairwise((some - some[0]).tolist())
        for term, post, (a, b) in zip(terms, posts, bounds, strict=True):
            yield words.terms[term], post, places[a:b]


def _sorted(
    words: Analysed, analyzer: Analyzer, chosen: NDArray[np.intp], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Every occurrence of each term (term times ``count`` plus post), ascending; its position."""
    heads, rows = words.rows[:-1, 0], words.rows
    sentences, _ = ragged(np.searchsorted(heads, np.arange(words.posts + 1)), chosen)
    sentences = sentences[rows[sentences, 1] != CITATION]
    within, lengths = ragged(rows[:, 4], sentences)
    tokens = words.tokens[within]
    used = np.flatnonzero(np.bincount(tokens, minlength=len(words.surfaces)))
    widths, terms, offsets, starts = _forms(words, used, analyzer)
    numbered = np.zeros(len(words.surfaces), np.int32)
    numbered[used] = np.arange(len(used))
    tokens = numbered[tokens]
    number = np.repeat(np.searchsorted(chosen, heads[sentences]), lengths)
    # Positions go on from part to part, with one left empty between two parts.
    before = np.cumsum(widths[tokens]) - widths[tokens]
    begin = np.append(before, 0)[np.searchsorted(number, np.arange(count))]
    place = (before - begin[number] + np.repeat(rows[sentences, 1], lengths)).astype(np.int32)
    within, lengths = ragged(starts, tokens)
    key = terms[within].astype(np.int64) * count + np.repeat(number, lengths)
    place = np.repeat(place, lengths) + offsets[within]
    order = np.argsort(key, kind="stable")
    return key[order], place[order]


def _forms(
    words: Analysed, used: NDArray[np.intp], analyzer: Analyzer
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """How many positions each of the words ``used`` takes, and its terms there.

    The terms of all lie end to end, with the offset of each from the word's first place; then
    where those of each word begin. Known phrases take none: their words have places.
    """
    listed = words.words
    sizes = np.diff(listed.starts)[used]
    widths = np.ones(len(used), np.int64)
    phrases = [n for n, at in enumerate(used.tolist()) if "_" in listed.words[at]]
    widths[phrases] = 0
    found: dict[int, list[tuple[int, int]]] = {}
    for number in np.flatnonzero(sizes > 1).tolist():
        (word,) = surface_words(listed.words[used[number]], analyzer)
        widths[number] = max(len(word.apart), 1)
        found[number] = sorted(_placed(word, words.term_ids))
    lengths = np.ones(len(used), np.int64)
    lengths[phrases] = 0
    lengths[list(found)] = [len(placed) for placed in found.values()]
    starts = begins(lengths)
    terms = np.zeros(starts[-1], np.int32)
    offsets = np.zeros(starts[-1], np.int32)
    simple = np.flatnonzero((sizes == 1) & (widths > 0))
    terms[starts[simple]] = listed.meant[listed.starts[used[simple]]]
    for number, placed in found.items():
        run = slice(starts[number], starts[number + 1])
        offsets[run] = [offset for offset, _ in placed]
        terms[run] = [term for _, term in placed]
    return widths, terms, offsets, starts


def _placed(word: Word, ids: dict[str, int]) -> set[tuple[int, int]]:
    """The terms of a compound, with their offsets in it."""
    placed = {(n, ids[term]) for n, term in enumerate(word.apart)}
    if word.joined is not None:
        placed |= {(n, ids[word.joined]) for n in (0, max(len(word.apart), 1) - 1)}
    return placed
