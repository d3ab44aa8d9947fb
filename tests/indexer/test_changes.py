"""The changes between two mappings from post id to content hash."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.changes import Changes, changes

HASHES = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["1", "2"]))


def test_changes_of_each_kind_are_listed_in_order_of_id() -> None:
    before = {"same": "1", "gone-b": "1", "gone-a": "1", "edited": "1"}
    after = {"same": "1", "edited": "2", "new-b": "1", "new-a": "1"}
    assert changes(before, after) == Changes(
        added=("new-a", "new-b"), changed=("edited",), removed=("gone-a", "gone-b")
    )


@given(HASHES, HASHES)
def test_changes_are_empty_only_if_nothing_differs(
    before: dict[str, str], after: dict[str, str]
) -> None:
    assert bool(changes(before, after)) == (before != after)


@given(HASHES, HASHES)
def test_applying_the_changes_to_the_old_gives_the_new(
    before: dict[str, str], after: dict[str, str]
) -> None:
    found = changes(before, after)
    result = {i: h for i, h in before.items() if i not in found.removed}
    result |= {i: after[i] for i in found.added + found.changed}
    assert result == after
