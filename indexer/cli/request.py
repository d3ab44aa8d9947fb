"""What a command was asked to index, and into which index."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from corpus.digest import Digest
from corpus.folder.read import read_corpus
from corpus.folder.reading_cache import Recollection
from indexer.errors import DigestFaulty
from indexer.shelf.open import open_shelf
from indexer.shelf.seam import serves
from search.engine.location import Location, index_location, standing_index
from search.index.embedding import installed

NO_EXTRA = "The semantic extra is not installed, so only words will be searched."


@dataclass(frozen=True, slots=True)
class Request:
    """What a command was asked for; ``semantic`` is None when nobody said so.

    One that is asked for again and again has ``known`` what it read before.
    """

    digest_dir: Path
    index_dir: Location | None = None
    semantic: bool | None = None
    known: Recollection | None = None

    @property
    def index(self) -> Location:
        """Where the index is."""
        return index_location(self.digest_dir, self.index_dir)

    @property
    def standing_index(self) -> Location:
        """Where the index is. Raises ``IndexMissing`` for a folder that is not there."""
        return standing_index(self.digest_dir, self.index_dir)

    @property
    def by_meaning(self) -> bool:
        """Whether posts are to be found by meaning: as asked, else if the extra is there."""
        return installed() if self.semantic is None else self.semantic

    @property
    def notes(self) -> tuple[str, ...]:
        """What the maintainer should know of how the request was understood."""
        return (NO_EXTRA,) if self.semantic is None and not installed() else ()

    def digest(self) -> Digest:
        """The digest as it is now. Raises ``DigestFaulty`` once its faults have been told."""
        reading = read_corpus(self.digest_dir, self.known)
        for problem in reading.faults:
            click.echo(str(problem), err=True)
        if reading.faults:
            raise DigestFaulty(reading.faults, serves=serves(open_shelf(self.index)))
        return reading.digest
