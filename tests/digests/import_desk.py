"""A small digest for the tests of import formats, and functions that read files into it."""

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
# The citations of the two works that each reference file holds.
CITED = [
    "Stone, C., van den Berg, I., Jr., & Walking Group. (2020). Pace and company on long "
    "walks: A survey. Journal of Walks, 12(3), 45–67. https://doi.org/10.1000/walks.12",
    "Brook, E. (2019). Rain. In D. B. Hill & C. Stone (Eds.), All weathers (2nd ed., "
    "pp. 2–9). Heath Press.",
]


def fixture(name: str) -> bytes:
    """The bytes of a file in tests/fixtures."""
    return REPOSITORY.joinpath("tests", "fixtures", name).read_bytes()


def read(importer: Importer, data: bytes | str, source: str = "source") -> Imported:
    """Read a file into the small digest."""
    return importer.read(data if isinstance(data, bytes) else data.encode(), Path(source), DIGEST)


def told(imported: Imported) -> list[str]:
    """The problems, each without the name of its file."""
    return [str(problem).partition(":")[2] for problem in imported.problems]
