"""Atom and JSON feeds: of the digest, a topic, a kind of research, a search."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from feedgenerator import Atom1Feed
from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for

from corpus.citations.identifiers import doi_url
from corpus.post import Post
from search.results import SearchOptions
from webapp.view.address import Address
from webapp.view.catalog import catalog, kind_at, snapshot, topic_at
from webapp.view.links import search_url
from webapp.view.markdown import opening

blueprint = Blueprint("feeds", __name__)

MOST_ENTRIES = 30
_FORM = "<any(atom, json):form>"
# XML can't hold these, however they are written.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """Posts to follow, newest first; ``page`` is where people read them, ``own`` the feed's URL."""

    title: str
    page: str
    own: str
    posts: tuple[Post, ...]


@blueprint.get(f"/feed.{_FORM}")
def digest(form: str) -> Response:
    """The newest posts."""
    return _answer(form, catalog().digest.name, url_for("pages.home"), Address())


@blueprint.get(f"/topics/<slug>/feed.{_FORM}")
def topic(slug: str, form: str) -> Response:
    """The newest posts of a topic."""
    found = topic_at(slug)
    return _answer(form, found.name, url_for("pages.topic", slug=slug), Address(topics=(slug,)))


@blueprint.get(f"/kinds/<slug>/feed.{_FORM}")
def kind(slug: str, form: str) -> Response:
    """The newest posts about a kind of research."""
    found = kind_at(slug)
    return _answer(form, found.name, url_for("pages.kind", slug=slug), Address(research=(slug,)))


@blueprint.get(f"/search/feed.{_FORM}")
def search(form: str) -> Response:
    """The posts that answer a question best, newest first."""
    address = Address.read(request.args)
    if address.faults:
        abort(400, " ".join(address.faults))
    return _answer(form, address.q or "All posts", search_url(address.at(1)), address)


def _answer(form: str, title: str, page: str, address: Address) -> Response:
    options = SearchOptions(limit=MOST_ENTRIES, expand=address.expand, off=address.off)
    found = snapshot().search(address.question, options)
    # By time alone, a question would be followed by whatever has one of its words.
    posts = sorted(
        (hit.post for hit in found.hits if found.answered),
        key=lambda post: post.month or "",
        reverse=True,
    )
    name = catalog().digest.name
    feed = Feed(
        title=title if title == name else f"{title} – {name}",
        page=_absolute(page),
        own=_absolute(request.full_path.rstrip("?")),
        posts=tuple(posts),
    )
    return _json(feed) if form == "json" else _atom(feed)


def _atom(feed: Feed) -> Response:
    """The feed as Atom (RFC 4287)."""
    digest = catalog().digest
    writer = Atom1Feed(
        title=_writable(feed.title),
        link=feed.page,
        description=_writable(digest.description),
        language=digest.language,
        feed_url=feed.own,
        feed_guid=feed.own,
        author_name=_writable(digest.name),
    )
    for post in feed.posts:
        date = _date(post)
        writer.add_item(
            title=_writable(post.title),
            link=_page(post),
            unique_id=_page(post),
            description=_writable(_summary(post)),
            content=_writable(_content(post)),
            pubdate=date,
            updateddate=date,
            categories=[_writable(name) for name in _tags(post)],
        )
    return Response(writer.writeString("utf-8"), mimetype="application/atom+xml")


def _json(feed: Feed) -> Response:
    """The feed as JSON Feed 1.1."""
    digest = catalog().digest
    response = jsonify(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": feed.page,
            "feed_url": feed.own,
            "description": digest.description,
            "language": digest.language,
            "authors": [{"name": digest.name}],
            "items": [_item(post) for post in feed.posts],
        }
    )
    response.mimetype = "application/feed+json"
    return response


def _item(post: Post) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": _page(post),
        "url": _page(post),
        "title": post.title,
        "summary": _summary(post),
        "content_html": _content(post),
        "tags": list(_tags(post)),
    }
    if post.month:
        item["date_published"] = _date(post).isoformat()
    if post.doi:
        item["external_url"] = doi_url(post.doi)
    return item


def _content(post: Post) -> str:
    return render_template("entry.html", post=post)


def _summary(post: Post) -> str:
    return opening(post.implications or post.summary)


def _tags(post: Post) -> Sequence[str]:
    return [*post.topics, post.research] if post.research else post.topics


def _date(post: Post) -> datetime:
    """The first day of the post's month: a digest tells no day."""
    return (
        datetime.fromisoformat(f"{post.month}-01").replace(tzinfo=UTC) if post.month else _UNDATED
    )


def _page(post: Post) -> str:
    return url_for("pages.post", post_id=post.id, _external=True)


def _absolute(path: str) -> str:
    return request.url_root.rstrip("/") + path


def _writable(text: str) -> str:
    return _UNWRITABLE.sub(" ", text)
