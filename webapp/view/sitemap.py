"""Every page for search engines, with the day on which it last changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.post import Post
from webapp.view.catalog import Catalog, catalog, snapshot
from webapp.view.links import url_for, versions, written_at
from webapp.view.overview import authors

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# The pages that list all posts, and so change with each.
_OF_ALL = (
    *("pages.home", "pages.topics", "pages.kinds", "pages.months", "browse.author_index"),
    "browse.map_",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page by its path; ``changed`` is a day (``YYYY-MM-DD``), empty if unknown.

    ``versions`` are it and its translations, where it has any, each by its tag and its path, and
    the one for who reads none of these languages (``x-default``).
    """

    path: str
    changed: str
    versions: tuple[tuple[str, str], ...] = ()


def changed(post: Post) -> str:
    """The day on which a post last changed for readers; empty if unknown.

    That is the day of its last correction, else the day from which readers see it.
    """
    first = post.publish or (f"{post.month}-01" if post.month else "")
    days = (first, post.corrected_on(date.today()))
    return max((day for day in days if _DAY.fullmatch(day)), default="")


def listed() -> list[Listed]:
    """Every page except searches; a list changed when the last of its posts did."""
    posts: dict[str, str] = {}
    latest: dict[tuple[str, str], str] = {}
    translated: dict[str, tuple[tuple[str, str], ...]] = {}
    own: dict[str, str] = {}
    for post in snapshot().archive():
        day = posts[post.id] = changed(post)
        own[post.id] = written_at(post)
        if found := versions(post):
            told = [(one.tag, one.address) for one in found]
            translated[post.id] = (*told, ("x-default", told[0][1]))
        for place in (("all", ""), *_lists(post, catalog())):
            latest[place] = max(latest.get(place, ""), day)
    for author in authors().values():
        latest["browse.author", author.slug] = max(posts[post_id] for post_id in author.posts)
    pages = [Listed(url_for(endpoint), latest.get(("all", ""), "")) for endpoint in _OF_ALL]
    pages.append(Listed(url_for("pages.about"), ""))
    for endpoint, key, values in (
        ("pages.topic", "slug", [topic.value for topic in snapshot().topics() if topic.count]),
        ("pages.kind", "slug", [kind.value for kind in snapshot().kinds() if kind.count]),
        ("pages.month", "month", [month.value for month in snapshot().months()]),
        ("browse.year", "year", sorted({m.value[:4] for m in snapshot().months()}, reverse=True)),
        ("browse.author", "slug", list(authors())),
    ):
        for value in values:
            part: dict[str, Any] = {key: value}
            pages.append(Listed(url_for(endpoint, **part), latest.get((endpoint, value), "")))
    for one, day in posts.items():
        there = translated.get(one, ())
        paths = dict.fromkeys(path for _, path in there) or [own[one]]
        pages += [Listed(path, day, there) for path in paths]
    return pages


def _lists(post: Post, names: Catalog) -> Iterator[tuple[str, str]]:
    """The pages that list a post, except those of authors."""
    yield from (("pages.topic", topic.slug) for topic in names.topics_of(post))
    if kind := names.kind_of(post):
        yield "pages.kind", kind.slug
    if post.month:
        yield "pages.month", post.month
        yield "browse.year", post.month[:4]
