"""A reader's choices lead from one state of a results page to another, and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from werkzeug.datastructures import MultiDict

from search.question import Years
from webapp.view.address.query_string import read_address
from webapp.view.address.state import Address

TOGGLES: dict[str, Callable[[Address], Address]] = {
    "topic": lambda address: address.toggle_topic("t"),
    "research": lambda address: address.toggle_research("r"),
    "years": lambda address: address.toggle_years("2018..2020"),
    "only": lambda address: address.toggle_only("overviews"),
    "off": lambda address: address.toggle_off("e"),
}


@pytest.mark.parametrize("toggle", TOGGLES.values(), ids=TOGGLES.keys())
def test_toggling_twice_returns_to_the_start(toggle: Callable[[Address], Address]) -> None:
    start = Address(q="q", page=4)
    there = toggle(start)
    assert there != start
    assert there.page == 1
    assert toggle(there) == start.at(1)


def test_a_new_question_keeps_filters_and_order_but_not_the_switches() -> None:
    address = Address(
        *("q", ("t",), ("r",), (Years(2020, 2020),), "oldest", 3, False, ("e",)),
        only=("overviews",),
        size=50,
    )
    assert dict(address.kept) == {
        "topic": "t",
        "research": "r",
        "year": "2020",
        "only": "overviews",
        "sort": "oldest",
        "expand": "0",
        "size": "50",
    }
    assert dict(address.beside_filters) == {
        "q": "q",
        "sort": "oldest",
        "expand": "0",
        "off": "e",
        "size": "50",
    }
    assert address.sized(25).page == 1
    asked = address.ask("other")
    assert (asked.q, asked.page, asked.off, asked.topics) == ("other", 1, (), ("t",))
    assert not address.unfiltered().filtered
    assert address.with_expansions(True).parameters.get("expand") is None
    assert address.sorted("newest").page == 1


def test_years_said_in_words_are_a_filter_that_can_be_taken_off() -> None:
    asked = read_address(MultiDict({"q": "studies before 2010 on grief"}))
    assert asked.said_years == "before 2010" and asked.filtered
    for without in (asked.without_said_years(), asked.unfiltered()):
        again = read_address(MultiDict(without.parameters))
        assert again.q == asked.q
        assert not again.said_years and not again.filtered
        assert not again.with_expansions(False).said_years
