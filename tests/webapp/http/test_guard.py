"""The guard of the maintainer's pages: token, stamps of forms, and a limit on guesses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.http.guard import MOST, STAMP_LIFE, WITHIN, Guard, Limiter

GIVEN = "a-token-of-the-tests"


class Clock:
    """A clock that tests set."""

    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@given(st.text() | st.none())
def test_only_the_token_is_admitted(given: str | None) -> None:
    assert Guard(GIVEN).admits(given) == (given == GIVEN)


def test_a_token_may_have_any_characters() -> None:
    assert Guard("ключ-ключ-ключ-ключ").admits("ключ-ключ-ключ-ключ")
    assert not Guard(GIVEN).admits("\ud800")


def test_a_stamp_is_valid_for_one_action_one_token_and_an_hour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    monkeypatch.setattr("itsdangerous.timed.time.time", clock)
    guard = Guard(GIVEN)
    stamp = guard.stamp("reindex")
    assert guard.stamped("reindex", stamp)
    assert not guard.stamped("forget", stamp)
    assert not Guard("another-token-here").stamped("reindex", stamp)
    clock.now += STAMP_LIFE
    assert guard.stamped("reindex", stamp)
    clock.now += 1
    assert not guard.stamped("reindex", stamp)


@given(st.text())
def test_an_invalid_stamp_is_refused(given: str) -> None:
    assert not Guard(GIVEN).stamped("reindex", given)


def test_guesses_of_an_address_are_limited_for_a_while() -> None:
    clock = Clock()
    limiter = Limiter(clock)
    for _ in range(MOST):
        assert not limiter.full("192.0.2.1")
        limiter.count("192.0.2.1")
    assert limiter.full("192.0.2.1")
    assert not limiter.full("192.0.2.2")
    clock.now += WITHIN + 1
    assert not limiter.full("192.0.2.1")


def test_beyond_a_number_of_addresses_they_share_one_count() -> None:
    limiter = Limiter(Clock())
    for number in range(1000 + MOST):
        limiter.count(f"host-{number}")
    assert limiter.full("one more")
