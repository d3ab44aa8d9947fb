"""The interface of importers: bytes of some format in, posts and problems out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from corpus.digest import Digest
from corpus.post import Post, Translation
from corpus.problem import Problem


@dataclass(frozen=True, slots=True)
class Imported:
    """The posts that an importer made of some bytes, and the problems with the rest.

    A post's id is the one that it has where it comes from, if it has one there. ``source`` is the
    site, feed or service that gives such ids and never gives one to another post; it is empty where
    the file alone does, as it numbers its rows. ``images`` are the files of the images that the
    posts show, by the addresses that these have in their texts. ``translations`` are of posts in
    other files, each by the file of its original.
    """

    posts: tuple[Post, ...]
    problems: tuple[Problem, ...] = ()
    source: str = ""
    images: Mapping[str, Path] = field(default_factory=dict)
    translations: Mapping[Path, Translation] = field(default_factory=dict)


class Importer(Protocol):
    """Reads one format. It never writes, and reports bad input as problems, never raising."""

    @property
    def name(self) -> str:
        """The name of the format on the command line."""

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read the bytes of ``source`` into posts of ``digest`` (whose topics it may propose)."""
