from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.slug import is_month
from corpus.text.dates import day_in, is_date, month_in


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2024-05", "2024-05"),
        ("2024-05-17", "2024-05"),
        ("2024/05/17", "2024-05"),
        ("2024-05-17T08:00:00Z", "2024-05"),
        ("2024-05-17 08:00:00+02:00", "2024-05"),
        ("Fri, 17 May 2024 08:00:00 GMT", "2024-05"),
        (" May  2024 ", "2024-05"),
        ("17 May 2024", "2024-05"),
        ("May 17, 2024", "2024-05"),
        ("Sept. 2024", "2024-09"),
        ("1st June 2024", "2024-06"),
        ("05/06/2024", None),
        ("2024-13", None),
        ("2024-13-01T00:00", None),
        ("Ju 2024", None),
        ("Jux 2024", None),
        ("May 1066", None),
        ("", None),
    ],
)
def test_the_month_of_a_date(text: str, month: str | None) -> None:
    assert month_in(text) == month


@given(st.text(max_size=40) | st.text("0123456789 -:/,TMayFri", max_size=30))
def test_any_text_has_a_month_or_none(text: str) -> None:
    month = month_in(text)
    assert month is None or is_month(month)


@pytest.mark.parametrize("text", ["2020-05-06", "2020-02-29", "1899-12-31"])
def test_a_day_of_the_calendar_is_a_date(text: str) -> None:
    assert is_date(text) and is_date(text, day=True)


@pytest.mark.parametrize("text", ["2020", "2020-05"])
def test_a_month_or_a_year_is_a_date_unless_the_day_must_be_known(text: str) -> None:
    assert is_date(text) and not is_date(text, day=True)


@pytest.mark.parametrize(
    "text",
    ["", "20", "2020-", "2020-13", "2021-02-29", "2020-5-6", "20200506", "2020-W01", "2020-05-06Z",
     "2020-05-06 ", "٢٠٢٠", "0020", "3020-01-01"],
)  # fmt: skip
def test_what_is_no_date_of_a_digest_is_none(text: str) -> None:
    assert not is_date(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-17", date(2024, 5, 17)),
        ("2024-05-17T08:00:00+02:00", date(2024, 5, 17)),
        ("2024-05-17 08:00:00", date(2024, 5, 17)),
        ("Fri, 17 May 2024 08:00:00 GMT", date(2024, 5, 17)),
        ("17 May 2024", date(2024, 5, 17)),
        ("May 17th, 2024", date(2024, 5, 17)),
        ("2024-05", None),
        ("2024-02-31", None),
        ("05/06/2024", None),
        ("17 Ju 2024", None),
        ("", None),
    ],
)
def test_the_day_of_a_date(text: str, day: date | None) -> None:
    assert day_in(text) == day


@given(st.text(max_size=40) | st.text("0123456789 -:/,TMayFri", max_size=30))
def test_the_day_of_any_text_lies_in_its_month(text: str) -> None:
    day = day_in(text)
    month = month_in(text)
    assert day is None or month in (None, f"{day:%Y-%m}")
