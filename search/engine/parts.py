"""The parts of a generation, ordered so that each comes after those it needs."""

from __future__ import annotations

from pathlib import Path

from search.index.companions import Companions
from search.index.facets import FacetTable
from search.index.fulltext import FullText
from search.index.labels import Labels
from search.index.part import Opened, Part
from search.index.store import Store
from search.index.tfidf import PostVectors
from search.index.tokens.analysed import Analysed
from search.ranking.legs import LEGS

# The parts of a generation, each once and after those it needs, with the part that each leg reads.
# The posts' text comes after the words: it is written on another thread while NumPy runs, which
# releases Python's lock; analysing words does not.
PARTS: tuple[type[Part], ...] = tuple(
    dict.fromkeys(
        (
            Analysed,
            Store,
            PostVectors,
            Companions,
            *(leg.part for leg in LEGS),
            Labels,
            FacetTable,
            FullText,
        )
    )
)


def load(generation: Path) -> Opened:
    """Load every part of the generation in a folder whose checksums were verified.

    All are loaded now, for the folder may be removed while they are in use.
    """
    opened = Opened(generation)
    for part in PARTS:
        opened.get(part)
    return opened


def counts(generation: Path) -> dict[str, int]:
    """How many posts each part of a generation holds, by the part's name; they should agree."""
    opened = load(generation)
    found = {part.name: opened.get(part) for part in PARTS}
    told = {name: one.count for name, one in found.items() if one is not None}
    opened[FullText].close()
    return {name: posts for name, posts in told.items() if posts is not None}
