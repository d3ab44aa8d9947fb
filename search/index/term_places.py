"""Vectors of terms among the embeddings of posts, for questions that no model embeds.

They are fitted so that the vectors of a post's terms, weighted by TF-IDF, add up to nearly the
post's embedding, by ridge regression (Hoerl and Kennard 1970). The sum over a question's terms then
stands for its embedding, so that the model is needed only when the digest is indexed. As with the
latent space, a sample of a large digest is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from corpus.filed import content_hashes
from search.index.algebra.fitting import Fitting
from search.index.algebra.threads import one_thread
from search.index.answering import Answering
from search.index.bm25f import word_sums
from search.index.embedding import rounded
from search.index.files import arrays
from search.index.lsa import placed_terms, sample
from search.index.part import Build, Opened

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float32]

# The ridge penalty: from .5 to 2 the order is as good, with more it is worse.
PENALTY = 1.0
_ARRAYS = ("ids", "places", "steps")


@dataclass(frozen=True, slots=True)
class TermPlaces:
    """Vectors of terms, each multiplied by the term's rarity.

    ``places`` are terms by dimensions, rounded to whole numbers of ``steps``, one a term. ``ids``
    are the terms that have a vector, ascending.
    """

    name: ClassVar[str] = "places"
    step: ClassVar[str] = "Weighing words"

    ids: NDArray[np.int32]
    places: NDArray[np.int8]
    steps: Floats

    def place(self, question: Sequence[tuple[int, float]]) -> Floats | None:
        """The sum of the vectors of a question's weighted terms, None if none of them has one."""
        if not question:
            return None
        at, weights = placed_terms(self.ids, question)
        if not weights.any():
            return None
        found: Floats = (weights * self.steps[at]) @ self.places[at].astype(np.float32)
        return found

    @classmethod
    def fit(cls, build: Build) -> TermPlaces | None:
        """Fit the vectors to a digest's posts; None if these have no embeddings."""
        answering = build.get(Answering)
        if answering is None:
            return None
        chosen = sample(content_hashes(build.digest.posts))
        times = build.once(word_sums).times[chosen]
        return fitted(times, answering.whole.posts[chosen], build.fitting)

    def save(self, folder: Path) -> None:
        """Write the vectors into ``folder``."""
        for name in _ARRAYS:
            arrays.write(folder / f"{self.name}-{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, opened: Opened) -> TermPlaces | None:
        """Read what ``save`` wrote, mapped from disk; None if nothing was fitted."""
        if not (opened.folder / f"{cls.name}-ids.npy").exists():
            return None
        return cls(*(arrays.mapped(opened.folder / f"{cls.name}-{name}.npy") for name in _ARRAYS))

    @property
    def count(self) -> None:
        """None: it holds terms, not posts."""


def fitted(times: csr_array, embeddings: Floats, fitting: Fitting) -> TermPlaces | None:
    """Fit the vectors of terms to posts; None for posts without a term.

    ``times`` tells how often each post has each term, posts by terms, and ``embeddings`` are posts
    by dimensions. With X the TF-IDF vectors and E the embeddings, the outcome is
    Xᵀ (X Xᵀ + penalty)⁻¹ E, which solves for as many unknowns as there are posts, not terms.
    """
    # Imported here: it takes a while, and no question needs it.
    from scipy import linalg

    vectors, rarity = fitting.tf_idf(times)
    ids = np.unique(vectors.indices).astype(np.int32)
    if not len(ids):
        return None
    alike = (vectors @ vectors.T).toarray()
    alike[np.diag_indices_from(alike)] += np.float32(PENALTY)
    with one_thread():
        shares = linalg.solve(
            alike, embeddings, assume_a="pos", overwrite_a=True, check_finite=False
        )
    places = np.asarray(vectors[:, ids].T @ shares, np.float32)
    places *= np.asarray(rarity, np.float32)[ids, np.newaxis]
    return TermPlaces(ids, *rounded(places))
