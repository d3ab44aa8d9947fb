"""The summary of a generation from the one before is that of the same posts as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.post import Post
from indexer.publish import publish
from search.engine import parts
from search.engine.distributed.summary import Summary
from search.engine.distributed.writing.census import Said
from search.engine.distributed.writing.changing import changed, joined
from search.engine.distributed.writing.documents import Documents
from search.engine.distributed.writing.layers import numbered
from search.engine.distributed.writing.summing import summed
from search.engine.location import Location
from search.index.files.folder import live_name
from search.index.part import Opened
from search.index.tokens.analysed import CITATION, Analysed
from tests.digests import garden

POSTS = tuple(
    garden.post(n, title=f"Plot {n} of {'Beans' if n % 2 else 'beans'}") for n in range(9)
)


def built(folder: Path, posts: Sequence[Post]) -> Opened:
    location: Location = folder / "index"
    publish(garden.digest(*posts), location)
    return parts.load(folder / "index" / (live_name(folder / "index") or ""))


class Whole:
    """All posts of a generation, counted as the cluster counts them."""

    def __init__(self, opened: Opened, staying: Sequence[int]) -> None:
        self.words = opened[Analysed]
        self.making = Documents(opened, np.arange(len(self.words.terms), dtype=np.int32))
        self.staying = np.array(staying)

    def said(self, at: int) -> Said:
        (payload,) = self.making.payloads(np.array([at]))
        own = self.words.of(at)
        rows = zip(own.rows, own.rows[1:], strict=False)
        spoken = {
            term
            for row, following in rows
            if row[0] != CITATION
            for token in own.tokens[row[3] - own.rows[0][3] : following[3] - own.rows[0][3]]
            for term in self.words.surface_terms[token]
        }
        surfaces = [self.words.surfaces[token] for token in own.tokens]
        return Said(POSTS[at], surfaces, payload, spoken)

    def written(self, terms: Sequence[str]) -> list[Counter[str]]:
        return [Counter(w for said in self._having(term) for w in said.words) for term in terms]

    def spoken(self, terms: Sequence[str]) -> list[bool]:
        return [any(term in said.spoken for said in self._having(term)) for term in terms]

    def least(self, terms: Sequence[str]) -> list[float]:
        return [
            min(float(s.payload.shares[s.payload.terms == self._number(t)][0]) for s in having)
            if (having := self._having(t))
            else 1.0
            for t in terms
        ]

    def _number(self, term: str) -> int:
        return self.words.term_ids[term]

    def _having(self, term: str) -> list[Said]:
        every = [self.said(at) for at in self.staying.tolist()]
        return [said for said in every if self._number(term) in said.payload.terms]


@pytest.mark.parametrize("gone", [[], [0], [2, 5, 8], [1, 3, 5, 7]])
def test_what_is_gone_counts_no_more(tmp_path: Path, gone: list[int]) -> None:
    (tmp_path / "whole").mkdir()
    (tmp_path / "left").mkdir()
    whole = built(tmp_path / "whole", POSTS)
    staying = [at for at in range(len(POSTS)) if at not in gone]
    left = built(tmp_path / "left", [POSTS[at] for at in staying])
    census = Whole(whole, staying)
    earlier = summed(whole, np.arange(len(POSTS)))
    said = [census.said(at) for at in gone]
    words = joined(earlier, said, {}, census)
    terms = earlier.words.terms
    _, numbers = numbered(words.terms, terms, np.arange(len(terms), dtype=np.int32))
    found = changed(earlier, words, numbers, said, [], census)
    same(found, summed(left, np.arange(len(staying))))


def same(found: Summary, expected: Summary) -> None:
    assert found.words.words == expected.words.words
    assert found.words.terms == expected.words.terms
    for name in ("size", "having", "own", "spoken", "rarity", "idf"):
        assert np.array_equal(getattr(found.terms, name), getattr(expected.terms, name)), name
    # Shares of the posts that stay hang on the mean lengths of all.
    assert np.allclose(found.terms.least, expected.terms.least, rtol=0.05)
    assert found.labels == expected.labels
    for name in ("topics", "kinds", "months"):
        assert getattr(found, name) == getattr(expected, name)


def test_a_post_that_comes_back_leaves_all_as_it_was(tmp_path: Path) -> None:
    whole = built(tmp_path, POSTS)
    census = Whole(whole, range(1, len(POSTS)))
    earlier = summed(whole, np.arange(len(POSTS)))
    said = census.said(0)
    meanings = {
        word: census.words.surface_terms[census.words.surfaces.index(word)] for word in said.words
    }
    words = joined(earlier, [said], meanings, census)
    terms = earlier.words.terms
    _, numbers = numbered(words.terms, terms, np.arange(len(terms), dtype=np.int32))
    found = changed(earlier, words, numbers, [said], [said], census)
    same(replace(found, space=None), replace(earlier, space=None))
