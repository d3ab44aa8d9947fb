"""Slugs and post ids: names that are safe in file systems and URLs, and readable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

MAX_SLUG = 80
MAX_ID = 120

_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")
POST_ID = re.compile(r"(?P<month>\d{4}-(?:0[1-9]|1[0-2]))-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)")

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)
_APOSTROPHES = re.compile("['‘’ʼ`]")


def slug(text: str, limit: int = MAX_SLUG) -> str:
    """ASCII words of the text joined by hyphens, at most ``limit`` characters, cut between words.

    Text without a letter or digit of the Latin alphabet gives ``post``.
    """
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold()).translate(_LETTERS)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    joined = "-".join(re.findall(r"[a-z0-9]+", bare)) or "post"
    if len(joined) <= limit:
        return joined
    whole_words = joined[: limit + 1].rpartition("-")[0]
    return whole_words or joined[:limit]


def is_month(text: str) -> bool:
    """Whether the text is a month such as ``2021-07``, in this century or the last."""
    return _MONTH.fullmatch(text) is not None


def is_post_id(name: str) -> bool:
    """Whether the name has the form of a digest's post ids: ``2021-07-some-words``."""
    return len(name) <= MAX_ID and POST_ID.fullmatch(name) is not None


def post_id(month: str, title: str, taken: Container[str] = ()) -> str:
    """The id of a post from its month (``YYYY-MM``) and title, with a number if it is ``taken``."""
    first = f"{month}-{slug(title)}"
    candidate, number = first, 1
    while candidate in taken:
        number += 1
        candidate = f"{first}-{number}"
    return candidate
