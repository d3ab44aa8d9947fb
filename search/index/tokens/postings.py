"""The positions of each term in each post, sorted for a full text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.index.algebra.turned import blocks, turned
from search.index.files.scratch import Growing
from search.index.tokens.analysed import CITATION, Analysed
from search.index.tokens.ragged import begins, ragged
from search.text.analyzer import Analyzer, Word
from search.text.translated import surface_words

_AT_ONCE = 100_000
# So many words are placed at a time: each takes ten numbers meanwhile.
_WORDS_AT_ONCE = 2**19


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
    begin, posts, places = _by_term(words, analyzer, chosen)
    # Some at a time: as Python integers all of them would take ten times the memory.
    for first, end in blocks(begin, _WORDS_AT_ONCE):
        here = slice(int(begin[first]), int(begin[end]))
        numbers = np.arange(first, end, dtype=np.int32)
        owner = np.repeat(numbers, np.diff(begin[first : end + 1]))
        in_posts, in_places = posts[here], places[here]
        new = np.ones(len(owner), np.bool_)
        new[1:] = (owner[1:] != owner[:-1]) | (in_posts[1:] != in_posts[:-1])
        edges = np.append(np.flatnonzero(new), len(owner))
        for start in range(0, len(edges) - 1, _AT_ONCE):
            some = edges[start : start + _AT_ONCE + 1]
            bounds = pairwise((some - some[0]).tolist())
            listed = in_places[some[0] : some[-1]].tolist()
            of = zip(owner[some[:-1]].tolist(), in_posts[some[:-1]].tolist(), bounds, strict=True)
            for term, post, (a, b) in of:
                yield words.terms[term], post, listed[a:b]


def _by_term(
    words: Analysed, analyzer: Analyzer, chosen: NDArray[np.intp]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Where the occurrences of each term begin, the post of each, ascending, and its position.

    A post is the number that it has among those ``chosen``.
    """
    forms = _forms(words, _used(words, chosen), analyzer)
    terms, places = Growing(np.int32), Growing(np.int32)
    sizes = np.zeros(len(chosen), np.int64)
    for some, first in _some(words, chosen):
        found, place, owner = _placed_in(words, some, forms)
        terms.add(found)
        places.add(place)
        sizes[first : first + len(some)] = np.bincount(owner, minlength=len(some))
    starts = np.append(0, np.cumsum(sizes))
    return turned(starts, terms.array(), places.array(), len(words.terms))


def _some(words: Analysed, chosen: NDArray[np.intp]) -> Iterator[tuple[NDArray[np.intp], int]]:
    """Posts that have not too many words together, and the number of the first among all."""
    tokens = words.rows[words.bounds, 4]
    starts = np.append(0, np.cumsum((tokens[1:] - tokens[:-1])[chosen], dtype=np.int64))
    for first, end in blocks(starts, _WORDS_AT_ONCE):
        yield chosen[first:end], first


def _sentences(words: Analysed, chosen: NDArray[np.intp]) -> NDArray[np.int64]:
    """The rows of the sentences of some posts but for those of the citation."""
    found, _ = ragged(words.bounds, chosen)
    own: NDArray[np.int64] = found[words.rows[found, 1] != CITATION]
    return own


def _used(words: Analysed, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
    """The words that some posts have in these sentences."""
    used = np.zeros(len(words.surfaces), np.bool_)
    for some, _ in _some(words, chosen):
        used[words.tokens[ragged(words.rows[:, 4], _sentences(words, some))[0]]] = True
    return np.flatnonzero(used)


def _placed_in(
    words: Analysed, chosen: NDArray[np.intp], forms: _Forms
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.intp]]:
    """Every term of some posts, its position, and its post, which are ascending."""
    rows, sentences = words.rows, _sentences(words, chosen)
    within, lengths = ragged(rows[:, 4], sentences)
    tokens = forms.numbers[words.tokens[within]]
    number = np.repeat(np.searchsorted(chosen, rows[sentences, 0]), lengths)
    # Positions go on from part to part, with one left empty between two parts.
    before = np.cumsum(forms.widths[tokens]) - forms.widths[tokens]
    begin = np.append(before, 0)[np.searchsorted(number, np.arange(len(chosen)))]
    place = (before - begin[number] + np.repeat(rows[sentences, 1], lengths)).astype(np.int32)
    within, lengths = ragged(forms.starts, tokens)
    place = np.repeat(place, lengths) + forms.offsets[within]
    return forms.terms[within], place, np.repeat(number, lengths)


class _Forms(NamedTuple):
    """How many positions each of some words takes, and its terms there.

    The ``terms`` of all lie end to end, with the offset of each from the word's first place;
    ``starts`` has where those of each word begin, and ``numbers`` the number of each word of all.
    Known phrases take no position: their words have places.
    """

    widths: NDArray[np.int64]
    terms: NDArray[np.int32]
    offsets: NDArray[np.int32]
    starts: NDArray[np.int32]
    numbers: NDArray[np.int32]


def _forms(words: Analysed, used: NDArray[np.intp], analyzer: Analyzer) -> _Forms:
    """The forms of the words ``used``."""
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
    numbers = np.zeros(len(words.surfaces), np.int32)
    numbers[used] = np.arange(len(used))
    return _Forms(widths, terms, offsets, starts, numbers)


def _placed(word: Word, ids: dict[str, int]) -> set[tuple[int, int]]:
    """The terms of a compound, with their offsets in it."""
    placed = {(n, ids[term]) for n, term in enumerate(word.apart)}
    if word.joined is not None:
        placed |= {(n, ids[word.joined]) for n in (0, max(len(word.apart), 1) - 1)}
    return placed
