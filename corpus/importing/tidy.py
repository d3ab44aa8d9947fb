"""An imported post as a digest's file can hold it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.folder.text_file import as_text
from corpus.json_values import names_of
from corpus.post import DETAILS, Correction, Post


def tidied(post: Post) -> Post:
    """The post without what no file can hold: control characters, and blanks around its parts."""

    def line(text: str | None) -> str:
        return " ".join(as_text(text or "").split())

    return replace(
        post,
        title=line(post.title),
        citation=line(post.citation) or None,
        doi=line(post.doi) or None,
        research=line(post.research) or None,
        summary=as_text(post.summary).strip(),
        implications=as_text(post.implications).strip(),
        topics=tuple(topic for topic in map(line, post.topics) if topic),
        **{name: _lined(getattr(post, name)) for name in DETAILS},
    )


def _lined(value: Any) -> Any:
    """A field's value as a file can hold it: each text on one line, what says nothing ``None``."""
    if isinstance(value, str):
        return " ".join(as_text(value).split()) or None
    if isinstance(value, tuple):
        return tuple(map(_lined, value))
    if isinstance(value, Study | Effect | Notice | Correction):
        told = {name: _lined(getattr(value, name)) for name in names_of(type(value))}
        lined = replace(value, **told)
        return None if lined == Study() else lined
    return value
