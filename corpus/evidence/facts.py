"""The line of facts: a study in one line of plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.digest import ResearchKind
from corpus.evidence.study import Study
from corpus.message import Counted, Joined, Message
from corpus.post import Post

_COMPARED = {
    "by chance": Message("Compares groups by chance"),
    "partly by chance": Message("Compares groups, only in part by chance"),
    "matched": Message("Compares matched groups, not by chance"),
    # True of reviews too, some of whose studies do.
    "not compared": Message("No comparison by chance"),
}


def facts_of(post: Post, kinds: Iterable[ResearchKind]) -> Joined:
    """The facts of a post's study in one line; ``kinds`` are those of its digest."""
    kind = next((kind for kind in kinds if kind.name == post.research), None)
    return facts_line(post.study, by_chance=kind is not None and kind.compares_by_chance)


def compares_by_chance(post: Post, kinds: Iterable[ResearchKind]) -> bool:
    """Whether a post's study compares groups made by chance, by field or by kind."""
    compared = post.study.compared if post.study else None
    if compared in _COMPARED:
        return compared == "by chance"
    return any(kind.name == post.research and kind.compares_by_chance for kind in kinds)


def facts_line(study: Study | None, *, by_chance: bool = False) -> Joined:
    """How a study compared, what it rests on, and its year; empty if nothing is known.

    ``Compares groups by chance · 10 studies, 1,240 people · study of 2014``, with ``in all, fewer
    for some effects`` where an effect says that it rests on fewer. ``by_chance`` says
    that its kind of research always compares so, for a study that does not say how it compared.
    """
    return Joined(tuple(_parts(study or Study(), by_chance)), " · ")


def _parts(study: Study, by_chance: bool) -> Iterator[str]:
    if study.compared in _COMPARED:
        yield _COMPARED[study.compared]
    elif by_chance:
        yield _COMPARED["by chance"]
    counts: list[str] = []
    if study.studies is not None:
        studies = Counted("%(num)s study", "%(num)s studies", study.studies)
        counts.append(studies if study.studies else Message("no studies"))
    if study.participants is not None:
        people = Counted("%(num)s person", "%(num)s people", study.participants)
        counts.append(people if study.participants else Message("no people"))
    if counts and _has_smaller_effects(study):
        yield Message("%(counts)s in all, fewer for some effects", counts=Joined(counts, ", "))
    elif counts:
        yield Joined(counts, ", ")
    if study.year is not None:
        yield Message("study of %(year)s", year=str(study.year))
    if study.read == "secondhand":
        yield Message("known at second hand")


def _has_smaller_effects(study: Study) -> bool:
    """Whether an effect says that it rests on fewer studies or people than the whole study."""
    return any(
        part is not None and whole is not None and part < whole
        for effect in study.effects
        for part, whole in (
            (effect.studies, study.studies),
            (effect.participants, study.participants),
        )
    )
