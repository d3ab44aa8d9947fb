"""Months and days are read from dates in many forms and languages."""

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
        ("Friday, May 17, 2024", "2024-05"),
        ("2024 May 17", "2024-05"),
        ("17-May-2024", "2024-05"),
        ("17.05.2024", "2024-05"),
        ("ven., 17 mai 2024 08:00:00 +0200", "2024-05"),
        ("05/06/2024", None),
        ("31.13.2024", None),
        ("2024-13", None),
        ("2024-13-01T00:00", None),
        ("Ju 2024", None),
        ("Jux 2024", None),
        ("May 1066", None),
        ("", None),
    ],
)
def test_the_month_of_a_date_is_found(text: str, month: str | None) -> None:
    assert month_in(text) == month


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("17 mai 2024", 5), ("1er août 2024", 8), ("vendredi 17 mai 2024", 5), ("févr. 2024", 2),
        ("déc. 2024", 12), ("juin 2024", 6), ("juil. 2024", 7), ("jui 2024", None),
        ("17. Mai 2024", 5), ("Freitag, 17. März 2024", 3), ("Mrz 2024", 3), ("Okt. 2024", 10),
        ("1. Jänner 2024", 1), ("Dez 2024", 12), ("17 de mayo de 2024", 5), ("enero de 2024", 1),
        ("ago. 2024", 8), ("17 maggio 2024", 5), ("gen 2024", 1), ("lunedì 1 luglio 2024", 7),
        ("1º de outubro de 2024", 10), ("segunda-feira, 6 de maio de 2024", 5), ("fev. 2024", 2),
        ("17 mei 2024", 5), ("mrt 2024", 3), ("maart 2024", 3), ("augustus 2024", 8),
        ("17/mai/2024", 5), ("Frühling 2024", None), ("été 2024", None),
    ],
)  # fmt: skip
def test_the_month_of_a_date_in_another_language_is_found(text: str, month: int | None) -> None:
    assert month_in(text) == (f"2024-{month:02}" if month else None)


@pytest.mark.parametrize("language", ["fr", "de", "es", "it", "pt", "nl"])
def test_every_month_is_known_by_its_name(language: str) -> None:
    for number, name in enumerate(NAMES[language].split(), 1):
        assert month_in(f"{name} 2024") == f"2024-{number:02}"


NAMES = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
    " dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
    " dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}


@given(st.text(max_size=40) | st.text("0123456789 -:/,TMayFri", max_size=30))
def test_any_text_has_a_month_or_none(text: str) -> None:
    month = month_in(text)
    assert month is None or is_month(month)


@pytest.mark.parametrize("text", ["2020-05-06", "2020-02-29", "1899-12-31"])
def test_a_valid_day_is_a_date(text: str) -> None:
    assert is_date(text) and is_date(text, day=True)


@pytest.mark.parametrize("text", ["2020", "2020-05"])
def test_a_month_or_year_is_a_date_unless_a_day_is_required(text: str) -> None:
    assert is_date(text) and not is_date(text, day=True)


@pytest.mark.parametrize(
    "text",
    ["", "20", "2020-", "2020-13", "2021-02-29", "2020-5-6", "20200506", "2020-W01", "2020-05-06Z",
     "2020-05-06 ", "٢٠٢٠", "0020", "3020-01-01"],
)  # fmt: skip
def test_other_texts_are_no_date(text: str) -> None:
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
def test_the_day_of_a_date_is_found(text: str, day: date | None) -> None:
    assert day_in(text) == day


@given(st.text(max_size=40) | st.text("0123456789 -:/,TMayFri", max_size=30))
def test_the_day_of_any_text_lies_in_its_month(text: str) -> None:
    day = day_in(text)
    month = month_in(text)
    assert day is None or month in (None, f"{day:%Y-%m}")
