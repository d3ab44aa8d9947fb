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
from pathlib import Path

from asking.process import EngineProcess
from asking.rounds import ModeFigures, Plan, Run
from corpora import write
from inquiries import Inquiry, dump, filtered, phrases
from peers.peer import peer
from tables import FULL, MEANING, OWN, WORDS

from corpus.digest import Digest
from search.evaluation.judgments import JudgedQuestion
from search.evaluation.measures import ndcg

# Engines that share the index of another: only their way of asking differs.
SAME_INDEX = {WORDS: OWN}
# Engines whose index is built upon that of another.
BUILT_ON = {WORDS: OWN, MEANING: OWN}
PHRASES = 100


@dataclass(slots=True)
class EngineFigures:
    """The figures of one engine at one size: seconds, bytes and milliseconds as measured."""

    index_seconds: float | None = None
    index_processor: float | None = None
    index_bytes: int | None = None
    index_memory: int | None = None
    add_seconds: float | None = None
    open_ms: float | None = None
    cold_ms: float | None = None
    memory: int | None = None
    modes: dict[str, ModeFigures] = field(default_factory=dict)


def compare(
    digest: Digest,
    frame: str,
    engines: Sequence[str],
    asked: Sequence[Inquiry],
    folder: Path,
    plan: Plan,
) -> dict[str, EngineFigures]:
    """Measure the engines over the digest; ``frame`` names the digest with the settings."""
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
    """The nDCG@10 of each engine and mode over a judged collection."""
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
            # The copy must not be written to disk while the engine writes the new post.
            os.sync()
            with EngineProcess(name, folder, copy) as process:
                process.tell("open")
                times[name].append(process.tell("add", frame=frame)["seconds"])
            shutil.rmtree(copy.parent)
    for name, of_it in times.items():
        figures[name].add_seconds = statistics.median(of_it)
        _tell(f"{name} has one more post in {figures[name].add_seconds:.3f} s")
