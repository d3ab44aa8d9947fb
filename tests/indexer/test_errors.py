"""Errors have a cure, and say which index is served meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.problem import Problem
from indexer.errors import DigestFaulty


@pytest.mark.parametrize("serves", [False, True])
def test_an_error_says_that_the_old_index_stays_live_if_there_is_one(serves: bool) -> None:
    faulty = DigestFaulty((Problem(Path("a.md"), 1, "what", "cure"),), serves=serves)
    assert str(faulty) == "the digest has 1 fault"
    assert faulty.hint.endswith(" Until then the old index stays live.") == serves
    assert faulty.hint.startswith("Mend the faults (pprsearch check lists them again)")
