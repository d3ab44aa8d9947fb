"""Measures several engines over one corpus in turn: all figures of one size."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path

from corpora import write
from inquiries import Inquiry, dump, filtered, phrases
from peers.peer import peer
from process import EngineProcess
from tables import FULL, MEANING, OWN, WORDS

from corpus.digest import Digest
from search.evaluation.judgments import JudgedQuestion
from search.evaluation.measures import ndcg

# Whose index another engine's name stands for: they differ in how they ask alone.
SAME_INDEX = {WORDS: OWN}
# Whose index another engine's begins with.
BUILT_ON = {WORDS: OWN, MEANING: OWN}
WARM_UP = 20
PHRASES = 100
# What one round of one way of asking may take in seconds, and how few questions of a kind will do.
ROUND_SECONDS = {"questions": 0.7, "filtered": 0.2, "phrases": 0.1}
# Who is asked every question, however long that takes: what is left of its time without that of
# embedding them all would else be that of the first ones, which happen to be longer.
ASKED_ALL = {MEANING}
# More phrases than an engine remembers: none is to be answered from the round before.
FEWEST = {"questions": 30, "filtered": 10, "phrases": 20}


@dataclass(slots=True)
class ModeFigures:
    """One way of asking: milliseconds, and the number of questions in a round."""

    asked: int
    p50: float
    p95: float
    p99: float
    filtered: float
    phrase: float | None


@dataclass(slots=True)
class EngineFigures:
    """One engine at one size: seconds, bytes and milliseconds as measured."""

    index_seconds: float | None = None
    index_processor: float | None = None
    index_bytes: int | None = None
    index_memory: int | None = None
    add_seconds: float | None = None
    open_ms: float | None = None
    cold_ms: float | None = None
    memory: int | None = None
    modes: dict[str, ModeFigures] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: builds, rounds of questions, cold starts; and by which clock.

    With ``quickest`` a question counts by the round that other work on the machine held up least,
    and not by the median of the rounds.
    """

    builds: int = 1
    rounds: int = 5
    starts: int = 5
    adds: int = 1
    clock: str = "perf_counter"
    quickest: bool = False


def compare(
    digest: Digest,
    frame: str,
    engines: Sequence[str],
    asked: Sequence[Inquiry],
    folder: Path,
    plan: Plan,
) -> dict[str, EngineFigures]:
    """Measure the engines over the digest; ``frame`` names what its settings are read from."""
    write(digest, folder / "posts.jsonl")
    needed = [name for engine in engines for name in (BUILT_ON.get(engine, engine), engine)]
    figures = {name: EngineFigures() for name in needed}
    builders = [name for name in figures if name not in SAME_INDEX]
    _build(figures, builders, frame, folder, plan)
    if plan.starts:
        _start(figures, asked, folder, plan)
    _ask(figures, digest, asked, folder, plan)
    if plan.adds:
        _add(figures, builders, frame, folder, plan)
    for name in builders:
        shutil.rmtree(index_of(folder, name))
    return figures


def judge(
    digest: Digest,
    frame: str,
    engines: Sequence[str],
    judged: Sequence[JudgedQuestion],
    folder: Path,
) -> dict[str, dict[str, float]]:
    """The nDCG@10 of each engine and mode over a judged collection, and nothing else of it."""
    write(digest, folder / "posts.jsonl")
    found: dict[str, dict[str, float]] = {}
    for name in engines:
        index = index_of(folder, name)
        with EngineProcess(name, folder, index) as process:
            if not index.exists():
                process.tell("build", frame=frame)
            process.tell("open")
            modes = [mode for mode in peer(name).modes if (name, mode) not in FULL]
            found[name] = {mode: quality(process, mode, judged) for mode in modes}
        _tell(f"{name} judged")
    for index in {index_of(folder, name) for name in engines}:
        shutil.rmtree(index)
    return found


def percentile(times: Sequence[float], percent: float) -> float:
    """The smallest time that ``percent`` of the times do not exceed (nearest rank)."""
    return sorted(times)[max(0, ceil(len(times) * percent / 100) - 1)]


def over_rounds(rounds: Sequence[Sequence[float]], percent: float) -> float:
    """The median over the rounds of each round's percentile."""
    return statistics.median(percentile(times, percent) for times in rounds)


def quickest(rounds: Sequence[Sequence[float]], percent: float) -> float:
    """The percentile over questions of the quickest round of each."""
    return percentile([min(times) for times in zip(*rounds, strict=True)], percent)


def index_of(folder: Path, name: str) -> Path:
    """The folder of an engine's index."""
    return folder / SAME_INDEX.get(name, name).replace(" ", "-")


def _tell(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _build(
    figures: Mapping[str, EngineFigures],
    builders: Sequence[str],
    frame: str,
    folder: Path,
    plan: Plan,
) -> None:
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in builders}
    for _ in range(plan.builds):
        for name in builders:
            index = index_of(folder, name)
            shutil.rmtree(index, ignore_errors=True)
            with EngineProcess(name, folder, index) as process:
                runs[name].append(process.tell("build", frame=frame))
            _tell(f"{name} indexed in {runs[name][-1]['seconds']:.2f} s")
    for name, of_it in runs.items():
        found = figures[name]
        key = "seconds" if plan.clock == "perf_counter" else "processor"
        found.index_seconds = statistics.median(run[key] for run in of_it)
        found.index_processor = statistics.median(run["processor"] for run in of_it)
        found.index_bytes = int(of_it[-1]["bytes"])
        found.index_memory = int(max(run["most"] for run in of_it))


def _start(
    figures: Mapping[str, EngineFigures], asked: Sequence[Inquiry], folder: Path, plan: Plan
) -> None:
    """Measure cold starts: from a new process to the first answer."""
    cold: dict[str, list[float]] = {name: [] for name in figures}
    opened: dict[str, list[float]] = {name: [] for name in figures}
    first = json.loads(dump(asked[:1]))
    for _ in range(plan.starts):
        for name in figures:
            started = time.perf_counter()
            with EngineProcess(name, folder, index_of(folder, name)) as process:
                opened[name].append(process.tell("open")["seconds"])
                process.tell("answers", mode=peer(name).modes[-1], inquiries=first)
                cold[name].append(time.perf_counter() - started)
    for name, found in figures.items():
        found.cold_ms = statistics.median(cold[name]) * 1000
        found.open_ms = statistics.median(opened[name]) * 1000
        _tell(f"{name} opened in {found.open_ms:.0f} ms, cold {found.cold_ms:.0f} ms")


def _ask(
    figures: Mapping[str, EngineFigures],
    digest: Digest,
    asked: Sequence[Inquiry],
    folder: Path,
    plan: Plan,
) -> None:
    sets = {
        "questions": list(asked),
        "filtered": filtered(asked, digest),
        "phrases": phrases(digest, PHRASES),
    }
    with ExitStack() as stack:
        runs = []
        for name in figures:
            process = stack.enter_context(EngineProcess(name, folder, index_of(folder, name)))
            process.tell("open")
            runs += [Run(process, name, mode, sets, plan) for mode in peer(name).modes]
        for number in range(plan.rounds):
            turn = number % len(runs)
            for run in runs[turn:] + runs[:turn]:
                run.round()
            _tell(f"round {number + 1} of {plan.rounds}")
        for run in runs:
            figures[run.engine].modes[run.mode] = run.figures()
            if run.mode == peer(run.engine).modes[-1]:
                figures[run.engine].memory = run.process.tell("memory")["now"]


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
            # The first of every kind makes caches warm, and tells how many there is time for.
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


def quality(process: EngineProcess, mode: str, judged: Sequence[JudgedQuestion]) -> float:
    """The mean nDCG@10 over the judged questions."""
    inquiries = json.loads(dump([Inquiry(question.text) for question in judged]))
    ids = process.tell("answers", mode=mode, inquiries=inquiries)["ids"]
    return statistics.mean(ndcg(i, q.grades) for i, q in zip(ids, judged, strict=True))


def _add(
    figures: Mapping[str, EngineFigures],
    builders: Sequence[str],
    frame: str,
    folder: Path,
    plan: Plan,
) -> None:
    """Measure adding one post, each time to a copy of the index."""
    times: dict[str, list[float]] = {name: [] for name in builders if peer(name).adds}
    for _ in range(plan.adds):
        for name in times:
            copy = folder / "copy" / "index"
            shutil.copytree(index_of(folder, name), copy)
            # The machine is not to write the copy while the engine writes what is new.
            os.sync()
            with EngineProcess(name, folder, copy) as process:
                process.tell("open")
                times[name].append(process.tell("add", frame=frame)["seconds"])
            shutil.rmtree(copy.parent)
    for name, of_it in times.items():
        figures[name].add_seconds = statistics.median(of_it)
        _tell(f"{name} has one more post in {figures[name].add_seconds:.3f} s")
