"""The landscape's drawing: marks, colours and shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.digest import Topic
from corpus.post import Post
from search.results import FacetValue, Place
from webapp.view.catalog import Catalog

WIDTH = 1000
HEIGHT = 620
MARGIN = 28
# As many colours as can be told apart, each with a shape of its own.
SHAPES = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A post in the drawing; ``left`` says that its title goes to the left of it."""

    post: Post
    x: float
    y: float

    @property
    def left(self) -> bool:
        """Whether the post's title has more room to its left."""
        return self.x > WIDTH / 2


@dataclass(frozen=True, slots=True)
class Group:
    """The posts drawn as of one topic; those of no drawn topic have no ``topic``.

    ``shape`` numbers colour and shape from 0.
    """

    topic: Topic | None
    shape: int
    marks: tuple[Mark, ...]


def groups(places: Sequence[Place], topics: Sequence[FacetValue], names: Catalog) -> list[Group]:
    """The landscape's posts by main topic: the first of a post's that is among the fullest."""
    fullest = sorted((t for t in topics if t.count), key=lambda t: -t.count)[:SHAPES]
    drawn = [t.value for t in fullest]
    marks: dict[str, list[Mark]] = {slug: [] for slug in [*drawn, ""]}
    for place in places:
        main = next((t.slug for t in names.topics_of(place.post) if t.slug in drawn), "")
        x = MARGIN + place.x * (WIDTH - 2 * MARGIN)
        y = MARGIN + place.y * (HEIGHT - 2 * MARGIN)
        marks[main].append(Mark(place.post, round(x, 1), round(y, 1)))
    return [
        Group(names.topics.get(slug), shape, tuple(found))
        for shape, (slug, found) in enumerate(marks.items())
        if found
    ]
