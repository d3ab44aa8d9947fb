"""What the tests of the import formats share: a small digest, and reading into it."""

from __future__ import annotations

from pathlib import Path

from corpus.digest import Digest, ResearchKind, Topic
from corpus.importer import Imported, Importer
from tests.conftest import REPOSITORY

DIGEST = Digest(
    "Walks",
    kinds=(
        ResearchKind("meta-analysis", "meta-analysis", overview=True),
        ResearchKind("survey", "survey", ("poll",)),
    ),
    topics=(
        Topic("pace", "Pace", ("Speed",), "How fast people walk, and who leads."),
        Topic("weather", "Weather, and Season", (), "Rain, snow and coats."),
    ),
)


def fixture(name: str) -> bytes:
    """The bytes of a file in tests/fixtures."""
    return REPOSITORY.joinpath("tests", "fixtures", name).read_bytes()


def read(importer: Importer, data: bytes | str, source: str = "source") -> Imported:
    """Read into the small digest."""
    return importer.read(data if isinstance(data, bytes) else data.encode(), Path(source), DIGEST)


def told(imported: Imported) -> list[str]:
    """The problems, each without the name of its file."""
    return [str(problem).partition(":")[2] for problem in imported.problems]
