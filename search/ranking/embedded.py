"""The legs of the ranking that use embeddings of posts, with a model for questions or without."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from corpus.message import N_
from search.index.algebra.cosines import Cosines, Moments, Vectors, cosines
from search.index.answering import Answering
from search.index.meaning import Meaning
from search.index.part import Opened, Part
from search.index.term_places import TermPlaces
from search.index.tokens.analysed import Analysed
from search.ranking.adapter import Adapter, adapter

if TYPE_CHECKING:
    # Not loaded: who writes an index has no question to understand.
    from search.query.asked import Asked

Floats = NDArray[np.float32]


class Embeddings(Protocol):
    """One vector for each post, by one model, as legs use them; see ``WholePosts``."""

    @property
    def posts(self) -> Vectors:
        """The vectors, of unit length."""

    @property
    def moments(self) -> Moments:
        """Those of the vectors."""

    def nearness(self, vector: Floats) -> Floats:
        """A unit vector's cosine with each post plus its weighted cosine with the title."""


class MeaningLeg:
    """Scores posts by how near they are to the question in meaning.

    With an adapter they are those near to where it turns the question.
    """

    name = "meaning"
    label = N_("what the question means")
    part: ClassVar[type[Part]] = Meaning

    def __init__(self, whole: Embeddings, adapter: Adapter | None = None) -> None:
        self._whole = whole
        self._adapter = adapter

    @classmethod
    def of(cls, parts: Opened, by_meaning: bool) -> Self | None:
        """The leg for a generation; None if posts or questions have no vectors."""
        meaning = parts.get(Meaning)
        if meaning is None or not by_meaning:
            return None
        # Where posts say what a study means for practice, the adapter adds nothing to that.
        return cls(meaning.whole, None if parts[Analysed].for_practice else adapter())

    def scores(self, asked: Asked) -> Floats | None:
        """The nearness of each post and its title to the question; None without its vector."""
        if asked.vector is None:
            return None
        turned = self._adapter.turned(asked.vector) if self._adapter else asked.vector
        return self._whole.nearness(turned)

    def near(self, posts: NDArray[np.integer], shares: Floats) -> Cosines | None:
        """The cosine of every post with the weighted mean of some."""
        return _like(self._whole, posts, shares)


class AnsweringLeg:
    """Scores posts by nearness to the question, with the model for passages that answer."""

    name = "answering"
    label = N_("what answers such questions")
    part: ClassVar[type[Part]] = Answering

    def __init__(self, whole: Embeddings) -> None:
        self._whole = whole

    @classmethod
    def of(cls, parts: Opened, by_meaning: bool) -> Self | None:
        """The leg for a generation; None if posts or questions have no vectors."""
        answering = parts.get(Answering)
        return cls(answering.whole) if answering is not None and by_meaning else None

    def scores(self, asked: Asked) -> Floats | None:
        """The nearness of each post and its title to the question; None without its vector."""
        return None if asked.answering is None else self._whole.nearness(asked.answering)

    def near(self, posts: NDArray[np.integer], shares: Floats) -> Cosines | None:
        """The cosine of every post with the weighted mean of some."""
        return _like(self._whole, posts, shares)


class PlacedLeg:
    """Scores posts by their embeddings' nearness to the sum of the vectors of the question's terms.

    It replaces the other legs by embeddings, and the latent space, if no model embeds questions.
    """

    name = "placed"
    label = N_("what the words of the question mean in this digest")
    part: ClassVar[type[Part]] = TermPlaces

    def __init__(self, places: TermPlaces, whole: Embeddings) -> None:
        self._places = places
        self._whole = whole

    @classmethod
    def of(cls, parts: Opened, by_meaning: bool) -> Self | None:
        """The leg for a generation; None if a model embeds questions, or posts have no vectors."""
        places, answering = parts.get(TermPlaces), parts.get(Answering)
        if by_meaning or places is None or answering is None:
            return None
        return cls(places, answering.whole)

    def scores(self, asked: Asked) -> Cosines | None:
        """The cosine of each post with the sum; None if no term of the question has a vector."""
        place = self._places.place(asked.terms)
        return None if place is None else cosines(self._whole.posts, self._whole.moments, place)

    def near(self, posts: NDArray[np.integer], shares: Floats) -> Cosines | None:
        """The cosine of every post with the weighted mean of some."""
        return _like(self._whole, posts, shares)


def _like(whole: Embeddings, posts: NDArray[np.integer], shares: Floats) -> Cosines | None:
    """The cosine of every post with the weighted mean of some."""
    return cosines(whole.posts, whole.moments, shares @ whole.posts[posts])
