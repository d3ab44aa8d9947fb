"""The posts that a digest has before an import, with their origins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from corpus.folder.imports_file import read_imports
from corpus.folder.post_file import Origin, PostFile, read_post
from corpus.folder.read import post_files
from corpus.folder.text_file import read_text
from corpus.folder.write import post_text
from corpus.importing.merging.hashes import text_hash
from corpus.importing.merging.identity import PUBMED, Identity
from corpus.post import Post
from corpus.problem import Problems

# The fields in front matter by which earlier versions told where a post came from.
_MARKS = re.compile(r"^imported[ \t]*:.*\n(?:[ \t]+.*\n|[ \t]*\n(?=[ \t]))*", re.MULTILINE)


@dataclass(frozen=True)
class ExistingPost:
    """A post file of the digest.

    ``text`` is what it holds, without the fields that told its origin in earlier versions, and
    ``before`` with them; ``None`` when it is not even text. ``post`` is ``None`` when the file
    can't be read as a post. ``origin`` is ``None`` for a post that was written by hand.
    """

    path: Path
    before: str | None
    text: str | None
    post: Post | None
    origin: Origin | None

    @property
    def id(self) -> str:
        """The post's id, which is the file's name."""
        return self.path.stem

    @property
    def names(self) -> tuple[str, ...]:
        """The post's id, and its former ones."""
        return (self.id, *(self.post.aliases if self.post else ()))

    @cached_property
    def identity(self) -> Identity | None:
        """The identity of the post."""
        pmid = self.origin.key if self.origin and self.origin.source == PUBMED else ""
        return Identity.of(self.post, pmid) if self.post else None

    @cached_property
    def is_canonical(self) -> bool:
        """Whether the file is as the program would write it: no comment, same order."""
        written = post_text(self.post) if self.post else None
        return written is not None and _without_end_blanks(written) == _without_end_blanks(
            self.text or ""
        )


def existing_posts(root: Path, problems: Problems) -> tuple[ExistingPost, ...]:
    """Every post file of the digest at ``root``, readable or not.

    Where they came from is read from ``imports.json``, and from front matter that an earlier
    version wrote; a damaged ``imports.json`` is an error among the ``problems``.
    """
    origins = read_imports(root, problems)
    files, _ = post_files(root)
    found = tuple(_existing(root, path, origins) for path in files)
    return tuple(_renamed(found, origins))


def _existing(root: Path, path: Path, origins: Mapping[str, Origin]) -> ExistingPost:
    file = path.relative_to(root)
    origin = origins.get(path.stem)
    before = read_text(path, root, Problems(file))
    if before is None:
        return ExistingPost(file, None, None, None, origin)
    # Without the digest's names: what a file says must stay, even a topic unknown here.
    reading = read_post(before, file, None, None)
    text = without_marks(before, reading, file) if reading.origin else before
    # What can be read in part must not be written anew without the rest.
    post = None if reading.broken else reading.post
    return ExistingPost(file, before, text, post, origin or reading.origin)


def without_marks(text: str, reading: PostFile, file: Path) -> str:
    """A post file's text without the fields for its origin, otherwise unchanged.

    If they can't be taken out alone, the text as it is.
    """
    bare = _MARKS.sub("", text, count=1)
    again = read_post(bare, file, None, None)
    return bare if again.origin is None and again.post == reading.post else text


def _renamed(
    found: tuple[ExistingPost, ...], origins: Mapping[str, Origin]
) -> Iterator[ExistingPost]:
    """The files; a renamed one gets the origin noted under its old name."""
    names = {file.id for file in found}
    gone = {origin.text: origin for name, origin in origins.items() if name not in names}
    for file in found:
        origin = gone.get(text_hash(file.post)) if file.post and file.origin is None else None
        yield replace(file, origin=origin) if origin else file


def _without_end_blanks(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()
