"""Posts of an earlier generation are found by their content, at any position."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index.files.earlier import moved, places, runs

HASHES = st.lists(st.sampled_from("abcdefgh"), unique=True)


def test_the_earlier_position_of_each_post_is_found() -> None:
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
def test_neighbouring_posts_form_one_run(now: str, expected: list[tuple[int, int, int]]) -> None:
    assert list(runs(places("abc", now))) == expected


@given(HASHES, HASHES)
def test_the_runs_cover_all_posts_in_order(before: list[str], now: list[str]) -> None:
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
def test_earlier_positions_are_mapped_to_new_ones(before: list[str], now: list[str]) -> None:
    earlier = np.array([*range(len(before)), -1], np.int32)
    found = moved(earlier, places(before, now)).tolist()
    assert found == [*(now.index(one) if one in now else -1 for one in before), -1]
