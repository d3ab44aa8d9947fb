"""The latent space, in which posts that use different words for the same things are near.

Latent semantic analysis (Deerwester et al. 1990). In a large digest the directions are those of a
sample of its posts, so that a new post outside the sample leaves the space unchanged.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from corpus.filed import content_hashes
from search.index.algebra.cosines import Moments
from search.index.algebra.fitting import Fitting, dampened, with_values
from search.index.bm25f import word_sums
from search.index.files import arrays
from search.index.files.scratch import scratch
from search.index.part import Build, Opened
from search.index.tokens.analysed import Analysed

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

DIMENSIONS = 200
FEWEST_POSTS = 200
# The size of the sample, the posts with the lowest content hashes. With 2,000 nfcorpus loses .005
# of nDCG@10, with 3,000 nothing.
SAMPLE = 3000
# The number of posts whose places are computed at a time.
_AT_ONCE = 20_000
# Squared singular values below this share of the largest are rounding errors.
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Lsa:
    """``terms`` maps a term to its vector in the latent space; ``posts`` are unit vectors there.

    ``ids`` are the terms that have a place, ascending; each place has the term's rarity in it.
    ``moments`` are those of the posts. ``sample`` is a hash over the posts that the space was found
    from. Shapes: terms by dimensions and posts by dimensions.
    """

    name: ClassVar[str] = "lsa"
    step: ClassVar[str] = "Weighing words"

    ids: Ints
    terms: Floats
    posts: Floats
    moments: Moments
    sample: str

    def place(self, question: Sequence[tuple[int, float]]) -> Floats | None:
        """The vector of a question's weighted terms in the latent space; None without terms."""
        if not question:
            return None
        at, weights = placed_terms(self.ids, question)
        found: Floats = weights @ self.terms[at]
        return found

    @classmethod
    def fit(cls, build: Build) -> Lsa | None:
        """Fit the space of a digest's posts; None for fewer than 200."""
        hashes = content_hashes(build.digest.posts)
        return fit(build.once(word_sums).times, hashes, build.fitting, _earlier(build))

    def save(self, folder: Path) -> None:
        """Write the space into ``folder``."""
        for name in _ARRAYS:
            arrays.write(folder / f"lsa-{name}.npy", getattr(self, name))
        self.moments.save(folder, self.name)
        (folder / "lsa.json").write_text(json.dumps({"sample": self.sample}), "utf-8")

    @classmethod
    def load(cls, opened: Opened) -> Lsa | None:
        """Map what ``save`` wrote; None if there was too little to fit."""
        folder = opened.folder
        if not (folder / "lsa.json").exists():
            return None
        told = json.loads((folder / "lsa.json").read_text("utf-8"))
        ids, terms, posts = (arrays.mapped(folder / f"lsa-{name}.npy") for name in _ARRAYS)
        return cls(ids, terms, posts, Moments.load(folder, cls.name), told["sample"])

    @property
    def count(self) -> int:
        """How many posts have a vector, including zero vectors."""
        return len(self.posts)


_ARRAYS = ("ids", "terms", "posts")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The latent space of an earlier generation, if it had one.

    ``terms`` has the new id of each of its terms, -1 for one that is gone; ``posts`` has for each
    post of now where it was, -1 for a new one. ``stays`` is whether the space is to stay though its
    sample may be another now.
    """

    space: Lsa
    terms: Ints
    posts: NDArray[np.int64]
    stays: bool = False


def fit(
    times: csr_array, hashes: Iterable[str], fitting: Fitting, earlier: Earlier | None = None
) -> Lsa | None:
    """Fit the latent space of posts; None for a digest of fewer than 200.

    ``times`` tells how often each post has each term: posts by terms. ``hashes`` are the content
    hashes of the posts. What ``earlier`` has of the same posts is taken over if the sample is the
    same; the outcome is the same without.
    """
    posts = times.shape[0]
    if posts < FEWEST_POSTS:
        return None
    lowest = _lowest(hashes)
    chosen = np.array([at for at, _ in lowest], np.int64)
    known_by = hashlib.sha256("".join(content for _, content in lowest).encode()).hexdigest()
    if earlier is not None and (earlier.stays or earlier.space.sample == known_by):
        known_by = earlier.space.sample
        ids = earlier.terms[earlier.space.ids]
        ids, terms = ids[ids >= 0], np.asarray(earlier.space.terms)[ids >= 0]
        known = earlier.posts >= 0
        places = scratch((posts, terms.shape[1]), np.float32)
        # Rows of new posts have any value, and are overwritten; this avoids a second copy.
        for first in range(0, posts, _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            at = np.maximum(earlier.posts[some], 0)
            np.take(earlier.space.posts, at, axis=0, out=places[some], mode="clip")
        if not known.all():
            places[~known] = placed(times[np.flatnonzero(~known)], ids, terms)
    else:
        ids, terms = _space(times[chosen], fitting)
        if not terms.size:
            return None
        places = placed(times, ids, terms)
    return Lsa(ids, terms, places, Moments.of(places), known_by)


def placed_terms(
    ids: Ints, question: Sequence[tuple[int, float]]
) -> tuple[NDArray[np.intp], Floats]:
    """The position of each of a question's terms among ``ids``, ascending, and its weight.

    The weight of a term that is not among them is 0, its position any.
    """
    wanted = np.array([term for term, _ in question])
    weights = np.array([weight for _, weight in question], np.float32)
    at = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    weights[ids[at] != wanted] = 0
    return at, weights


def sample(hashes: Iterable[str]) -> NDArray[np.int64]:
    """The positions of at most 3,000 posts, those with the lowest content hashes, in that order."""
    return np.array([at for at, _ in _lowest(hashes)], np.int64)


def _lowest(hashes: Iterable[str]) -> list[tuple[int, str]]:
    """The lowest of some content hashes in their order, each after its position."""
    return nsmallest(SAMPLE, enumerate(hashes), key=itemgetter(1))


def _earlier(build: Build) -> Earlier | None:
    """The latent space of the earlier generation, with the new numbers of terms and posts."""
    earlier = build.earlier
    space = earlier.parts.get(Lsa) if earlier else None
    if earlier is None or space is None:
        return None
    old, words = earlier.parts[Analysed], build[Analysed]
    terms = np.full(len(old.terms), -1, np.int32)
    terms[space.ids] = [words.term_ids.get(old.terms[t], -1) for t in space.ids.tolist()]
    return Earlier(space, terms, earlier.places, earlier.settles)


def _space(times: csr_array, fitting: Fitting) -> tuple[Ints, Floats]:
    """The terms that at least two posts have, and their vectors.

    Directions that the posts do not span are zero: posts nearly all alike have fewer than were
    asked for.
    """
    vectors, rarity = fitting.tf_idf(times)
    having = np.bincount(vectors.indices, minlength=vectors.shape[1])
    ids = np.flatnonzero(having > 1).astype(np.int32)
    dimensions = min(DIMENSIONS, times.shape[0] // 4, max(len(ids) - 1, 0))
    if not dimensions:
        return ids, np.empty((len(ids), 0), np.float32)
    directions, values = fitting.directions(vectors[:, ids], dimensions)
    directions[:, values**2 <= _LEAST * values[0] ** 2] = 0
    return ids, np.asarray(rarity[ids, None] * directions, np.float32)


def placed(times: csr_array, ids: Ints, terms: Floats) -> Floats:
    """The unit vectors of posts in the space of some terms, with the vectors of these."""
    places = scratch((times.shape[0], terms.shape[1]), np.float32)
    for first in range(0, len(places), _AT_ONCE):
        some = times[first : first + _AT_ONCE]
        frequencies = with_values(some, dampened(some.data))
        found = np.asarray(frequencies[:, ids] @ terms, np.float32)
        found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
        places[first : first + _AT_ONCE] = found
    return places
