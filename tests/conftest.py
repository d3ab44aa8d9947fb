"""What every test may need: where the shared collections lie, and which tests must not skip."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"
REQUIRE_ALL = "PPRSEARCH_REQUIRE_ALL"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the shared collections, beside the project's; without it the test skips."""
    if not SHARED.is_dir():
        pytest.skip("needs the shared collections in ../shared")
    return SHARED


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything must be there (continuous integration), a skipped test is a failure."""
    report = yield
    required = item.get_closest_marker("browser") or item.get_closest_marker("data")
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if os.environ.get(REQUIRE_ALL) and required and skipped:
        report.outcome = "failed"
        report.longrepr = f"{REQUIRE_ALL} is set, but the test was skipped: {report.longrepr}"
    return report
