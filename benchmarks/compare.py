"""Compares search engines over corpora of every size, and writes the figures to one file.

    python benchmarks/compare.py ../shared/data FIGURES.json [--sizes 400 3633] [--engines bm25s]
        [--quick] [--processor]

Every engine has a process of its own, and they are asked in turn. Without --sizes everything is
measured: all sizes, the judged collections, and the cost of sentence embeddings. ``report.py``
makes the pages of the docs from the file.
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

from asking.process import EngineFailed
from asking.rounds import Plan
from comparison import compare, judge
from corpora import DEMO_SIZE, ENLARGED, NFCORPUS, SCALE, collection, corpus
from inquiries import Inquiry, questions
from peers.peer import PEERS, peer
from tables import MEANING, OWN, WORDS

from corpus.folder.read import DEMO, read_corpus
from search.evaluation.judgments import read_questions
from search.index.embedding import embedder
from search.index.meaning import fit

LARGEST = 50_000
# Only this engine is measured at larger sizes too.
BEYOND = 100_000
SIZES = (DEMO_SIZE, ENLARGED, NFCORPUS, SCALE, LARGEST, BEYOND)
MEANING_AT = (ENLARGED, NFCORPUS, LARGEST)
JUDGED = (("nfcorpus", "dev"), ("scifact", "train"))


def engines_at(size: int) -> list[str]:
    """The engines measured at a size by default."""
    if size == BEYOND:
        return [OWN, WORDS]
    return [name for name in PEERS if name != MEANING or size in MEANING_AT]


def plan_of(size: int, quick: bool, clock: str) -> Plan:
    """The plan for a size: quick measurements are repeated more often."""
    if quick:
        return Plan(rounds=3, starts=1, clock=clock)
    return Plan(builds=3 if size <= ENLARGED else 1, adds=3, clock=clock)


@contextmanager
def scratch() -> Iterator[Path]:
    """A temporary folder."""
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


def embedding(asked: Sequence[Inquiry]) -> dict[str, float]:
    """The cost of sentence embeddings alone: milliseconds a question, and posts a second.

    The posts are those of the demo digest, embedded on all cores.
    """
    model = embedder()
    times = []
    for inquiry in asked:
        started = time.perf_counter()
        model.embed(inquiry.text)
        times.append(time.perf_counter() - started)
    posts = read_corpus(DEMO).digest.posts
    started = time.perf_counter()
    fit(posts, model, {})
    seconds = time.perf_counter() - started
    return {
        "question_ms": statistics.median(times) * 1000,
        "posts_a_second": len(posts) / seconds,
    }


def machine(plan: Plan) -> dict[str, Any]:
    """The machine, the date, the load before, the clock and the number of repetitions."""
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
        "memory": memory,
        "system": platform.system(),
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
    parser.add_argument("--sizes", type=int, nargs="+", help="only these sizes, and nothing else")
    parser.add_argument(
        "--engines", nargs="+", choices=PEERS, metavar="NAME", help="; ".join(PEERS)
    )
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
    """Measure everything; the file is rewritten after each size."""
    measured: dict[str, Any] = {
        "machine": machine(plan_of(LARGEST, asked.quick, asked.clock)),
        "sizes": {},
    }

    def keep(name: str, found: object) -> None:
        measured[name] = found
        asked.figures.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")

    if not asked.sizes:
        keep("quality", judgments(asked.data, [name for name in PEERS if name != MEANING]))
        keep("embedding", embedding(questions(asked.data)))
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
