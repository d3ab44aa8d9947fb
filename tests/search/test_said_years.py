"""Years of studies are read from words; other years and numbers are left alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.question import Question, Years
from search.said_years import said_years

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("What did studies before 2010 find about suicide?", None, 2009),
        ("studies since 2020 on alliance", 2020, None),
        ("trials published in 2019 on PTSD", 2019, 2019),
        ("studies between 2015 and 2010 on CBT", 2010, 2015),
        ("alliance from 2010 to 2015", 2010, 2015),
        ("CBT depression 2015–2020", 2015, 2020),
        ("suicide studies from 2010 onwards", 2010, None),
        ("evidence up to 2015 for EMDR", None, 2015),
        ("what have trials found after 2018 about video therapy", 2019, None),
        ("research in the last five years on depression", 2021, None),
        ("meta-analyses from the last decade on CBT", 2016, None),
        ("recent studies on grief", 2016, None),
        ("what does the latest research say about burnout", 2016, None),
        ("que disent les études avant 2010 sur le suicide ?", None, 2009),
        ("études publiées entre 2010 et 2015 sur la TCC", 2010, 2015),
        ("les études des cinq dernières années sur l'anxiété", 2021, None),
        ("les études récentes sur le deuil", 2016, None),
        ("alliance depuis 2020", 2020, None),
    ],
)
def test_years_of_studies_are_read(text: str, first: int | None, last: int | None) -> None:
    said = said_years(text, TODAY)
    assert said is not None
    assert (said.first, said.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        *("before 12 sessions", "16 sessions in 2020 words", "study of 2010 adults"),
        *("my client has been afraid since 2020", "her husband died in 2015", "since covid"),
        *("I have had panic since 2019, is there research?", "client sober for the last 3 years"),
        *("are effects shrinking in recent CBT trials", "does it help more in recent studies?"),
        *("Smith and Glass 1977", "Cuijpers 2023", "of 2000 patients how many drop out"),
    ],
)
def test_other_years_and_numbers_are_left_alone(text: str) -> None:
    assert said_years(text, TODAY) is None


@given(st.lists(st.sampled_from(["since", "2010", "to", "studies", "recent", "de", "-", "my"])))
def test_any_words_are_read(words: list[str]) -> None:
    text = " ".join(words)
    said = said_years(text, TODAY)
    assert said is None or 0 <= said.start < said.end <= len(text)


def test_a_question_is_narrowed_and_its_other_words_remain() -> None:
    question = Question.parse("studies before 2010 on grief")
    assert question.free == "studies on grief"
    assert (question.studied, question.said_years) == (Years(None, 2009), "before 2010")
    as_words = Question.parse("studies before 2010 on grief", years_in_words=False)
    assert as_words.free == as_words.text and as_words.studied is None
    assert Question.parse("studies before 2010 on grief year:2012").studied is None
