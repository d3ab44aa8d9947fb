"""A study as data: who and what was compared, and the effects found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.message import N_

# What kind of question a study answers.
QUESTIONS = ("treatment", "association", "rates", "experience", "cost", "mechanism", "method")
# How groups were made that are compared; of a review, how those of the studies it reviews were.
COMPARISONS = (N_("by chance"), N_("partly by chance"), N_("matched"), N_("not compared"))
# What of the study the post's writer read.
READINGS = ("full text", "abstract", "secondhand")
# Whom an effect favours.
SIDES = ("intervention", "comparator", "none")

NOT_SIGNIFICANT = frozenset(("ns", "n.s.", "not significant"))
_P = re.compile(r"(?:p *)?(<=|>=|[<>=≤≥])? *(-?(?:\d+(?:\.\d+)?|\.\d+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Effect:
    """One finding in figures: an outcome of an intervention, usually against a comparator.

    ``value`` is in the units of ``measure`` (see ``corpus.evidence.measures``), with the ends of
    its 95 % interval, ``low`` and ``high``. ``p`` is as the study words it ("<.001"). ``studies``
    and ``participants`` are those that this effect rests on. ``favours`` is one of ``SIDES``.
    What is not known is ``None``.
    """

    intervention: str | None = None
    comparator: str | None = None
    outcome: str | None = None
    timepoint: str | None = None
    measure: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    p: str | None = None
    studies: int | None = None
    participants: int | None = None
    favours: str | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """The question of a post's study, the people studied, and the findings.

    ``year`` is that of its article; the post's month is another thing. ``question`` is one of
    ``QUESTIONS``, ``compared`` one of ``COMPARISONS``, ``read`` one of ``READINGS``. ``studies``
    and ``participants`` are how many it rests on. ``data`` names the cohort, register or trial:
    two studies with the same are about the same people; ``funding`` says who paid for it. What is
    not known is ``None``.
    """

    year: int | None = None
    question: str | None = None
    compared: str | None = None
    population: str | None = None
    setting: str | None = None
    studies: int | None = None
    participants: int | None = None
    data: str | None = None
    funding: str | None = None
    read: str | None = None
    effects: tuple[Effect, ...] = ()


def figure(number: float) -> str:
    """A number in plain notation: ``0.25``, ``1240``, never ``1e-07``."""
    text = format(Decimal(repr(float(number))), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def probability(p: str) -> tuple[str, float] | None:
    """A p value as a sign (``=``, ``<``, ``<=``, ``>``, ``>=``) and a number.

    ``None`` where it is told in words alone ("ns"). Raises ``ValueError`` for what is none.
    """
    if p.casefold() in NOT_SIGNIFICANT:
        return None
    found = _P.fullmatch(p)
    if found is None:
        raise ValueError(p)
    sign = {"≤": "<=", "≥": ">="}.get(found[1], found[1]) or "="
    return sign, float(found[2])
