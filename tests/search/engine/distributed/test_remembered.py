"""What was asked for lately is kept, and no more than there is room for."""

from __future__ import annotations

from search.engine.distributed.remembered import Remembered


def test_what_was_not_asked_for_the_longest_is_forgotten() -> None:
    remembered: Remembered[str] = Remembered(2)
    remembered.keep({1: "beans", 2: "peas"})
    assert remembered.of([1, 7]) == {1: "beans"}
    remembered.keep({3: "slugs"})
    assert remembered.of([1, 2, 3]) == {1: "beans", 3: "slugs"}


def test_of_more_than_there_is_room_for_the_last_are_kept() -> None:
    remembered: Remembered[int] = Remembered(3)
    remembered.keep({n: n * n for n in range(10)})
    assert remembered.of(range(10)) == {7: 49, 8: 64, 9: 81}
