"""Wraps importers, so that an exception inside becomes a problem."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

from corpus.digest import Digest
from corpus.importer import Imported, Importer
from corpus.importing.recognise import told_apart
from corpus.problem import Problem


@dataclass(frozen=True, slots=True)
class Guarded:
    """An importer that never raises."""

    importer: Importer

    @property
    def name(self) -> str:
        """The name of the importer inside."""
        return self.importer.name

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read as the importer does; an exception becomes an error that names its place.

        A file that is plainly of another format is an error that names it.
        """
        if other := told_apart(data, self.importer.name):
            return Imported((), (Problem(source, 1, *other),))
        try:
            return self.importer.read(data, source, digest)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            what = (
                "the file can't be read, by a fault in the program: "
                f"{type(error).__name__}: {' '.join(str(error).split())[:200]} "
                f"({Path(place.filename).name}, line {place.lineno})"
            )
            cure = "please report it, with the file; the others were read"
            return Imported((), (Problem(source, 1, what, cure),))
