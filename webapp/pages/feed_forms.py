"""The forms of a feed: Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from feedgenerator import Atom1Feed
from markupsafe import escape

# XML can't hold these, however they are written.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The day of what has none: Atom demands one.
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed: a post, or a correction of one; ``content`` is HTML.

    ``published`` is ``None`` for a post without a month. Its texts are in ``language``.
    """

    id: str
    url: str
    title: str
    summary: str
    content: str
    published: datetime | None
    updated: datetime
    language: str
    tags: tuple[str, ...] = ()
    study: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's entries, newest first; ``page`` is the page with the same posts.

    ``own`` is the address of the feed, and ``id`` stays whatever host was asked. ``author`` and
    ``about`` tell of the digest, in ``language``. ``hub`` is the WebSub hub that is notified of the
    feed, empty without one.
    """

    id: str
    title: str
    page: str
    own: str
    author: str
    about: str
    language: str
    hub: str
    entries: tuple[Entry, ...]


class _Atom(Atom1Feed):  # type: ignore[misc]  # the library has no types
    """Atom with a link to the hub, which the library does not support."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("link", "", {"href": self.feed["hub"], "rel": "hub"})

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """The language of an entry where it is another than the feed's."""
        spoken = item["language"]
        return {} if spoken == self.feed["language"] else {"xml:lang": spoken}


def atom(feed: Feed) -> str:
    """The feed as Atom."""
    writer = _Atom(
        title=_writable(feed.title),
        link=feed.page,
        description=_writable(feed.about),
        language=feed.language,
        feed_url=feed.own,
        feed_guid=feed.id,
        author_name=_writable(feed.author),
        hub=feed.hub,
    )
    for entry in feed.entries:
        writer.add_item(
            title=_writable(entry.title),
            link=entry.url,
            unique_id=entry.id,
            # The writer declares it to be HTML.
            description=escape(_writable(entry.summary)),
            content=_writable(entry.content),
            pubdate=entry.published or UNDATED,
            updateddate=entry.updated,
            categories=[_writable(name) for name in entry.tags],
            language=entry.language,
        )
    return str(writer.writeString("utf-8"))


def json_feed(feed: Feed) -> dict[str, Any]:
    """The feed as JSON Feed."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        **({"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {}),
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.own,
        "description": feed.about,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [_item(entry) for entry in feed.entries],
    }


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content,
        "language": entry.language,
        "tags": list(entry.tags),
    }
    if entry.published:
        item["date_published"] = entry.published.isoformat()
        item["date_modified"] = entry.updated.isoformat()
    if entry.study:
        item["external_url"] = entry.study
    return item


def _writable(text: str) -> str:
    return _UNWRITABLE.sub(" ", text)
