"""A post's content hash, details, state and date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.post import DETAILS, Correction, Post

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
        {"study": Study()},
        {"study": Study(year=2014)},
        {"study": Study(studies=2014)},
        {"study": Study(effects=(Effect(value=1.0),))},
        {"study": Study(effects=(Effect(low=1.0),))},
        {"notices": (Notice("retraction"),)},
        {"updates": ("a",)},
        {"contradicts": ("a",)},
        {"same_data": ("a",)},
        {"aliases": ("a",)},
        {"bottom_line": "a"},
        {"pmid": "1"},
        {"writer": "a"},
        {"interests": "a"},
        {"series": "a"},
        {"licence": "a"},
        {"corrections": (Correction("2024-01-02", "a"),)},
        {"draft": True},
        {"publish": "2024-01-02"},
        {"unseen": ("volume",)},
    ],
)
def test_any_change_of_a_field_changes_the_hash(change: dict[str, object]) -> None:
    assert replace(POST, **change).content_hash != POST.content_hash  # type: ignore[arg-type]


@given(POSTS, POSTS)
def test_hashes_are_equal_exactly_if_the_posts_are(one: Post, other: Post) -> None:
    assert (one.content_hash == other.content_hash) == (one == other)
    assert replace(one).content_hash == one.content_hash


def test_details_are_the_fields_besides_text_and_filing() -> None:
    assert DETAILS[:3] == ("pmid", "bottom_line", "study")
    assert not {"title", "summary", "topics", "pin", "never", "topics_proposed"} & set(DETAILS)


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ([], set()),
        (["retraction"], {"retracted"}),
        (["retraction", "reinstatement"], set()),
        (["concern", "erratum"], {"concern", "corrected"}),
        (["correction"], {"corrected"}),
        (["superseded"], {"superseded"}),
        (["update"], {"superseded"}),
        (["preprint"], {"preprint"}),
    ],
)
def test_the_notices_set_the_state_of_the_study(kinds: list[str], said: set[str]) -> None:
    post = replace(POST, notices=tuple(map(Notice, kinds)))
    told = {"retracted", "concern", "corrected", "superseded", "preprint"}
    assert {name for name in told if getattr(post, name)} == said


@pytest.mark.parametrize(
    ("changes", "live"),
    [
        ({}, True),
        ({"draft": True}, False),
        ({"month": "2024-05"}, True),
        ({"month": "2024-06"}, False),
        ({"publish": "2024-05-17"}, True),
        ({"publish": "2024-05-18"}, False),
        ({"publish": "2024-05-01", "draft": True}, False),
        # A given day outranks the month.
        ({"month": "2024-06", "publish": "2024-05-01"}, True),
        ({"month": "2021-07", "publish": "2024-06-01"}, False),
    ],
)
def test_a_post_is_live_from_its_day_on(changes: dict[str, object], live: bool) -> None:
    post = replace(POST, **changes)  # type: ignore[arg-type]
    assert post.is_live(date(2024, 5, 17)) is live


def test_a_correction_counts_from_its_day_on() -> None:
    corrections = (Correction("2031-05-17", "A slip."), Correction("2024-03-01", "A name."))
    post = Post("a", "A", "S.", corrections=corrections)
    assert post.corrected_on(date(2024, 3, 1)) == "2024-03-01"
    assert post.corrected_on(date(2024, 2, 29)) == ""
    assert post.corrected_on(date(2031, 5, 17)) == "2031-05-17"
