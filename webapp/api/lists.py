"""The lists of the JSON API, each with its shape: topics, kinds, months, authors."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import abort

from corpus.message import Message
from search.results import FacetValue
from search.shapes.posts import PostShape, TopicsShape
from search.shapes.told import told
from webapp.api import shapes
from webapp.api.described import Api
from webapp.api.parameters import path
from webapp.api.routes import blueprint
from webapp.view import overview
from webapp.view.catalog import catalog, snapshot

api = Api(blueprint)


@api.get("/topics", "Lists")
def topics() -> TopicsShape:
    """Every topic, in the digest's order."""
    return TopicsShape(snapshot().topics())


@dataclass(frozen=True)
class KindsShape:
    """Every kind of research, in the digest's order."""

    kinds: tuple[FacetValue, ...]


@api.get("/kinds", "Lists")
def kinds() -> KindsShape:
    """Every kind of research, in the digest's order."""
    return KindsShape(snapshot().kinds())


@dataclass(frozen=True)
class MonthsShape:
    """Every month that has posts, newest first."""

    months: tuple[FacetValue, ...]


@api.get("/months", "Lists")
def months() -> MonthsShape:
    """Every month that has posts, newest first."""
    return MonthsShape(snapshot().months())


@dataclass(frozen=True)
class MonthShape:
    """The posts of a month."""

    month: str
    this_month: str = field(metadata=told("The sentence that opens the month."))
    posts: tuple[PostShape, ...]


@api.get("/months/<month>", "Lists", path("month", "The month, as in 2021-07."), statuses=(404,))
def month(month: str) -> MonthShape:
    """The posts of a month."""
    posts = snapshot().month(month)
    if not posts:
        abort(404, Message("There are no posts of the month “%(month)s”.", month=month))
    return MonthShape(month, catalog().this_month(posts), shapes.brief(posts))


@dataclass(frozen=True)
class AuthorsShape:
    """The authors of the studies in the digest, by family name."""

    authors: tuple[FacetValue, ...]


@api.get("/authors", "Lists")
def authors() -> AuthorsShape:
    """The authors of the studies in the digest, by family name."""
    found = overview.authors().values()
    return AuthorsShape(tuple(FacetValue(one.slug, one.name, len(one.posts)) for one in found))


@dataclass(frozen=True)
class AuthorShape:
    """The posts on an author's studies, newest first."""

    name: str
    posts: tuple[PostShape, ...]


@api.get(
    "/authors/<author>",
    "Lists",
    path("author", "The value of an author in the list of authors."),
    statuses=(404,),
)
def author(author: str) -> AuthorShape:
    """The posts on an author's studies, newest first."""
    found = overview.authors().get(author)
    if found is None:
        abort(404, Message("There is no author “%(name)s”.", name=author))
    return AuthorShape(found.name, shapes.brief(map(snapshot().post, found.posts)))
