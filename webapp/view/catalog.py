"""The snapshot of a request, and its topics and kinds of research by name and slug."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from flask import Flask, abort, current_app, g
from jinja2.runtime import Macro
from markupsafe import Markup
from werkzeug.local import LocalProxy

from corpus.citations.reference import Reference, reference
from corpus.digest import Digest, ResearchKind, Topic, Translated
from corpus.message import N_, Counted, Listed, Message
from corpus.post import Post
from search.engine.seam import Engine, Snapshot
from search.errors import SearchError
from webapp.language.choice import where
from webapp.view.links import canonical_post, whole

Made = TypeVar("Made")

# How many titles open a month that has no sentence of its own.
TITLES = 3
# The number of cached pieces of pages, about a kilobyte each with its post: 30 MB at most.
MOST_PIECES = 8192


def _made(macro: Macro, _where: tuple[str, str], *given: Hashable) -> Markup:
    return Markup(macro(*given))  # noqa: S704 (a macro of ours escapes what it is given)


@dataclass(frozen=True, slots=True)
class Catalog:
    """The topics and kinds of a digest by name or slug; ``marks`` numbers the kinds.

    The number of a kind picks the shape of its mark and says nothing of its worth. ``pieces``
    makes what a macro makes of a post, once for all pages: topics and kinds are named in it.
    """

    digest: Digest
    topics: dict[str, Topic]
    kinds: dict[str, ResearchKind]
    marks: dict[str, int]
    pieces: Callable[..., Markup] = field(
        default_factory=lambda: lru_cache(MOST_PIECES)(_made), compare=False, repr=False
    )

    @classmethod
    def of(cls, digest: Digest) -> Catalog:
        """The catalog of a digest."""
        return cls(
            digest=digest,
            topics={key: topic for topic in digest.topics for key in (topic.slug, topic.name)},
            kinds={key: kind for kind in digest.kinds for key in (kind.slug, kind.name)},
            marks={kind.name: number for number, kind in enumerate(digest.kinds)},
        )

    def topics_of(self, post: Post) -> tuple[Topic, ...]:
        """The post's topics; a name that the digest does not list gets no slug."""
        return tuple(self.topics.get(name, Topic(slug="", name=name)) for name in post.topics)

    def kind_of(self, post: Post) -> ResearchKind | None:
        """The post's kind of research."""
        if post.research is None:
            return None
        return self.kinds.get(post.research, ResearchKind(slug="", name=post.research))

    def written(self, post: Post) -> str:
        """The language of a post; empty for the digest's own."""
        source = self.digest.source(post.id)
        return source.language if source else ""

    def opening(self, month: str) -> tuple[str, Translated]:
        """The digest's own sentence for a month and those in other languages; empty without one."""
        told = (line for line in self.digest.months_translated if line[1] == month)
        sentence = dict(self.digest.this_month).get(month, "")
        return sentence, tuple((tag, line) for tag, _, line in told)

    def this_month(self, posts: Sequence[Post]) -> str:
        """The sentence that opens a month: the digest's, or one made from the posts' titles."""
        if line := self.opening(posts[0].month or "")[0]:
            return line
        titles = [Message("“%(title)s”", title=post.title) for post in posts[:TITLES]]
        ended = posts[-1].title[-1:] in (".", "?", "!")
        if len(posts) > TITLES:
            others = len(posts) - TITLES + 1
            titles[-1] = Counted("%(num)s other post", "%(num)s other posts", others)
            ended = False
        pattern = N_("This month: %(titles)s") if ended else N_("This month: %(titles)s.")
        return Message(pattern, titles=Listed(titles))


def engine() -> Engine:
    """The app's engine. Pages use the snapshot of their request instead."""
    return cast(Engine, current_app.extensions["engine"])


def snapshot() -> Snapshot:
    """The snapshot of this request, taken once and kept to its end.

    Were the engine asked again and again, a page might name posts of one generation and find them
    gone in the next.
    """
    held: Snapshot | None = g.get("snapshot")
    if held is None:
        held = g.snapshot = engine().now()
    return held


def served() -> Digest | None:
    """The digest of this request's snapshot; ``None`` if the index can't be used."""
    try:
        return snapshot().digest
    except SearchError:
        return None


def kept(name: str, make: Callable[[], Made]) -> Made:
    """A value cached for this request's generation under a name, made on first use.

    It is kept as long as the snapshot is, and so must not hold on to it. Two readers at once may
    both make it.
    """
    made: dict[str, object] = current_app.extensions["made"].setdefault(snapshot(), {})
    if name not in made:
        made[name] = make()
    return cast(Made, made[name])


def catalog() -> Catalog:
    """The catalog of the digest, made once a generation."""
    held: Catalog | None = g.get("catalog")
    if held is None:
        held = g.catalog = kept("catalog", lambda: Catalog.of(snapshot().digest))
    return held


def once(macro: Macro, *given: Hashable) -> Markup:
    """The output of a template macro that depends only on its arguments, cached."""
    return catalog().pieces(macro, where(), *given)


def register(app: Flask) -> None:
    """Give the catalog and the digest to an app's templates, imported ones included."""
    app.extensions["made"] = WeakKeyDictionary()
    app.jinja_env.globals["catalog"] = LocalProxy(catalog)
    app.jinja_env.globals["digest"] = LocalProxy(lambda: catalog().digest)
    app.jinja_env.globals["once"] = once


def topic_at(slug: str) -> Topic:
    """The topic with the slug in an address; 404 if there is none."""
    found = catalog().topics.get(slug)
    if found is None or found.slug != slug:
        abort(404, Message("There is no topic “%(name)s”.", name=slug))
    return found


def kind_at(slug: str) -> ResearchKind:
    """The kind of research with the slug in an address; 404 if there is none."""
    found = catalog().kinds.get(slug)
    if found is None or found.slug != slug:
        abort(404, Message("There is no kind of research “%(name)s”.", name=slug))
    return found


def there(ids: Iterable[str]) -> tuple[str, ...]:
    """Those of some ids that are of posts, each once, with former ids replaced.

    Of a list kept for years a post may have gone; the others are there all the same.
    """
    known = kept("ids", lambda: frozenset(snapshot().ids))
    found = (one if one in known else snapshot().moved(one) for one in ids)
    return tuple(dict.fromkeys(one for one in found if one))


def reference_of(post: Post) -> Reference:
    """The reference of a post, with the address by which it is known here."""
    return reference(post, whole(canonical_post(post)), catalog().digest.name)
