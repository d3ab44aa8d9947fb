"""The summary of a generation's words that a reader of a cluster holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from search.engine import parts
from search.engine.distributed import summary
from search.engine.distributed.base import Base
from search.engine.distributed.summary import Summary
from search.engine.distributed.writing.summing import summed
from search.index.bm25f import Bm25f
from search.index.files.settings import SETTINGS
from search.index.fulltext import FullText
from search.index.labels import Labels
from search.index.part import Opened
from search.index.tokens.analysed import Analysed

PLACES = np.arange(100)


def packed_and_unpacked(opened: Opened) -> Summary:
    """The summary of a generation that is its own base, packed and unpacked."""
    base = Base.of("base", opened)
    settings = (opened.folder / SETTINGS).read_bytes()
    packed = summary.packed(summed(opened, PLACES), settings, base, np.empty(0, np.int32))
    return summary.unpacked(packed, Base.unpacked("base", base.packed()))


def test_a_summary_is_unpacked_unchanged(garden_generation: Path) -> None:
    opened = parts.load(garden_generation)
    found = packed_and_unpacked(opened)
    words, bm25f = opened[Analysed], opened[Bm25f]
    assert found.digest == opened.digest
    assert list(found.words.words) == list(words.words.words)
    assert list(found.words.terms) == list(words.words.terms)
    assert np.array_equal(found.terms.having, bm25f.having)
    assert found.terms.size == bm25f.size
    assert found.labels == opened[Labels].names
    for term in range(len(words.terms)):
        assert found.terms.least[term] == bm25f.least(term)
        assert found.terms.frequency(term) == bm25f.frequency(term)
    assert found.for_practice == words.for_practice
    assert (found.space, found.embedded) == (None, {})
    opened[FullText].close()


def test_a_term_that_is_only_in_citations_is_not_listed_as_spoken(garden_generation: Path) -> None:
    opened = parts.load(garden_generation)
    found = packed_and_unpacked(opened)
    spoken = {t for t, said in zip(found.words.terms, found.terms.spoken, strict=True) if said}
    assert "journal" not in spoken
    assert "slug" in spoken
    opened[FullText].close()
