"""Posts share people where they say so; of a shared database they may take different studies."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.evidence.same_people import same_people, share_data
from corpus.evidence.study import Study
from corpus.post import Post


def post(name: str, same_data: tuple[str, ...] = (), **study: Any) -> Post:
    return Post(name, name, "Summary.", study=Study(**study), same_data=same_data)


@pytest.mark.parametrize(
    ("first", "second", "people"),
    [
        ({"participants": 22712}, {"participants": 22712}, True),
        ({"participants": 129}, {}, True),
        ({"studies": 1}, {"studies": 1, "participants": 129}, True),
        ({"studies": 18}, {"studies": 366, "participants": 36702}, False),
        ({"studies": 18}, {"studies": 18}, False),
        ({"studies": 18}, {}, False),
        ({"participants": 5000}, {"participants": 22712}, False),
    ],
)
def test_data_of_one_name_are_the_same_people_where_the_counts_agree(
    first: dict[str, Any], second: dict[str, Any], people: bool
) -> None:
    one = post("a", data="Danish registers", **first)
    other = post("b", data="danish  Registers", **second)
    assert share_data(one, other)
    assert same_people(one, other) == same_people(other, one) == people


def test_a_post_may_name_another_on_the_same_people() -> None:
    one, other = post("a", ("b",), participants=50), post("b", participants=60)
    assert share_data(other, one)
    assert same_people(other, one)


def test_reviews_of_different_numbers_of_studies_only_share_a_database() -> None:
    one, other = post("a", ("b",), studies=101), post("b", studies=409)
    assert share_data(one, other)
    assert not same_people(one, other)


def test_posts_that_name_no_data_share_none() -> None:
    one, other = post("a", participants=50), Post("b", "b", "Summary.")
    assert not share_data(one, other)
    assert not same_people(one, other)
