"""Near-duplicates are found among sets of words."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from corpus.text.near_duplicates import alike


def test_pairs_come_with_their_likeness() -> None:
    parts = {"a": set("wxyz"), "b": set("wxy"), "c": set("uvw"), "d": set("wxyz")}
    assert set(alike(parts, 0.7)) == {("a", "b", 0.75), ("a", "d", 1.0), ("b", "d", 0.75)}


@given(
    st.dictionaries(st.text(max_size=3), st.sets(st.sampled_from("abcdefg"), min_size=1)),
    st.sampled_from([0.2, 0.5, 0.75, 1.0]),
)
def test_no_pair_is_missed(parts: dict[str, set[str]], least: float) -> None:
    expected = {
        frozenset((one, other))
        for one, other in combinations(parts, 2)
        if len(parts[one] & parts[other]) / len(parts[one] | parts[other]) >= least
    }
    found = list(alike(parts, least))
    assert {frozenset(pair[:2]) for pair in found} == expected
    assert len(found) == len(expected)
