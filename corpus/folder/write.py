"""A post's file as text, always the same for the same post, and written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from corpus.folder.front_matter import FENCE
from corpus.folder.post_file import HEADING, Origin
from corpus.post import Post

# Characters that YAML reads as themselves wherever they stand in a plain scalar.
_PLAIN = re.compile(r"[A-Za-z0-9](?:[\w ()/,.&+-]*[\w).])?")


def post_text(post: Post, origin: Origin | None = None) -> str:
    """The text of the post's file; reading it gives the post again.

    That holds for a post as a file can say it: text on one line where it is one line, no blanks
    around its parts, and the heading of the implications in neither part.
    """
    front = "\n".join(_front(post, origin))
    parts = [part for part in (post.summary, HEADING, post.implications) if part]
    return f"{FENCE}\n{front}\n{FENCE}\n\n" + "\n\n".join(parts) + "\n"


def replace_file(path: Path, text: str) -> None:
    """Write the file whole or not at all: a reader sees the old text or the new.

    Raises ``OSError``; nothing is left behind then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()
        raise


def _front(post: Post, origin: Origin | None) -> Iterator[str]:
    yield f"title: {quoted(post.title)}"
    if post.month:
        yield f"month: {_scalar(post.month)}"
    yield from _list("topics", post.topics)
    if post.research:
        yield f"research: {_scalar(post.research)}"
    if post.citation:
        yield f"citation: {quoted(post.citation)}"
    if post.doi:
        yield f"doi: {_scalar(post.doi)}"
    if post.pin or post.never:
        yield "related:"
        yield from _list("pin", post.pin, "  ")
        yield from _list("never", post.never, "  ")
    if post.topics_proposed:
        yield "topics_proposed: true"
    if origin:
        yield "imported:"
        yield f"  from: {_scalar(origin.importer)}"
        yield f"  key: {_scalar(origin.key)}"
        yield f"  text: {quoted(origin.text)}"
        yield f"  filing: {quoted(origin.filing)}"


def _list(name: str, items: Sequence[str], indent: str = "") -> Iterator[str]:
    if items:
        yield f"{indent}{name}:"
        yield from (f"{indent}  - {_scalar(item)}" for item in items)


def _scalar(text: str) -> str:
    """The text as it stands where any YAML reader takes it for text, else in quotes."""
    if _PLAIN.fullmatch(text):
        dumped: str = yaml.safe_dump(text, allow_unicode=True, width=2**30)
        if dumped.startswith(text):
            return text
    return quoted(text)


def quoted(text: str) -> str:
    """The text in double quotes, as any YAML reader takes it."""
    if text.isprintable():
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    # Rare characters are escaped by the library's own rules.
    dumped: str = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=2**30)
    return dumped.rstrip("\n")
