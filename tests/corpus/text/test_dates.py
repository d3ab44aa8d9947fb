from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.slug import is_month
from corpus.text.dates import month_in


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
