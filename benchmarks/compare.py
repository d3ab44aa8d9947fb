"""Search engines side by side, over corpora of every size: the tables of docs/performance.md.

    python benchmarks/compare.py ../shared/data [--sizes 400 3633] [--engines bm25s tantivy]
        [--quick] [--json FILE]

Every engine has a process of its own, and they are asked in turn. ``--quick`` has one build, three
rounds and one cold start.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from comparison import Plan, as_dict, compare
from corpora import NFCORPUS, corpus
from inquiries import questions
from peers.peer import PEERS

from search.judgments import read_questions

SIZES = (80, 400, 3_633, 30_826, 50_000)


def plan_of(size: int, quick: bool, clock: str) -> Plan:
    """How often each is measured: what is quick at a size is done more often."""
    if quick:
        return Plan(rounds=3, starts=1, clock=clock)
    small = size <= 400
    builds = 5 if small else 3 if size <= NFCORPUS else 1
    return Plan(builds=builds, adds=3 if small else 1, clock=clock)


def main() -> None:
    """Measure what was asked for, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--engines", nargs="*", choices=PEERS, default=list(PEERS))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument(
        "--processor",
        action="store_const",
        const="process_time",
        default="perf_counter",
        help="time questions by the processor's clock, for a machine that has other work",
    )
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    measured = {}
    for size in asked.sizes:
        judged = read_questions(asked.data / "nfcorpus", "dev") if size == NFCORPUS else ()
        judged = tuple(q for q in judged if any(q.grades.values()))
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            found = compare(
                corpus(size, asked.data),
                str(size),
                asked.engines,
                questions(asked.data),
                Path(folder),
                plan_of(size, asked.quick, asked.processor),
                judged,
            )
        measured[str(size)] = as_dict(found)
        if asked.json:
            asked.json.write_text(json.dumps(measured, indent=1), encoding="utf-8")
    json.dump(measured, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
