"""A query string is parsed back as written, and invalid parameters are reported."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from search.question import Years
from search.results import Sort
from webapp.view.address.query_string import MAX_PAGE, MAX_VALUES, read_address
from webapp.view.address.state import Address


def read(*pairs: tuple[str, str]) -> Address:
    return read_address(MultiDict(pairs))


def test_every_parameter_is_parsed() -> None:
    address = read(
        ("q", " does  burnout hurt? "),
        ("topic", "training"),
        ("topic", "empathy"),
        ("topic", "training"),
        ("research", "survey"),
        ("year", "2020"),
        ("year", "2018..2021"),
        ("year", "2010,2024"),
        ("only", "by-chance"),
        ("size", "25"),
        ("sort", "newest"),
        ("page", "3"),
        ("expand", "0"),
        ("off", "a-b"),
        ("lang", "fr-CA"),
    )
    assert address == Address(
        q="does burnout hurt?",
        topics=("training", "empathy"),
        research=("survey",),
        years=(Years(2010, 2010), Years(2018, 2021), Years(2024, 2024)),
        only=("by-chance",),
        size=25,
        sort="newest",
        page=3,
        expand=False,
        off=("a-b",),
        lang="fr-CA",
    )
    assert address.filtered


@pytest.mark.parametrize("page", ["0", "-1", "abc", "1.5", "9" * 5000, "\x00", "½"])
def test_an_invalid_page_becomes_the_first_and_is_reported(page: str) -> None:
    address = read(("page", page))
    assert address.page == 1
    assert "page" in address.faults[0]


def test_a_huge_page_is_bounded() -> None:
    assert read(("page", "9" * 40)).page == MAX_PAGE


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("year", "soon"), ("sort", "best"), ("expand", "2"), ("size", "11"), ("only", "good")),
        ("lang", "French"),
    ],
)
def test_an_invalid_value_is_left_out_and_reported(key: str, value: str) -> None:
    address = read((key, value))
    assert len(address.faults) == 1
    assert address.parameters == {}


def test_values_are_bounded() -> None:
    address = read(*(("topic", f"{number}" * 900) for number in range(1000)), ("topic", " "))
    assert len(address.topics) == MAX_VALUES
    assert max(map(len, address.topics)) <= 200


VALUE = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(
    st.builds(
        Address,
        q=VALUE,
        topics=st.lists(VALUE, max_size=3).map(tuple),
        research=st.lists(VALUE, max_size=3).map(tuple),
        years=st.lists(st.integers(1000, 9999).map(lambda a: Years(a, a)), max_size=3).map(tuple),
        sort=st.sampled_from(get_args(Sort)),
        page=st.integers(1, MAX_PAGE),
        expand=st.booleans(),
    )
)
def test_a_parsed_address_is_parsed_back_unchanged(address: Address) -> None:
    first = read_address(MultiDict(address.parameters))
    assert read_address(MultiDict(first.parameters)) == first


@given(st.lists(st.tuples(st.sampled_from(["q", "topic", "page", "year", "sort"]), st.text())))
def test_any_parameters_are_parsed(pairs: list[tuple[str, str]]) -> None:
    assert read(*pairs).page >= 1
