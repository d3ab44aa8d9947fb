"""Search engines side by side, over corpora of every size, into one file of figures.

    python benchmarks/compare.py ../shared/data FIGURES.json [--sizes 400 3633] [--engines bm25s]
        [--quick] [--processor]

Every engine has a process of its own, and they are asked in turn. Without --sizes everything is
measured: all sizes, the judged collections, where the time goes, and what sentence embeddings
cost. ``report.py`` makes the pages of the docs from the file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import embeddings
from comparison import Plan, compare, index_of, judge
from corpora import DEMO_SIZE, ENLARGED, NFCORPUS, SCALE, collection, corpus, write
from inquiries import questions
from peers.peer import PEERS, peer
from process import EngineFailed, EngineProcess
from tables import MEANING, OWN, WORDS

from corpus.folder.read import DEMO, read_corpus
from search.evaluation.judgments import read_questions

LARGEST = 50_000
# The growth of this engine alone is followed further than the others'.
BEYOND = 100_000
SIZES = (DEMO_SIZE, ENLARGED, NFCORPUS, SCALE, LARGEST, BEYOND)
MEANING_AT = (ENLARGED, NFCORPUS, LARGEST)
PROFILED_AT = (ENLARGED, NFCORPUS, LARGEST)
JUDGED = (("nfcorpus", "dev"), ("scifact", "train"))


def engines_at(size: int) -> list[str]:
    """Who is measured at a size, when nobody is named."""
    if size == BEYOND:
        return [OWN, WORDS]
    return [name for name in PEERS if name != MEANING or size in MEANING_AT]


def plan_of(size: int, quick: bool, clock: str) -> Plan:
    """How often each is measured: what is quick at a size is done more often."""
    profiled = OWN if size in PROFILED_AT else None
    if quick:
        return Plan(rounds=3, starts=1, clock=clock, profiled=profiled)
    builds = 3 if size <= ENLARGED else 1
    return Plan(builds=builds, adds=3, clock=clock, profiled=profiled)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for as long as it is worked in."""
    with TemporaryDirectory(prefix="pprsearch-") as folder:
        yield Path(folder)


def judgments(data: Path, engines: Sequence[str]) -> dict[str, Any]:
    """nDCG@10 over the judged collections."""
    found = {}
    for name, split in JUDGED:
        asked = [q for q in read_questions(data / name, split) if any(q.grades.values())]
        with scratch() as folder:
            digest = collection(name, data)
            found[f"{name} {split}"] = judge(digest, name, engines, asked, folder)
    return found


def indexing(data: Path) -> list[tuple[str, float]]:
    """Where this engine's time goes when it indexes."""
    with scratch() as folder:
        write(corpus(NFCORPUS, data), folder / "posts.jsonl")
        with EngineProcess(OWN, folder, index_of(folder, OWN)) as process:
            found: list[tuple[str, float]] = process.tell("profile_build", frame=str(NFCORPUS))[
                "shares"
            ]
            return found


def reading() -> float:
    """How long it takes to read the demo digest from its folder, in milliseconds."""
    times = []
    for _ in range(5):
        started = time.perf_counter()
        read_corpus(DEMO)
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def machine(plan: Plan) -> dict[str, Any]:
    """What was measured on, when, how busy it was before, by which clock and how often."""
    names = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    model = next((n.split(":")[1].strip() for n in names if n.startswith("model name")), "unknown")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    libraries = {peer(name).library for name in PEERS} - {"pprsearch", "sqlite"}
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": model,
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "clock": plan.clock,
        "rounds": plan.rounds,
        "starts": plan.starts,
        "memory": memory,
        "system": platform.system(),
        "reading_ms": reading(),
        "python": platform.python_version(),
        "versions": {
            **{name: version(name) for name in sorted({*libraries, "numpy", "scipy"})},
            "SQLite": sqlite3.sqlite_version,
        },
    }


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder of the collections")
    parser.add_argument("figures", type=Path, help="the file to write")
    parser.add_argument("--sizes", type=int, nargs="+", help="only these, and nothing else")
    parser.add_argument("--engines", nargs="+", choices=PEERS)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, one of everything")
    parser.add_argument(
        "--processor",
        dest="clock",
        action="store_const",
        const="process_time",
        default="perf_counter",
        help="time questions and indexing by the processor's clock, for a busy machine",
    )
    asked = parser.parse_args()
    if not (asked.data / "nfcorpus").is_dir():
        parser.error(f"{asked.data} holds no collections: it must have nfcorpus and others")
    try:
        measure(asked)
    except EngineFailed as error:
        raise SystemExit(f"{error}; what it said stands above.") from error


def measure(asked: argparse.Namespace) -> None:
    """Measure it all; the file has it after each size."""
    started = time.monotonic()
    measured: dict[str, Any] = {
        "machine": machine(plan_of(LARGEST, asked.quick, asked.clock)),
        "sizes": {},
    }

    def keep(name: str, found: object) -> None:
        measured[name] = found
        measured["machine"]["minutes"] = (time.monotonic() - started) / 60
        asked.figures.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")

    if not asked.sizes:
        keep("quality", judgments(asked.data, [name for name in PEERS if name != MEANING]))
        keep("indexing", indexing(asked.data))
        keep("embedding", embeddings.measure(questions(asked.data)))
    for size in asked.sizes or SIZES:
        with scratch() as folder:
            found = compare(
                corpus(size, asked.data),
                str(size),
                asked.engines or engines_at(size),
                questions(asked.data),
                folder,
                plan_of(size, asked.quick, asked.clock),
            )
        sizes = {name: asdict(figures) for name, figures in found.items()}
        keep("sizes", {**measured["sizes"], str(size): sizes})


if __name__ == "__main__":
    main()
