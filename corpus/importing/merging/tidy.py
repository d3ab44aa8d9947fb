"""Cleans an imported post so that a digest's file can hold it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.folder.text_file import as_text
from corpus.json_values import names_of
from corpus.post import DETAILS, Correction, Post, Translation
from corpus.text.spaces import one_line

# Soft hyphens and marks without width, which no reader sees and no search finds a word across.
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")


def tidied(post: Post) -> Post:
    """The post without characters and values that no file can hold."""
    clean = replace(
        post,
        title=_line(post.title),
        citation=_line(post.citation) or None,
        doi=_line(post.doi) or None,
        research=_line(post.research) or None,
        summary=_text(post.summary).strip(),
        implications=_text(post.implications).strip(),
        topics=tuple(topic for topic in map(_line, post.topics) if topic),
        translations=tuple(map(_told, post.translations)),
        **{name: _lined(getattr(post, name)) for name in DETAILS},
    )
    return clean.keeping_up_from(post)


def _told(told: Translation) -> Translation:
    """A translation as its file can hold it."""
    return replace(
        told,
        title=_line(told.title),
        bottom_line=_line(told.bottom_line) or None,
        summary=_text(told.summary).strip(),
        implications=_text(told.implications).strip(),
        of=_line(told.of),
    )


def _lined(value: Any) -> Any:
    """A field's value as a file can hold it: texts on one line, empty ones ``None``."""
    if isinstance(value, str):
        return _line(value) or None
    if isinstance(value, tuple):
        return tuple(map(_lined, value))
    if isinstance(value, Study | Effect | Notice | Correction):
        told = {name: _lined(getattr(value, name)) for name in names_of(type(value))}
        lined = replace(value, **told)
        return None if lined == Study() else lined
    return value


def _text(text: str) -> str:
    return _UNSEEN.sub("", as_text(text))


def _line(text: str | None) -> str:
    return one_line(_text(text or ""))
