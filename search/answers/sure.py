"""How sure it is that a post answers a question, by weights learned from judged questions.

``benchmarks/learning/sure.py`` learns the weights: by words alone, and with both models.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

FILE = Path(__file__).with_name("sure.toml")

Sign = Literal["ahead", "score", "covered", "asked", "shown", "share", "title", "near", "answering"]
SIGNS: tuple[Sign, ...] = get_args(Sign)
# Each further step ahead counts less than the one before; a standard deviation has so many steps.
_STEPS = 4


class Fit(NamedTuple):
    """What is known of how a hit fits a question.

    ``score`` is its score and ``third`` that of the third-best hit, 0 where there are fewer: two
    posts may answer alike. ``asked`` counts the question's words, ``known`` weighs those that the
    digest knows, of which the hit shows ``shown`` and its title ``title``, in the same weights.
    ``covered`` and ``near`` are those of the hit.
    """

    score: float
    third: float
    asked: int
    known: float
    shown: float
    title: float
    covered: float
    near: tuple[float, ...] = ()

    def signs(self) -> dict[Sign, float]:
        """The value of each sign; those of the models where there are any."""
        ahead = max(self.score - self.third, 0.0)
        known = self.known or 1.0
        found: dict[Sign, float] = {
            "ahead": math.log1p(_STEPS * ahead),
            "score": self.score,
            "covered": self.covered,
            "asked": self.asked,
            "shown": self.shown,
            "share": self.shown / known,
            "title": self.title / known,
        }
        if self.near:
            found["near"], found["answering"] = self.near
        return found


@dataclass(frozen=True, slots=True)
class Weights:
    """The learned weights of signs, and how sure one must be to take a post for an answer.

    ``fitting`` holds for posts that fit by the rule (``best.answers``), ``showing_less`` for those
    that show less of the question.
    """

    base: float
    signs: Mapping[Sign, float]
    fitting: float
    showing_less: float

    def chance(self, fit: Fit) -> float:
        """The chance that a hit answers."""
        odds = self.base + sum(self.signs[sign] * value for sign, value in fit.signs().items())
        return 0.5 * (1 + math.tanh(odds / 2))


def weights(by_meaning: bool) -> Weights:
    """The weights for hits that models have read, or for others."""
    return _learned()["meaning" if by_meaning else "words"]


@cache
def _learned() -> dict[str, Weights]:
    told = tomllib.loads(FILE.read_text("utf-8"))
    return {
        name: Weights(one["base"], one["signs"], one["fitting"], one["showing_less"])
        for name, one in told.items()
    }
