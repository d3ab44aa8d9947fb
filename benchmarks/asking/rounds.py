"""Rounds of questions to one engine, and percentiles of their times."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from inquiries import Inquiry, dump
from peers.peer import peer
from tables import MEANING

from asking.process import EngineProcess

WARM_UP = 20
# The seconds that a round of one way of asking may take, and the least number of questions of each
# kind.
ROUND_SECONDS = {"questions": 0.7, "filtered": 0.2, "phrases": 0.1}
# Engines that are asked every question, however long it takes. The cost of embedding all questions
# is subtracted from the time, and the first questions are longer than the rest.
ASKED_ALL = {MEANING}
# There are more phrases than an engine caches: no phrase may be answered from the last round.
FEWEST = {"questions": 30, "filtered": 10, "phrases": 20}


@dataclass(slots=True)
class ModeFigures:
    """The figures of one way of asking: milliseconds, and the number of questions in a round."""

    asked: int
    p50: float
    p95: float
    p99: float
    filtered: float
    phrase: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured (builds, rounds, cold starts), and by which clock.

    With ``quickest`` each question counts by its quickest round, which other work on the machine
    disturbed least; without it by the median over the rounds.
    """

    builds: int = 1
    rounds: int = 5
    starts: int = 5
    adds: int = 1
    clock: str = "perf_counter"
    quickest: bool = False


def percentile(times: Sequence[float], percent: float) -> float:
    """The smallest time that ``percent`` of the times do not exceed (nearest rank)."""
    return sorted(times)[max(0, ceil(len(times) * percent / 100) - 1)]


def over_rounds(rounds: Sequence[Sequence[float]], percent: float) -> float:
    """The median over the rounds of each round's percentile."""
    return statistics.median(percentile(times, percent) for times in rounds)


def quickest(rounds: Sequence[Sequence[float]], percent: float) -> float:
    """The percentile over questions, each by its quickest round."""
    return percentile([min(times) for times in zip(*rounds, strict=True)], percent)


class Run:
    """One way of asking one engine, round after round."""

    def __init__(
        self,
        process: EngineProcess,
        engine: str,
        mode: str,
        sets: Mapping[str, Sequence[Inquiry]],
        plan: Plan,
    ) -> None:
        self.process = process
        self.engine = engine
        self.mode = mode
        self._clock = plan.clock
        self._over = quickest if plan.quickest else over_rounds
        told = {n: json.loads(dump(s)) for n, s in sets.items()}
        if not peer(engine).phrases:
            del told["phrases"]
        self._sets = {}
        for name, inquiries in told.items():
            # The first questions warm the caches, and show how many questions there is time for.
            times = self._times(inquiries[:WARM_UP])
            room = int(ROUND_SECONDS[name] / max(statistics.mean(times), 1e-6))
            if engine in ASKED_ALL and name == "questions":
                room = len(inquiries)
            self._sets[name] = inquiries[: max(room, FEWEST[name])]
        self._rounds: dict[str, list[list[float]]] = {name: [] for name in self._sets}

    def round(self) -> None:
        """Ask all questions once."""
        for name, inquiries in self._sets.items():
            self._rounds[name].append(self._times(inquiries))

    def _times(self, inquiries: Sequence[object]) -> list[float]:
        told = {"mode": self.mode, "inquiries": inquiries, "clock": self._clock}
        times: list[float] = self.process.tell("ask", **told)["times"]
        return times

    def figures(self) -> ModeFigures:
        """The figures over all rounds, in milliseconds."""

        def at(name: str, percent: float) -> float:
            return self._over(self._rounds[name], percent) * 1000

        return ModeFigures(
            asked=len(self._sets["questions"]),
            p50=at("questions", 50),
            p95=at("questions", 95),
            p99=at("questions", 99),
            filtered=at("filtered", 50),
            phrase=at("phrases", 50) if "phrases" in self._sets else None,
        )
