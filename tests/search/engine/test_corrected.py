"""A misspelt question is corrected unasked only where that makes an answer of none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from search.engine.corrected import corrected
from search.query.asked import Asked
from search.query.spelling import Spelling
from search.question import Question
from search.ranking.answered import Found
from search.ranking.fused import Ranking
from search.results import Understanding

SPELLING = Spelling({"slugs": 4, "lettuce": 2, "watering": 3})
KNOWN = {"slugs", "lettuce", "beans"}


def finding(*answering: str) -> Callable[[Question], Found]:
    """Finds an answer to questions with one of the words."""

    def find(question: Question) -> Found:
        words = question.free.split()
        unknown = tuple(word for word in words if word not in KNOWN)
        asked = Asked((), (), question.free, {}, 0.0, Understanding(unknown=unknown))
        return Found(asked, Ranking(0), np.empty(0, np.intp), bool({*words} & {*answering}))

    return find


def never() -> Spelling:
    raise AssertionError("the spelling was asked for")


@pytest.mark.parametrize(
    ("typed", "answering", "meant", "used"),
    [
        ("slgus", ("slugs",), None, "slugs"),
        ("slgus", (), "slugs", None),
        # Where the rest has an answer only a long word is mended unasked.
        ("beans slgus", ("beans",), "beans slugs", None),
        ("beans watring", ("beans",), None, "beans watering"),
        ("year:2018 slgus", ("slugs",), None, "year:2018 slugs"),
        ("xylophone", ("slugs",), None, None),
    ],
)
def test_a_slip_is_mended_or_offered(
    typed: str, answering: tuple[str, ...], meant: str | None, used: str | None
) -> None:
    done = corrected(Question.parse(typed), finding(*answering), lambda: SPELLING)
    assert (done.meant, done.corrected) == (meant, used)
    assert done.found.answered == bool(used or typed.split()[0] in answering)


def test_where_every_word_is_known_no_spelling_is_needed() -> None:
    done = corrected(Question.parse("slugs"), finding(), never)
    assert not done.found.answered and done.meant is None and done.corrected is None


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("xylophone", "has any of your words"),
        ("beans", "only common words"),
        ("?!", "has any of your words"),
        ("", None),
    ],
)
def test_what_could_not_be_asked_is_told(typed: str, note: str | None) -> None:
    question = Question.parse(typed)
    done = corrected(question, finding(), lambda: SPELLING)
    told = done.understanding(question, ("A filter does nothing.",))
    assert told.notes[0] == "A filter does nothing."
    assert [note in one for one in told.notes[1:]] == [True] if note else len(told.notes) == 1
    long = replace(question, cut=True)
    assert "Your question was long" in done.understanding(long, ()).notes[0]


@pytest.mark.parametrize(("typed", "harms"), [("slugs", ()), ("she wants to die", ("harm",))])
def test_a_question_is_judged_as_it_was_typed(typed: str, harms: tuple[str, ...]) -> None:
    done = corrected(Question.parse("beans"), finding("beans"), never)
    assert done.understanding(Question.parse(typed), ()).harms == harms
