"""A cache that keeps the values asked for last, up to a size."""

from __future__ import annotations

from search.engine.distributed.remembered import Remembered


def test_the_least_recently_used_value_is_dropped() -> None:
    remembered: Remembered[str] = Remembered(2)
    remembered.keep({1: "beans", 2: "peas"})
    assert remembered.of([1, 7]) == {1: "beans"}
    remembered.keep({3: "slugs"})
    assert remembered.of([1, 2, 3]) == {1: "beans", 3: "slugs"}


def test_if_too_many_values_are_added_the_last_ones_are_kept() -> None:
    remembered: Remembered[int] = Remembered(3)
    remembered.keep({n: n * n for n in range(10)})
    assert remembered.of(range(10)) == {7: 49, 8: 64, 9: 81}
