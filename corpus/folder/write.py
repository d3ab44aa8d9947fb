"""Writes a post's file; equal posts give equal text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from corpus.evidence.study import Study, figure
from corpus.folder.front_matter import FENCE
from corpus.folder.post_body import HEADING
from corpus.folder.post_fields import RELATIONS
from corpus.json_values import to_json
from corpus.post import Post
from corpus.text.dates import is_date

# Characters that YAML reads as themselves wherever they stand in a plain scalar; in one that
# stands between braces a comma is none of them.
_PLAIN = re.compile(r"[A-Za-z0-9](?:[\w ()/,.&+-]*[\w).])?")
_PLAIN_INSIDE = re.compile(r"[A-Za-z0-9](?:[\w ()/.&+-]*[\w).])?")


def post_text(post: Post) -> str:
    """The text of the post's file, which reads back as the same post.

    That holds for a post as a file can say it: text on one line where it is one line, no blanks
    around its parts, and the heading of the implications in neither part.
    """
    front = "\n".join(_front(post))
    parts = [part for part in (post.summary, HEADING, post.implications) if part]
    return f"{FENCE}\n{front}\n{FENCE}\n\n" + "\n\n".join(parts) + "\n"


def _front(post: Post) -> Iterator[str]:
    yield f"title: {quoted(post.title)}"
    if post.month:
        yield f"month: {scalar(post.month)}"
    yield from _list("topics", post.topics)
    if post.research:
        yield f"research: {scalar(post.research)}"
    if post.citation:
        yield f"citation: {quoted(post.citation)}"
    if post.doi:
        yield f"doi: {scalar(post.doi)}"
    if post.pmid:
        yield f"pmid: {quoted(post.pmid)}"
    if post.bottom_line:
        yield f"bottom_line: {quoted(post.bottom_line)}"
    if post.study:
        yield from _study(post.study)
    yield from _groups("notices", post.notices)
    if any(getattr(post, name) for name in RELATIONS):
        yield "related:"
        for name in RELATIONS:
            yield from _list(name, getattr(post, name), "  ")
    yield from _list("aliases", post.aliases)
    texts = (
        ("author", post.writer),
        ("interests", post.interests),
        ("series", post.series),
        ("licence", post.licence),
    )
    yield from (f"{name}: {scalar(text)}" for name, text in texts if text)
    yield from _groups("corrections", post.corrections)
    if post.draft:
        yield "draft: true"
    if post.publish:
        yield f"publish: {post.publish if is_date(post.publish) else quoted(post.publish)}"
    yield from _list("unseen", post.unseen)
    if post.topics_proposed:
        yield "topics_proposed: true"


def _study(study: Study) -> Iterator[str]:
    yield "study:"
    for name, told in to_json(study).items():
        if name != "effects":
            yield f"  {name}: {scalar(told) if isinstance(told, str) else told}"
    yield from _groups("effects", study.effects, "  ")


def _groups(name: str, values: Sequence[Any], indent: str = "") -> Iterator[str]:
    """A list of groups of fields, one a line."""
    if values:
        yield f"{indent}{name}:"
        for value in values:
            yield f"{indent}  - {group_line(value)}"


def group_line(value: Any) -> str:
    """A group of fields on one line: ``{kind: erratum, date: 2020-05-06}``."""
    told = (f"{field}: {_inside(field, held)}" for field, held in to_json(value).items())
    return f"{{{', '.join(told)}}}"


def _inside(name: str, held: str | float) -> str:
    """A field's text, date or number as written inside braces."""
    if isinstance(held, str):
        return held if name == "date" and is_date(held) else scalar(held, _PLAIN_INSIDE)
    return figure(held)


def _list(name: str, items: Sequence[str], indent: str = "") -> Iterator[str]:
    if items:
        yield f"{indent}{name}:"
        yield from (f"{indent}  - {scalar(item)}" for item in items)


def scalar(text: str, plain: re.Pattern[str] = _PLAIN) -> str:
    """A text in one line of YAML, quoted where that would be read as something else."""
    if plain.fullmatch(text):
        dumped: str = yaml.safe_dump(text, allow_unicode=True, width=2**30)
        if dumped.startswith(text):
            return text
    return quoted(text)


def quoted(text: str) -> str:
    """A text in double quotes, escaped for any YAML reader."""
    if text.isprintable():
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    # Rare characters are escaped by the library's own rules.
    dumped: str = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=2**30)
    return dumped.rstrip("\n")
