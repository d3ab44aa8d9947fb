"""Exceptions of an importer become problems of its file."""

from __future__ import annotations

from pathlib import Path

from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.formats import FORMATS
from corpus.importing.guard import Guarded


class Broken:
    """An importer with a fault."""

    name = "broken"

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        raise KeyError("no such\nthing")


def test_an_exception_becomes_a_problem_that_names_file_and_place() -> None:
    imported = Guarded(Broken()).read(b"", Path("a.xml"), Digest("Any"))
    assert imported.posts == ()
    (problem,) = imported.problems
    assert problem.file == Path("a.xml")
    assert "KeyError: 'no such\\nthing' (test_guard.py, line " in problem.what
    assert problem.severity == "error"


def test_every_format_is_guarded() -> None:
    for source in FORMATS:
        importer = source.make("2024-05")
        assert isinstance(importer, Guarded)
        assert importer.name == source.name
