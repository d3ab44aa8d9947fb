"""Sorted lists of words as written and of their terms, merged without sorting anew.

The result is the same as sorting everything.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, compress

import numpy as np
from numpy.typing import NDArray

from search.index.tokens.ragged import begins, ragged

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Wordlist:
    """Words as written, sorted, and their terms, sorted; a term's position is its id.

    The terms of word ``n`` are ``meant[starts[n]:starts[n + 1]]``.
    """

    words: Sequence[str]
    terms: Sequence[str]
    meant: Ints
    starts: Ints

    @cached_property
    def term_ids(self) -> dict[str, int]:
        """The id of each term."""
        return {t: i for i, t in enumerate(self.terms)}

    @cached_property
    def last_terms(self) -> Ints:
        """The id of each word's last term, which stands for the whole word.

        Those before are parts of a compound.
        """
        return self.meant[self.starts[1:] - 1]

    def written(self, term: str) -> Ints:
        """The positions of the words that have a term."""
        words, starts = self._by_term
        number = self.term_ids.get(term)
        return words[:0] if number is None else words[starts[number] : starts[number + 1]]

    @cached_property
    def _by_term(self) -> tuple[Ints, Ints]:
        """The words ordered by term, and where those of each term begin."""
        owner = np.repeat(np.arange(len(self.words), dtype=np.int32), np.diff(self.starts))
        return (
            owner[np.argsort(self.meant, kind="stable")],
            begins(np.bincount(self.meant, minlength=len(self.terms))),
        )


NOTHING = Wordlist((), (), np.empty(0, np.int32), np.zeros(1, np.int32))


def join(
    old: Wordlist, kept: NDArray[np.bool_], fresh: Mapping[str, Sequence[str]]
) -> tuple[Wordlist, Ints, Ints]:
    """The ``kept`` words of ``old`` merged with the ``fresh`` ones, which come with their terms.

    With it, the new position of each old word (-1 for one that is gone) and of each fresh one.
    """
    words, of_old, of_fresh, added = _merged(old.words, kept, list(fresh))
    still = np.flatnonzero(of_old >= 0)
    source, lengths = ragged(old.starts, still)
    used = np.zeros(len(old.terms), np.bool_)
    used[old.meant[source]] = True
    new = list(compress(fresh.items(), added))
    named = list(chain.from_iterable(terms for _, terms in new))
    distinct = list(dict.fromkeys(named))
    terms, term_of_old, term_of_fresh, _ = _merged(old.terms, used, distinct)
    ids = dict(zip(distinct, term_of_fresh.tolist(), strict=True))
    sizes = np.zeros(len(words), np.int32)
    sizes[of_old[still]] = lengths
    sizes[of_fresh[added]] = [len(terms) for _, terms in new]
    starts = begins(sizes)
    meant = np.empty(starts[-1], np.int32)
    meant[ragged(starts, of_old[still])[0]] = term_of_old[old.meant[source]]
    meant[ragged(starts, of_fresh[added])[0]] = [ids[t] for t in named]
    return Wordlist(words, terms, meant, starts), of_old, of_fresh


def _merged(
    old: Sequence[str], kept: NDArray[np.bool_], fresh: Sequence[str]
) -> tuple[list[str], Ints, Ints, NDArray[np.bool_]]:
    """Kept and fresh words, sorted; the place of each; and which are added."""
    kept = kept.copy()
    places = [bisect_left(old, word) for word in fresh]
    had = np.array(
        [at < len(old) and old[at] == word for word, at in zip(fresh, places, strict=True)],
        np.bool_,
    )
    found = np.array(places, np.int64)
    kept[found[had]] = True
    before = list(compress(old, kept))
    added = sorted(compress(fresh, ~had))
    after = np.array([bisect_left(before, word) for word in added], np.int64)
    order = np.arange(len(before))
    of_old = np.full(len(old), -1, np.int32)
    of_old[kept] = order + np.searchsorted(after, order, side="right")
    of_added = dict(zip(added, (after + np.arange(len(added))).tolist(), strict=True))
    of_fresh = np.empty(len(fresh), np.int32)
    of_fresh[had] = of_old[found[had]]
    of_fresh[~had] = [of_added[word] for word in compress(fresh, ~had)]
    # Two sorted runs, one after the other, are merged in one pass.
    return sorted([*before, *added]), of_old, of_fresh, ~had
