"""The JSON of a post's evidence: its study with effects, and notices on it.

What is not known of a study or an effect is null.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.evidence.notice import NOTICES
from corpus.evidence.study import COMPARISONS, QUESTIONS, READINGS, SIDES
from search.shapes.told import told


@dataclass(frozen=True)
class EffectShape:
    """One finding of a study in figures, as the study states them; nothing is computed."""

    intervention: str | None
    comparator: str | None = field(metadata=told("What it is compared with."))
    outcome: str | None
    timepoint: str | None
    measure: str | None = field(metadata=told("The measure of the value, such as g, r, OR or %."))
    value: float | None
    low: float | None = field(
        metadata=told("The lower end of the 95 % interval; null too where it is open.")
    )
    high: float | None = field(
        metadata=told("The upper end of the 95 % interval; null too where it is open.")
    )
    p: str | None = field(metadata=told("As the study states it, such as <.001."))
    studies: int | None = field(metadata=told("How many studies the effect rests on."))
    participants: int | None = field(metadata=told("How many people it rests on."))
    favours: str | None = field(metadata=told("Whom it favours.", (*SIDES, None)))


@dataclass(frozen=True)
class StudyShape:
    """The question of a study and the people it studied."""

    year: int | None = field(metadata=told("The year of the study's article, not of the post."))
    question: str | None = field(
        metadata=told("The kind of question it answers.", (*QUESTIONS, None))
    )
    compared: str | None = field(
        metadata=told(
            "How groups were made; of a review, those of the studies that it reviews.",
            (*COMPARISONS, None),
        )
    )
    population: str | None = field(metadata=told("Who was studied."))
    setting: str | None
    studies: int | None = field(metadata=told("How many studies it rests on."))
    participants: int | None = field(metadata=told("How many people it rests on."))
    data: str | None = field(
        metadata=told("The cohort, register or trial; who shares it shares people.")
    )
    funding: str | None = field(metadata=told("Who paid for it."))
    read: str | None = field(metadata=told("What of it the post's writer read.", (*READINGS, None)))


@dataclass(frozen=True)
class WholeStudyShape(StudyShape):
    """The question of a study, the people it studied, and what it found."""

    effects: tuple[EffectShape, ...] = field(metadata=told("What it found, in figures."))


@dataclass(frozen=True)
class NoticeShape:
    """A notice on a study by its journal or others."""

    kind: str = field(metadata=told("What kind of notice it is.", NOTICES))
    date: str | None = field(metadata=told("As precise as known."))
    doi: str | None = field(metadata=told("The DOI of the notice itself."))
    told: str = field(metadata=told("What it says of the study."))
