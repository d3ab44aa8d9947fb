"""The questions for comparing engines: real ones, some with filters, and phrases from titles."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.digest import Digest
from search.evaluation.judgments import read_questions

# Development splits only: nothing may be chosen by a test split. The 30 questions of med are only
# timed.
SOURCES = (("nfcorpus", "dev", 135), ("scifact", "train", 135), ("med", "test", 30))

_WORD = re.compile(r"[a-z]{4,}")
_PAIR = re.compile(r"\b([A-Za-z]{5,}) ([a-z]{5,})\b")


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One question or phrase, optionally filtered by a kind and a span of years."""

    text: str
    phrase: bool = False
    kind: str | None = None
    years: tuple[int, int] | None = None


def questions(data: Path) -> list[Inquiry]:
    """The 300 questions, mixed, the same in every run."""
    chosen = []
    for name, split, count in SOURCES:
        texts = {q.text for q in read_questions(data / name, split)}
        chosen += sorted(texts, key=_draw)[:count]
    return [Inquiry(text) for text in sorted(chosen, key=_draw)]


def filtered(asked: Sequence[Inquiry], digest: Digest) -> list[Inquiry]:
    """The same questions, each filtered by one kind of research and eight years."""
    kinds = digest.kinds
    return [
        Inquiry(i.text, kind=kinds[n % len(kinds)].name, years=(2008 + n % 8, 2015 + n % 8))
        for n, i in enumerate(asked)
    ]


def phrases(digest: Digest, count: int) -> list[Inquiry]:
    """Pairs of words from titles of the digest, so that each has an answer."""
    found: dict[str, None] = {}
    for post in sorted(digest.posts, key=lambda post: _draw(post.id)):
        pair = _PAIR.search(post.title)
        if pair:
            found[pair[0].lower()] = None
        if len(found) == count:
            break
    return [Inquiry(text, phrase=True) for text in found]


def _draw(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def dump(inquiries: Sequence[Inquiry]) -> str:
    """The inquiries as one line of JSON."""
    return json.dumps([[i.text, i.phrase, i.kind, i.years] for i in inquiries])


def load(values: Sequence[Sequence[object]]) -> list[Inquiry]:
    """The inquiries from the JSON of ``dump``."""
    return [
        Inquiry(str(text), bool(phrase), str(kind) if kind else None, _span(years))
        for text, phrase, kind, years in values
    ]


def _span(years: object) -> tuple[int, int] | None:
    if not isinstance(years, list):
        return None
    return int(years[0]), int(years[1])
