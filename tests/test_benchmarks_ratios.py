"""The engine stays as fast beside the others as it is: ratios in one run, never times alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from comparison import EngineFigures, ModeFigures, Plan, compare
from corpora import corpus
from inquiries import questions
from regressions import ENGINES, LIMITS, SIZE, Limit, regressions, value

from tests.conftest import SHARED

pytestmark = [pytest.mark.slow, pytest.mark.data]


def measured(folder: Path) -> dict[str, EngineFigures]:
    """A fast subset of the benchmark, in the processor's time."""
    data = SHARED / "data"
    plan = Plan(rounds=3, starts=1, clock="process_time")
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
