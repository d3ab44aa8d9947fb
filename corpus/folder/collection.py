"""Reads BEIR collections (documents as JSON lines) as digests."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO

from corpus.digest import Digest
from corpus.filed import Gathering
from corpus.folder.reading_cache import Recollection
from corpus.folder.text_file import MAX_BYTES
from corpus.importer import Imported
from corpus.post import Post
from corpus.problem import Problem, Problems

COLLECTION = "corpus.jsonl"
MAX_TITLE = 80

# JSON can spell out what text can't hold: control characters and halves of surrogate pairs.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_collection(
    path: Path, known: Recollection | None = None
) -> tuple[Digest, tuple[Problem, ...]]:
    """A BEIR ``corpus.jsonl`` as a digest with only posts, in the file's order.

    Posts keep the ids they came with; they have no month, topics or kind of research. Lines that
    are ``known`` are not read again.
    """
    if known is not None:
        known.begin()
    name = path.resolve().parent.name if path.name == COLLECTION else path.stem
    problems = Problems(Path(path.name))
    gathering = Gathering()
    for post in _posts(_lines_of(path, problems), problems, known):
        gathering.add(post)
    return Digest(name=name, posts=gathering.posts()), tuple(problems.found)


class BeirImporter:
    """Imports a collection's documents as posts of one month, to be completed."""

    name = "beir"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read JSON lines; without a month they are errors."""
        problems = Problems(source)
        posts = tuple(_posts(_lines(BytesIO(data), problems), problems))
        if not posts and not problems.found:
            problems.error(1, "there is no post in the file", "check that it is the right file")
        if posts and self.month is None:
            problems.error(
                1,
                "the documents have no month, and a digest's posts need one",
                "give one: --month 2024-05",
            )
            posts = ()
        return Imported(
            tuple(replace(post, month=self.month) for post in posts), tuple(problems.found)
        )


def _posts(
    lines: Iterable[tuple[int, bytes]], problems: Problems, known: Recollection | None = None
) -> Iterator[Post]:
    taken: dict[str, int] = {}
    for number, line in lines:
        read = partial(_post, line, number, problems)
        # A line at fault makes no post, so that its fault is told again.
        post = known.of(line, read) if known else read()
        if post is None:
            continue
        if post.id in taken:
            problems.error(
                number,
                f'the id "{post.id}" is also that of line {taken[post.id]}',
                "give one of the two documents another id",
            )
            continue
        taken[post.id] = number
        yield post


def _lines_of(path: Path, problems: Problems) -> Iterator[tuple[int, bytes]]:
    """The lines of a file up to where it can't be read, which is a problem."""
    try:
        with path.open("rb") as file:
            yield from _lines(file, problems)
    except OSError as error:
        problems.error(1, f"the file can't be read ({error.strerror})", "mend its permissions")


def _lines(file: IO[bytes], problems: Problems) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, numbered from 1; one that is too long is a problem."""
    number = 0
    while line := file.readline(MAX_BYTES + 1):
        number += 1
        if len(line) > MAX_BYTES:
            problems.error(
                number,
                f"the line has more than {MAX_BYTES:,} bytes",
                "each line holds one document: split or shorten it",
            )
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_BYTES)
        elif not line.isspace():
            yield number, line


def _post(line: bytes, number: int, problems: Problems) -> Post | None:
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        problems.error(
            number,
            "the line is not JSON in UTF-8",
            'write {"_id": "...", "title": "...", "text": "..."} on one line',
        )
        return None
    if not isinstance(document, dict):
        document = {}
    key, title, text = document.get("_id", ""), document.get("title", ""), document.get("text", "")
    if isinstance(key, int):
        key = str(key)
    if not isinstance(key, str) or not key.strip():
        problems.error(number, "the document has no _id", 'add "_id": "..."')
        return None
    title, text = title or "", text or ""
    if not isinstance(title, str) or not isinstance(text, str):
        problems.error(number, "title or text is not text", 'write "title": "...", "text": "..."')
        return None
    if b"\\" in line:
        key, title, text = (_CONTROL.sub(" ", part) for part in (key, title, text))
        if not _is_unicode((key, title, text)):
            problems.error(
                number, "the document holds half a character (\\ud800 to \\udfff)", "delete it"
            )
            return None
    title, text = " ".join(title.split()), text.strip()
    if not title and not text:
        problems.warning(
            number, "the document is empty and was left out", "give it a title or a text"
        )
        return None
    return Post(id=key.strip(), title=title or _first_words(text), summary=text)


def _is_unicode(texts: Iterable[str]) -> bool:
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        return False
    return True


def _first_words(text: str) -> str:
    """The beginning of the text, cut between words: the title of an untitled document."""
    start = " ".join(text[: 4 * MAX_TITLE].split())
    if len(start) <= MAX_TITLE:
        return start
    return (start[:MAX_TITLE].rpartition(" ")[0] or start[: MAX_TITLE - 1]) + "…"
