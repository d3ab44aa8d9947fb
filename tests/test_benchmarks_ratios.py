"""What the engine may cost beside others, in ratios of one run, never in times alone.

Ratios say the same on a fast machine and a slow one. Each limit is about twice what was measured
when it was set, or half as much again as on a machine that is overloaded nine times, so that chance
does not reach it and a step backwards does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from comparison import EngineFigures, ModeFigures, Plan, compare
from corpora import corpus
from inquiries import questions
from tables import OWN, WORDS

from tests.conftest import SHARED

pytestmark = [pytest.mark.slow, pytest.mark.data]

SIZE = 400
ENGINES = (OWN, WORDS, "tantivy", "bm25s", "SQLite FTS5")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` times what ``peer`` needs for ``what``: p50, p95 ... or index, memory."""

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
    Limit("p50", OWN, "ranked", "bm25s", 16),
    Limit("p50", OWN, "full", "bm25s", 28),
    Limit("p95", OWN, "full", "bm25s", 38),
    Limit("phrase", OWN, "full", "SQLite FTS5", 75),
    Limit("index", OWN, "full", "bm25s", 27),
    Limit("memory", OWN, "full", "bm25s", 1.8),
)


def regressions(figures: dict[str, EngineFigures], limits: Sequence[Limit] = LIMITS) -> list[str]:
    """A sentence for each limit that is exceeded."""
    found = []
    for limit in limits:
        ours = value(figures[limit.engine], limit.mode, limit.what)
        theirs = value(figures[limit.peer], "rank", limit.what)
        if ours > limit.most * theirs:
            found.append(
                f"{limit.engine}, {limit.mode}, {limit.what}: {ours / theirs:.1f} times what "
                f"{limit.peer} needs, and {limit.most:g} is the limit"
            )
    return found


def value(found: EngineFigures, mode: str, what: str) -> float:
    """A figure by its name; a time of indexing is the processor's."""
    number = {"index": found.index_processor, "memory": found.memory}.get(what)
    if number is None:
        number = getattr(found.modes[mode], what)
    return float(number)


def measured(folder: Path) -> dict[str, EngineFigures]:
    """A fast subset of the benchmark, in the processor's time."""
    data = SHARED / "data"
    plan = Plan(rounds=8, starts=0, adds=0, clock="process_time", quickest=True)
    return compare(corpus(SIZE, data), str(SIZE), ENGINES, questions(data)[:100], folder, plan)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, EngineFigures]:
    if not SHARED.is_dir():
        pytest.skip("needs the shared collections in ../shared")
    return measured(tmp_path_factory.mktemp("ratios"))


def test_nothing_costs_more_beside_the_other_engines_than_its_limit(
    figures: dict[str, EngineFigures], tmp_path: Path
) -> None:
    # What other work on the machine held up at one moment is measured again at another.
    assert regressions(figures) == [] or regressions(measured(tmp_path)) == []


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: f"{limit.mode} {limit.what}")
def test_no_limit_is_so_wide_that_a_tenfold_cost_would_pass(
    figures: dict[str, EngineFigures], limit: Limit
) -> None:
    ours = value(figures[limit.engine], limit.mode, limit.what)
    theirs = value(figures[limit.peer], "rank", limit.what)
    assert 10 * ours > limit.most * theirs, "draw the limit tighter"


def test_a_regression_is_told_with_its_ratio_and_limit() -> None:
    asked = ModeFigures(asked=100, p50=1.0, p95=2.0, p99=3.0, filtered=1.0, phrase=None)
    slow = replace(asked, p50=3.1)
    found = {
        "ours": EngineFigures(modes={"full": slow}),
        "peer": EngineFigures(modes={"rank": asked}),
    }
    limits = (Limit("p50", "ours", "full", "peer", 3), Limit("p95", "ours", "full", "peer", 3))
    assert regressions(found, limits) == [
        "ours, full, p50: 3.1 times what peer needs, and 3 is the limit"
    ]
