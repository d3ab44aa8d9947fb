"""The digest, the index and the options that a command was called with."""

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
from search.errors import ModelMissing
from search.index.model.known import lacking


@dataclass(frozen=True, slots=True)
class Request:
    """What a command was called with; ``semantic`` is None if neither option was given.

    ``known`` keeps what was read before, for commands that read a digest again and again.
    """

    digest_dir: Path
    index_dir: Location | None = None
    semantic: bool | None = None
    known: Recollection | None = None

    @property
    def index(self) -> Location:
        """The location of the index."""
        return index_location(self.digest_dir, self.index_dir)

    @property
    def standing_index(self) -> Location:
        """The location of the index. Raises ``IndexMissing`` if its folder does not exist."""
        return standing_index(self.digest_dir, self.index_dir)

    @property
    def by_meaning(self) -> bool:
        """Whether to find posts by meaning: as given, else whether the extra is installed."""
        return lacking() is None if self.semantic is None else self.semantic

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes for the maintainer on how the options were understood."""
        lack = lacking() if self.semantic is None else None
        if lack is None:
            return ()
        told = f"{str(lack)[0].upper()}{str(lack)[1:]}, so posts will be found by words only."
        return (f"{told} {lack.hint}" if isinstance(lack, ModelMissing) else told,)

    def digest(self) -> Digest:
        """The digest as it is now. Prints its faults and raises ``DigestFaulty`` if it has any."""
        reading = read_corpus(self.digest_dir, self.known)
        for problem in reading.faults:
            click.echo(str(problem), err=True)
        if reading.faults:
            raise DigestFaulty(reading.faults, serves=serves(open_shelf(self.index)))
        return reading.digest
