"""Limits on the engine's costs, as ratios to other engines in the same run, never as times.

Ratios are the same on a fast machine and a slow one. Each limit is at most about twice the ratio
measured when it was set, so that a real regression exceeds it. Chance does not, even on a busy
machine: only the quickest rounds count, and more are measured when a limit is exceeded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from asking.rounds import ModeFigures, Plan
from comparison import EngineFigures, compare
from corpora import corpus
from inquiries import questions
from tables import OWN, WORDS

from tests.conftest import SHARED

pytestmark = [pytest.mark.slow, pytest.mark.data]

SIZE = 400
# The largest number of times that the engines are measured.
RUNS = 4
ENGINES = (OWN, WORDS, "tantivy", "bm25s", "SQLite FTS5")
# The figures of each engine in one run.
Figures = dict[str, EngineFigures]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` times the cost of ``peer``; ``what`` is p50, p95 …, index or memory."""

    what: str
    engine: str
    mode: str
    peer: str
    most: float


LIMITS = (
    Limit("p50", WORDS, "rank", "bm25s", 1.2),
    Limit("p50", WORDS, "rank", "tantivy", 2),
    Limit("p95", WORDS, "rank", "bm25s", 1.6),
    Limit("filtered", WORDS, "rank", "bm25s", 1.6),
    Limit("p50", OWN, "ranked", "bm25s", 14),
    Limit("p50", OWN, "full", "bm25s", 30),
    Limit("p95", OWN, "full", "bm25s", 42),
    Limit("phrase", OWN, "full", "SQLite FTS5", 75),
    Limit("index", OWN, "full", "bm25s", 40),
    Limit("memory", OWN, "full", "bm25s", 2.6),
)


def regressions(runs: Sequence[Figures], limits: Sequence[Limit] = LIMITS) -> list[str]:
    """A sentence for each limit exceeded; the least figure of each engine in any run counts."""
    found = []
    for limit in limits:
        ours = min(value(run[limit.engine], limit.mode, limit.what) for run in runs)
        theirs = min(value(run[limit.peer], "rank", limit.what) for run in runs)
        if ours > limit.most * theirs:
            found.append(
                f"{limit.engine}, {limit.mode}, {limit.what}: {ours / theirs:.1f} times what "
                f"{limit.peer} needs, and {limit.most:g} is the limit"
            )
    return found


def value(found: EngineFigures, mode: str, what: str) -> float:
    """A figure by its name; times of indexing are processor time."""
    number = {"index": found.index_processor, "memory": found.memory}.get(what)
    if number is None:
        number = getattr(found.modes[mode], what)
    return float(number)


def measured(folder: Path) -> Figures:
    """A fast part of the benchmark, in processor time."""
    data = SHARED / "data"
    plan = Plan(rounds=5, starts=0, adds=0, clock="process_time", quickest=True)
    return compare(corpus(SIZE, data), str(SIZE), ENGINES, questions(data)[:100], folder, plan)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    if not SHARED.is_dir():
        pytest.skip("needs the shared collections in ../shared")
    return measured(tmp_path_factory.mktemp("ratios"))


def test_no_cost_exceeds_its_limit_beside_other_engines(figures: Figures, tmp_path: Path) -> None:
    # A cost raised by other work on the machine is measured again later.
    runs = [figures]
    while regressions(runs) and len(runs) < RUNS:
        runs.append(measured(tmp_path))
    assert regressions(runs) == []


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: f"{limit.mode} {limit.what}")
def test_no_limit_is_so_wide_that_a_tenfold_cost_would_pass(figures: Figures, limit: Limit) -> None:
    ours = value(figures[limit.engine], limit.mode, limit.what)
    theirs = value(figures[limit.peer], "rank", limit.what)
    assert 10 * ours > limit.most * theirs, "draw the limit tighter"


def test_a_regression_is_reported_with_its_ratio_and_limit() -> None:
    asked = ModeFigures(asked=100, p50=1.0, p95=2.0, p99=3.0, filtered=1.0, phrase=None)
    slow, slower = replace(asked, p50=3.1), replace(asked, p50=4.0)
    peer = EngineFigures(modes={"rank": asked})
    runs = [{"ours": EngineFigures(modes={"full": one}), "peer": peer} for one in (slower, slow)]
    limits = (Limit("p50", "ours", "full", "peer", 3), Limit("p95", "ours", "full", "peer", 3))
    assert regressions(runs, limits) == [
        "ours, full, p50: 3.1 times what peer needs, and 3 is the limit"
    ]
