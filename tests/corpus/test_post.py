"""A post's hash tells any two posts apart that differ in anything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.post import Post

POST = Post("2021-07-moss", "Moss", "It grows.", "Let it.", citation="None", pin=("a", "b"))
TEXT = st.text("a1, '\n\"\\", max_size=3)
POSTS = st.builds(
    Post, TEXT, TEXT, TEXT, TEXT, st.none() | TEXT, st.lists(TEXT, max_size=2).map(tuple)
)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Mos", "summary": "sIt grows."},
        {"summary": "It grows.L", "implications": "et it."},
        {"citation": None},
        {"citation": None, "doi": "None"},
        {"pin": ("a", "b"), "never": ("a", "b")},
        {"pin": (), "never": ("a", "b")},
        {"pin": ("a, b",)},
        {"pin": ("b", "a")},
        {"topics_proposed": True},
    ],
)
def test_no_change_leaves_the_hash_as_it_was(change: dict[str, object]) -> None:
    assert replace(POST, **change).content_hash != POST.content_hash  # type: ignore[arg-type]


@given(POSTS, POSTS)
def test_hashes_are_equal_when_posts_are(one: Post, other: Post) -> None:
    assert (one.content_hash == other.content_hash) == (one == other)
    assert replace(one).content_hash == one.content_hash
