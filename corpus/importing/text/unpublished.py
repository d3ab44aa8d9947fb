"""Recognises items that are not public: drafts, private, protected and scheduled ones.

It knows the words of every program that posts are imported from.

Each program has words of its own for it; here they stand together, for every format.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from corpus.text.dates import day_in

_YES = frozenset({"true", "yes", "on", "1", "y"})
_NO = frozenset({"false", "no", "off", "0", "n"})
# Fields that say by yes or no whether an item is public, and what it is if it is not.
_IF_SET = {
    **dict.fromkeys(("draft", "is_draft"), "draft"),
    **dict.fromkeys(("private", "hidden"), "private"),
    **dict.fromkeys(("unlisted", "eleventyexcludefromcollections"), "unlisted"),
}
_IF_NOT_SET = {
    "published": "draft",
    "publish": "draft",
    "is_published": "draft",
    "public": "private",
    "dg-publish": "draft",
}
# Words of a field that tells the state of an item, and how we call it.
_STATES = {
    **dict.fromkeys(("draft", "drafts", "auto-draft", "unpublished", "wip"), "draft"),
    **dict.fromkeys(("pending", "review", "in review", "needs review"), "pending"),
    **dict.fromkeys(("future", "scheduled"), "scheduled"),
    **dict.fromkeys(("private", "hidden", "internal"), "private"),
    **dict.fromkeys(("trash", "deleted"), "trash"),
    **dict.fromkeys(("members", "paid", "tiers", "subscribers", "only_paid"), "for members"),
    **dict.fromkeys(("password", "protected"), "password-protected"),
    "inherit": "revision",
}
_STATE_FIELDS = ("status", "post_status", "state", "visibility", "audience")
_PASSWORD_FIELDS = ("password", "post_password")
# The day on which an item ceases to be public.
_LAST_FIELDS = ("expirydate", "expires", "expiry", "unpublishdate", "unpublish")
# The first that is there tells when an item becomes public.
_DATE_FIELDS = ("publish", "publishdate", "publish_date", "published_at", "post_date", "date")


def why_unpublished(fields: Mapping[str, str], today: date | None = None) -> str:
    """Why an item is not public (``draft``, ``private``, ``scheduled``, ...); else empty.

    ``fields`` are its own, by name; names and values that are not known here tell nothing. Without
    ``today`` it is the day that it is in Greenwich.
    """
    today = today or datetime.now(UTC).date()
    told = {name.strip().lower(): text.strip().lower() for name, text in fields.items()}
    for name, sort in _IF_SET.items():
        if told.get(name, "") in _YES:
            return sort
    for name, sort in _IF_NOT_SET.items():
        if told.get(name, "") in _NO:
            return sort
    for name in _STATE_FIELDS:
        if sort := _STATES.get(told.get(name, ""), ""):
            return sort
    if any(told.get(name) for name in _PASSWORD_FIELDS):
        return "password-protected"
    if any(day <= today for name in _LAST_FIELDS if (day := day_in(told.get(name, "")))):
        return "expired"
    first = day_of_publication(fields)
    return "scheduled" if first and first > today else ""


def day_of_publication(fields: Mapping[str, str]) -> date | None:
    """The day from which an item is public, as far as its fields say."""
    told = {name.strip().lower(): text for name, text in fields.items()}
    days = (day_in(told.get(name, "")) for name in _DATE_FIELDS)
    return next((day for day in days if day), None)
