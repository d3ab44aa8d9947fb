"""Slugs and ids of posts are readable and well-formed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.slug import MAX_SLUG, is_month, is_post_id, post_id, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Do Psychotherapists Get Better?", "do-psychotherapists-get-better"),
        ("Flückiger’s café, straße & Ångström", "fluckigers-cafe-strasse-angstrom"),
        ("Bjørn Łukasz", "bjorn-lukasz"),
        ("one (1974–2017)", "one-1974-2017"),
        ("日本語", "post"),
        ("", "post"),
    ],
)
def test_a_slug_is_readable_ascii(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_long_slug_is_cut_between_words() -> None:
    cut = slug("word " * 40)
    assert len(cut) <= MAX_SLUG
    assert cut.endswith("-word")
    assert slug("x" * 200) == "x" * MAX_SLUG


@given(st.text(max_size=300))
def test_any_text_gives_a_valid_id(text: str) -> None:
    name = post_id("2021-07", text)
    assert is_post_id(name)
    assert slug(slug(text)) == slug(text)


def test_a_taken_id_gets_a_number() -> None:
    taken = {"2021-07-gardens", "2021-07-gardens-2"}
    assert post_id("2021-07", "Gardens", taken) == "2021-07-gardens-3"


@pytest.mark.parametrize(
    "name", ["2021-13-a", "2021-07-", "2021-07-A", "2021-07-a--b", "x", "2021-07-" + "a" * 200]
)
def test_other_names_are_no_ids(name: str) -> None:
    assert not is_post_id(name)


@pytest.mark.parametrize(
    ("text", "expected"), [("2021-07", True), ("2021-7", False), ("1700-01", False), ("", False)]
)
def test_a_month_is_a_year_and_a_month_in_digits(text: str, expected: bool) -> None:
    assert is_month(text) is expected
