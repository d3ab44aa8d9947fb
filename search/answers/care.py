"""Whether a question or a post is about harm, so that help is named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from corpus.digest import Care, Digest
from corpus.post import Post
from search.question import Question, clean


def concerns(care: Care, *texts: str) -> bool:
    """Whether one of the texts has one of the words that ask for care.

    Words are whole words or phrases; case, hyphens, apostrophes and line ends make no difference.
    """
    wanted = _pattern(care.words)
    return wanted is not None and any(wanted.search(_plain(text)) for text in texts)


def help_for(digest: Digest, question: Question, corrected: str | None = None) -> str:
    """Where to get help (Markdown), when a question is about harm; else empty.

    What was typed counts, what it was ``corrected`` to, and the names of the topics asked for.
    """
    names = {topic.slug: topic.name for topic in digest.topics}
    topics = (names.get(value, value) for value in question.topics)
    asked = (question.text, corrected or "", *topics)
    return digest.care.text if concerns(digest.care, *asked) else ""


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
