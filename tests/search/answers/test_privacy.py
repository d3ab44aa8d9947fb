"""Questions that identify a person are recognised, and others raise no alarm."""

from __future__ import annotations

import json
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folder.read import DEMO
from search.answers.privacy import identifying
from tests.demo.reading import demo_reading

QUESTIONS = DEMO / "relevance" / "questions.toml"


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("my client jane.doe+therapy@example.co.uk dropped out", "an e-mail address"),
        ("call 613-555-0142 about CBT", "a telephone number"),
        ("(613) 555 0142", "a telephone number"),
        ("his number is 6135550142", "a telephone number"),
        ("+44 20 7946 0958 anxious", "a telephone number"),
        ("020 7946 0958", "a telephone number"),
        ("Jane Doe 3/5/1987 depressed", "a date of birth"),
        ("client born 3 May 1987 with panic", "a date of birth"),
        ("DOB 1987-05-03", "a date of birth"),
        ("Mr Smith, May 3rd, 1987, ptsd", "a date of birth"),
        ("lives at 12 Elm Street", "a postal address"),
        ("alcohol use, K1N 6N5", "a postal address"),
        ("ＪＡＮＥ@example.org", "an e-mail address"),
        ("My client Sarah Miller, 34", "a name"),
    ],
)
def test_identifying_details_are_recognised(question: str, what: str) -> None:
    assert identifying(question) == what


@pytest.mark.parametrize(
    "question",
    [
        "",
        "depression 2015-2021",
        "year:2018..2021 alliance",
        "PHQ-9 above 10 after 12 sessions, 613 clients",
        "trials from March 2020",
        "Beck Depression Inventory",
        "study published 3 May 2021",
        "10.1037/pst0000185",
        "1234567890123 is no number of a telephone",
        "OR 0.41, CI 0.17 to 0.99",
        "Norcross & Lambert 2019 therapy relationships 56(4), 421-426",
        "r = .28, 1 in 5 clients, n = 15,000",
        "4 Way Interaction",
    ],
)
def test_other_questions_raise_no_alarm(question: str) -> None:
    assert identifying(question) is None


def test_no_judged_question_raises_a_false_alarm() -> None:
    questions = tomllib.loads(QUESTIONS.read_text("utf-8"))["question"]
    assert len(questions) > 200
    assert [q["text"] for q in questions if identifying(q["text"])] == []


def test_no_title_or_citation_of_the_demo_digest_raises_one() -> None:
    posts = demo_reading().digest.posts
    texts = [t for p in posts for t in (p.title, p.citation or "", p.doi or "")]
    assert [text for text in texts if identifying(text)] == []


@pytest.mark.data
def test_no_shared_question_raises_one(shared: Path) -> None:
    lines = (shared / "questions.jsonl").read_text("utf-8").splitlines()
    assert [
        line for line in lines if identifying(" ".join(map(str, json.loads(line).values())))
    ] == []


@given(st.text(max_size=1000) | st.text("0123456789 .-()+@aA", max_size=1000))
def test_any_question_is_read_quickly(question: str) -> None:
    started = time.process_time()
    identifying(question)
    assert time.process_time() - started < 0.5
