"""A listing page about walks, whole or line by line, and functions that import it."""

from __future__ import annotations

from pathlib import Path

from corpus.digest import Digest, ResearchKind, Topic
from corpus.importer import Imported
from corpus.importing.pages.listing import ListingImporter
from corpus.post import Post

FIXTURES = Path(__file__).parent.parent / "fixtures/listing"
DIGEST = Digest(
    name="Walks",
    kinds=(
        ResearchKind("meta-analysis", "meta-analysis"),
        ResearchKind("qualitative-study", "qualitative study"),
        ResearchKind("survey", "survey"),
        ResearchKind("chapter", "review or book chapter"),
    ),
    topics=(
        Topic("company", "Company", ("Others",)),
        Topic("pace", "Pace", (), "Speed, brisk walks, strolls."),
        Topic("weather", "Weather and/or Season", (), "Rain, snow, heat."),
        Topic("miscellaneous", "Miscellaneous"),
    ),
)
CITATION = "Stone, C., & Hill, D. (2019). Pace and mood: A survey. Journal of Walks, 12(3), 4-7."
SUMMARY = (
    "Pace is what most walkers ask about first. The authors asked 120 of them how fast they went "
    "and how they felt, and followed them for a year. Those who strolled felt as well as the rest."
)
IMPLICATIONS = "Let walkers choose their pace. Ask them again when the weather turns."
PREAMBLE = (
    "Handbook of Walking and Health: Starting in March 2013 I will review, one by one, chapters of "
    "a book that all who lead walks should own, since nothing like it has been written (Hill, 2013)"
)


def read(page: str | bytes, month: str | None = None) -> Imported:
    """The posts and errors that the importer reads from a page."""
    data = page if isinstance(page, bytes) else page.encode()
    return ListingImporter(month).read(data, Path("page.txt"), DIGEST)


def page(*lines: str) -> str:
    """A page of one post; ``lines`` follow its title."""
    return "\n".join(("May 2021", "Does Pace Matter?", *lines))


def only(imported: Imported) -> Post:
    """The one post of a page without errors."""
    errors = [str(p) for p in imported.problems if p.severity == "error"]
    assert not errors, errors
    assert len(imported.posts) == 1, [post.title for post in imported.posts]
    return imported.posts[0]


def errors(imported: Imported) -> list[tuple[int, str]]:
    """The line and message of each error."""
    return [(p.line, f"{p.what}: {p.cure}") for p in imported.problems if p.severity == "error"]
