"""The expansions of a question are shown in part, with the rest behind a click."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from search.question import Question, Years
from search.results import Expansion, Facets, Results, Understanding
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app
from webapp.view.address.state import Address
from webapp.view.answer import Answer, question_at


@pytest.fixture
def app() -> Iterator[Flask]:
    app = create_app(FakeEngine(hostile_digest()))
    with app.test_request_context():
        yield app


def answer(*expansions: Expansion, address: Address | None = None, corrected: str = "") -> Answer:
    made = Understanding(expansions=expansions, corrected=corrected or None)
    results = Results(
        question=Question(),
        understanding=made,
        hits=(),
        total=0,
        offset=0,
        sort="relevance",
        facets=Facets(),
        answered=False,
        nearest=(),
        generation="g",
        seconds=0.0,
    )
    return Answer(address or Address(), results, pages=1, size=10)


def terms(word: str, count: int, *off: int) -> list[Expansion]:
    return [Expansion(f"{word}{n}", word, f"{word}{n}", on=n not in off) for n in range(count)]


def told(*expansions: Expansion) -> list[list[str]]:
    return [
        [f"{group.words}: {' '.join(e.term for e in group.expansions)}" for group in part]
        for part in answer(*expansions).added
    ]


def test_few_expansions_are_all_visible_in_order() -> None:
    assert told(*terms("z", 2), *terms("a", 1)) == [["z: z0 z1", "a: a0"], []]
    assert told() == [[], []]


def test_many_expansions_are_shown_in_part() -> None:
    first, rest = told(*terms("a", 5), *terms("b", 5), *terms("c", 2))
    assert first == ["a: a0 a1 a2", "b: b0 b1 b2"]
    assert rest == ["a: a3 a4", "b: b3 b4", "c: c0 c1"]


def test_switched_off_expansions_stay_visible() -> None:
    first, rest = told(*terms("a", 6, 5), *terms("b", 4), *terms("c", 3, 1))
    assert first == ["a: a0 a1 a2 a5", "b: b0 b1 b2", "c: c1"]
    assert rest == ["a: a3 a4", "b: b3", "c: c0 c2"]


def test_notes_on_help_depend_on_question_correction_and_filters(app: Flask) -> None:
    assert answer().care == ()
    (note,) = answer(address=Address(q="self harm")).care
    assert note.text == "Call **someone**."
    assert answer(address=Address(q="slef harm"), corrected="self harm").care
    assert answer(address=Address(topics=("self-harm",))).care
    assert not answer(address=Address(topics=("trauma",))).care


def test_identifying_details_are_named() -> None:
    assert answer(address=Address(q="jane@example.org")).identifying == "an e-mail address"
    assert answer(address=Address(q="burnout")).identifying is None


def test_a_question_combines_typed_operators_and_chosen_filters() -> None:
    typed = 'do slugs hurt? topic:soil "copper tape"'
    address = Address(
        q=typed,
        topics=("training", "empathy"),
        research=("survey",),
        years=(Years(2020, 2021),),
        only=("by-chance",),
        digests=("garden",),
    )
    question = question_at(address)
    assert question == question_at(replace(address, parsed=Question.parse(typed)))
    assert (question.free, question.phrases) == ("do slugs hurt?", ("copper tape",))
    assert question.topics == ("soil", "training", "empathy")
    assert (question.research, question.years) == (("survey",), (Years(2020, 2021),))
    assert (question.only, question.digests) == (("by-chance",), ("garden",))
