"""How sure it is that a post answers a question, by points learned from judged questions.

Each sign of how a post fits has its own points: what a step more of it adds to the odds.
``benchmarks/learning/sure.py`` learns them: by words alone, and with both models.
"""

from __future__ import annotations

import math
import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

FILE = Path(__file__).with_name("sure.toml")

Sign = Literal[
    "ahead",
    "next",
    "score",
    "covered",
    "words",
    "shown",
    "title",
    "within",
    "together",
    "subjects",
    "lacking",
    "apart",
    "unmet",
    "near",
    "answering",
]
SIGNS: tuple[Sign, ...] = get_args(Sign)
# Each further step ahead counts less than the one before; a standard deviation has so many steps.
_STEPS = 4


class Fit(NamedTuple):
    """What is known of how a hit fits a question.

    ``score`` is its score, ``second`` that of the best other hit that has less of the question, and
    ``third`` that of the third-best, 0 where there is none: two posts may answer alike. ``words``
    is the number of words typed, ``known`` weighs those that the digest knows, of which the hit
    shows ``shown`` and its title ``title``, in the same weights. Of those that say what the
    question is about, the post has the share ``within`` anywhere, and one sentence of it
    ``together``. Of the clinical terms that the question names, ``subjects``, the post has no name
    of ``lacking``, and no sentence of it names ``apart``. ``unmet`` is the number of words that no
    post has and nothing stands for, misspellings left out. ``covered`` and ``near`` are those of
    the hit.
    """

    score: float
    second: float
    third: float
    words: int
    known: float
    shown: float
    title: float
    within: float
    together: float
    subjects: int
    lacking: int
    apart: int
    unmet: int
    covered: float
    near: tuple[float, ...] = ()

    def signs(self) -> dict[Sign, float]:
        """The value of each sign; those of the models where there are any."""
        known = self.known or 1.0
        found: dict[Sign, float] = {
            "ahead": _lead(self.score, self.third),
            "next": _lead(self.score, self.second),
            "score": self.score,
            "covered": self.covered,
            "words": float(self.words),
            "shown": self.shown,
            "title": self.title / known,
            "within": self.within,
            "together": self.together,
            "subjects": float(self.subjects),
            "lacking": float(self.lacking),
            "apart": float(self.apart),
            "unmet": float(self.unmet),
        }
        if self.near:
            found["near"], found["answering"] = self.near
        return found


def _lead(score: float, other: float) -> float:
    return math.log1p(_STEPS * max(score - other, 0.0))


class Points(NamedTuple):
    """The points of a sign: those below the first of ``edges``, and from each edge on."""

    edges: Sequence[float]
    points: Sequence[float]

    def of(self, value: float) -> float:
        """The points for a value."""
        return self.points[bisect_right(self.edges, value)]


@dataclass(frozen=True, slots=True)
class Weights:
    """The learned points of signs, and the chance that is ``enough`` for an answer."""

    base: float
    signs: Mapping[Sign, Points]
    enough: float

    def chance(self, fit: Fit) -> float:
        """The chance that a hit answers."""
        odds = self.base + sum(self.signs[sign].of(value) for sign, value in fit.signs().items())
        return 0.5 * (1 + math.tanh(odds / 2))


def weights(by_meaning: bool) -> Weights:
    """The weights for hits that models have read, or for others."""
    return _learned()["meaning" if by_meaning else "words"]


@cache
def _learned() -> dict[str, Weights]:
    told = tomllib.loads(FILE.read_text("utf-8"))
    return {
        name: Weights(
            one["base"],
            {sign: Points(**points) for sign, points in one["signs"].items()},
            one["enough"],
        )
        for name, one in told.items()
    }
