"""The facts of a study in one line of plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.digest import ResearchKind
from corpus.evidence.study import Study
from corpus.post import Post

_COMPARED = {
    "by chance": "Compares groups by chance",
    "matched": "Compares matched groups, not by chance",
    # True of reviews too, some of whose studies do.
    "not compared": "No comparison by chance",
}


def facts_of(post: Post, kinds: Iterable[ResearchKind]) -> str:
    """The facts of a post's study in one line; ``kinds`` are those of its digest."""
    kind = next((kind for kind in kinds if kind.name == post.research), None)
    return facts_line(post.study, by_chance=kind is not None and kind.compares_by_chance)


def compares_by_chance(post: Post, kinds: Iterable[ResearchKind]) -> bool:
    """Whether a post's study says so, or else is of a kind that always compares so."""
    compared = post.study.compared if post.study else None
    if compared in _COMPARED:
        return compared == "by chance"
    return any(kind.name == post.research and kind.compares_by_chance for kind in kinds)


def facts_line(study: Study | None, *, by_chance: bool = False) -> str:
    """How a study compared, what it rests on, when it appeared; empty when none of it is known.

    ``Compares groups by chance · 10 studies, 1,240 people · study of 2014``. ``by_chance`` says
    that its kind of research always compares so, for a study that does not say how it compared.
    """
    return " · ".join(_parts(study or Study(), by_chance))


def _parts(study: Study, by_chance: bool) -> Iterator[str]:
    if study.compared in _COMPARED:
        yield _COMPARED[study.compared]
    elif by_chance:
        yield _COMPARED["by chance"]
    counts = []
    if study.studies is not None:
        counts.append(_counted(study.studies, "study", "studies"))
    if study.participants is not None:
        counts.append(_counted(study.participants, "person", "people"))
    if counts:
        yield ", ".join(counts)
    if study.year is not None:
        yield f"study of {study.year}"
    if study.read == "secondhand":
        yield "known at second hand"


def _counted(count: int, noun: str, nouns: str) -> str:
    return f"{count:,} {noun if count == 1 else nouns}" if count else f"no {nouns}"
