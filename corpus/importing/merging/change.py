"""A planned import: files to write, and problems."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from corpus.importing.merging.placed import ImageCopy
from corpus.problem import Problem


@dataclass(frozen=True, slots=True)
class Change:
    """A file of the digest to write; ``before`` is ``None`` for a new one."""

    file: Path
    before: str | None
    after: str

    @property
    def diff(self) -> str:
        """The change as a unified diff that ``patch`` can read."""
        old = self.before.splitlines(keepends=True) if self.before is not None else []
        source = f"a/{self.file}" if self.before is not None else "/dev/null"
        new = self.after.splitlines(keepends=True)
        return "".join(unified_diff(old, new, source, f"b/{self.file}"))


@dataclass(frozen=True, slots=True)
class Merge:
    """The planned changes of an import.

    ``founded`` are the files of a new digest. ``kept`` are files that a person edited and the
    page changed as well: they are left alone, and each says what ``force`` would write. ``moved``
    are files out of which the fields of an earlier version move into ``marks``, the file that
    tells where each post came from. ``translations`` are files beside those of the posts, new or
    changed, and ``images`` are files to be copied there.
    """

    founded: tuple[Change, ...] = ()
    added: tuple[Change, ...] = ()
    updated: tuple[Change, ...] = ()
    unchanged: tuple[Path, ...] = ()
    kept: tuple[Change, ...] = ()
    moved: tuple[Change, ...] = ()
    marks: Change | None = None
    translations: tuple[Change, ...] = ()
    images: tuple[ImageCopy, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """The files to write, ordered so that an interrupted run loses nothing.

        What tells of a post that is not there yet does no harm; a post of which nothing is told
        would count as written by hand. A translation is nothing without its post.
        """
        marks = (self.marks,) if self.marks else ()
        posts = self.founded + self.updated + marks + self.moved + self.added
        return posts + self.translations

    @property
    def faults(self) -> tuple[Problem, ...]:
        """The errors among the problems."""
        return tuple(problem for problem in self.problems if problem.severity == "error")
