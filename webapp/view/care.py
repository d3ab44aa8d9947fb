"""Whether a question or a post is about harm, so that help is named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from corpus.digest import Care
from corpus.post import Post
from search.question import clean


def concerns(care: Care, *texts: str) -> bool:
    """Whether one of the texts has one of the words that ask for care.

    Words are whole words or phrases; case, hyphens, apostrophes and line ends make no difference.
    """
    wanted = _pattern(care.words)
    return wanted is not None and any(wanted.search(_plain(text)) for text in texts)


def concerns_post(care: Care, post: Post) -> bool:
    """Whether a post is about such words: in its title or a topic, not in passing."""
    return concerns(care, post.title, *post.topics)


@lru_cache(maxsize=16)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(rf"\b(?:{'|'.join(_escaped(words))})\b") if words else None


def _escaped(words: Iterable[str]) -> list[str]:
    return [re.escape(_plain(word)) for word in words]


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[-‐‑–'’]", " ", clean(text).casefold()).split())
