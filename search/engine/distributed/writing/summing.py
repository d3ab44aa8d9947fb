"""The summary of a generation that lies whole in a folder."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search.engine.distributed.summary import Embedding, PlacedCompanions, Summary, Terms, idf
from search.index.algebra.cosines import Moments
from search.index.algebra.turned import counted
from search.index.answering import Answering
from search.index.archive import Archive
from search.index.bm25f import Bm25f
from search.index.companions import Companions
from search.index.facets import FacetTable
from search.index.files.scratch import scratch
from search.index.labels import Labels
from search.index.lsa import Lsa
from search.index.meaning import Meaning
from search.index.part import Opened
from search.index.reading import WholePosts
from search.index.store import Store
from search.index.term_places import TermPlaces
from search.index.tfidf import PostVectors
from search.index.tokens.analysed import Analysed
from search.index.tokens.sums import spoken


def summed(parts: Opened, places: NDArray[np.int64]) -> Summary:
    """The summary of a generation; ``places`` are those of its posts.

    The numbers of its terms are not in it: it is to be packed, which takes them apart.
    """
    words, bm25f, companions = parts[Analysed], parts[Bm25f], parts.get(Companions)
    archive = Archive(parts.digest, parts[Store], parts[FacetTable])
    own = counted(parts[PostVectors].terms, len(words.terms))
    return Summary(
        digest=parts.digest,
        analyzer=parts.analyzer,
        words=words.words,
        terms=Terms(
            size=bm25f.size,
            having=bm25f.having,
            rarity=bm25f.rarity,
            least=np.minimum.reduceat(bm25f.weights, bm25f.starts[:-1]),
            spoken=spoken(words),
            own=own,
            idf=idf(own, bm25f.size),
            numbers=None,
        ),
        space=parts.get(Lsa),
        embedded={name: _embedding(whole) for name, whole in embeddings(parts).items()},
        places=parts.get(TermPlaces),
        companions=None if companions is None else PlacedCompanions(companions.nearest, places),
        labels=parts[Labels].names,
        for_practice=words.for_practice,
        topics=archive.topics(),
        kinds=archive.kinds(),
        months=archive.months(),
    )


def embeddings(parts: Opened) -> dict[str, WholePosts]:
    """The posts' embeddings in a generation, by the names of their legs."""
    found = {Meaning.name: parts.get(Meaning), Answering.name: parts.get(Answering)}
    return {name: part.whole for name, part in found.items() if part is not None}


def _embedding(whole: WholePosts) -> Embedding:
    # As ``nearness`` has them, rounding included.
    scaled = scratch(whole.rounded.shape, np.float32)
    np.multiply(whole.rounded, (whole.steps * whole.lengths)[:, np.newaxis], out=scaled)
    return Embedding(whole.moments, Moments.of(scaled))
