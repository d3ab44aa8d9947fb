"""Posts of an earlier generation are found again by their content, wherever they stand now."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index.files.earlier import moved, places, runs

HASHES = st.lists(st.sampled_from("abcdefgh"), unique=True)


def test_each_post_is_where_it_was_or_new() -> None:
    assert places("abc", "cxab").tolist() == [2, -1, 0, 1]
    assert places("", "ab").tolist() == [-1, -1]
    assert places("ab", "").tolist() == []


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("abc", [(0, 3, 0)]),
        ("xabc", [(0, 1, -1), (1, 4, 0)]),
        ("abxc", [(0, 2, 0), (2, 3, -1), (3, 4, 2)]),
        ("xy", [(0, 1, -1), (1, 2, -1)]),
        ("ca", [(0, 1, 2), (1, 2, 0)]),
        ("", []),
    ],
)
def test_posts_that_lay_side_by_side_are_one_run(
    now: str, expected: list[tuple[int, int, int]]
) -> None:
    assert list(runs(places("abc", now))) == expected


@given(HASHES, HASHES)
def test_the_runs_are_all_posts_in_order(before: list[str], now: list[str]) -> None:
    found = places(before, now)
    told = [
        at if at < 0 else at + n - first
        for first, end, at in runs(found)
        for n in range(first, end)
    ]
    assert np.array_equal(told, found)
    assert [before[n] if n >= 0 else None for n in told] == [
        h if h in before else None for h in now
    ]


@given(HASHES, HASHES)
def test_what_was_at_a_position_is_found_where_it_is_now(before: list[str], now: list[str]) -> None:
    earlier = np.array([*range(len(before)), -1], np.int32)
    found = moved(earlier, places(before, now)).tolist()
    assert found == [*(now.index(one) if one in now else -1 for one in before), -1]
