"""Sentences tell limits, advice, or lean on others; questions ask for limits and compare things."""

from __future__ import annotations

import pytest

from search.answers.sentences.limits import (
    KINDS,
    advises,
    leans,
    limits_in,
    speaks_of_others,
    wanted_in,
)
from search.results import Expansion
from search.text.analyzer import Analyzer
from tests.digests import garden

ANALYZER = Analyzer(garden.VOCABULARY)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Mulch did not go with more beans.", "null"),
        ("In the shade there was no benefit.", "null"),
        ("Nobody assigned beds by chance to mulch.", "cause"),
        ("These results stop at the first frost.", "lasting"),
        ("The figure gives no ground for ranking the four mulches.", "ranking"),
        ("This finding is preliminary.", "sure"),
        ("The finding need not hold for other soils.", "whom"),
    ],
)
def test_a_sentence_tells_what_a_finding_does_not_reach(sentence: str, kind: str) -> None:
    assert kind in limits_in(sentence).said


@pytest.mark.parametrize(
    "sentence",
    [
        "Mulch went with more beans.",
        "Chance decided which beds got mulch, and they were assigned by chance to it.",
        "We suggest that gardeners promise no gain to anybody.",
        "A clinician might ask what is not growing.",
    ],
)
def test_a_finding_and_advice_tell_no_limit(sentence: str) -> None:
    assert not limits_in(sentence).said


def test_a_limit_beside_advice_is_told() -> None:
    both = "Because these results stop at the first frost, we suggest counting again in spring."
    assert advises(both)
    assert "lasting" in limits_in(both).said


@pytest.mark.parametrize(
    "sentence", ["We suggest mulch.", "What grows here?", "Mulch should be offered to all."]
)
def test_advice_and_questions_are_no_findings(sentence: str) -> None:
    assert advises(sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They are no reason to dig up the beds.", True),
        ("Of these, four were dry.", True),
        ("Slugs are where they see the risk.", True),
        ("Slugs ate the beans.", False),
        ("There were slugs in all the beds that the team looked at that summer.", False),
        ("Where slugs are many, gardeners can hear that they will not all be caught.", False),
    ],
)
def test_a_sentence_without_what_it_speaks_of_leans_on_another(
    sentence: str, expected: bool
) -> None:
    assert leans(sentence) is expected


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("does mulch not work", "null"),
        ("does mulch reduce slugs", "cause"),
        ("do the gains of mulch last", "lasting"),
        ("is mulch better than tape", "ranking"),
        ("is it proven that mulch works", "sure"),
        ("does mulch help every gardener", "whom"),
    ],
)
def test_a_question_asks_for_a_kind_of_limit(question: str, kind: str) -> None:
    assert kind in wanted_in(question, (), ANALYZER, {}).kinds


def test_a_question_without_any_asks_for_none() -> None:
    assert wanted_in("slugs", (), ANALYZER, {"slug": 1.0}) == (frozenset(), False, ())


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("does mulch work", True),
        ("how effective is mulch", True),
        ("how do I mulch", False),
        ("mulch", False),
    ],
)
def test_some_questions_ask_whether_something_is_so(question: str, expected: bool) -> None:
    assert wanted_in(question, (), ANALYZER, {}).whether is expected


TERMS = dict.fromkeys(("mulch", "slug", "tape", "bark", "bean"), 1.0)


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("is mulch better than tape for beans", ({"mulch", "bark"}, {"tape"})),
        ("mulch versus tape", ({"mulch", "bark"}, {"tape"})),
        ("which is better, mulch or tape", ({"mulch", "bark"}, {"tape"})),
        ("is tape better than other methods", ({"tape"}, set())),
        ("slugs or beans", ()),
        ("is it better to wait than not", ()),
    ],
)
def test_a_question_compares_two_things(question: str, sides: tuple[set[str], ...]) -> None:
    beside = (Expansion("bark", "mulch", "bark"), Expansion("slug", "beans", "slug", on=False))
    assert wanted_in(question, beside, ANALYZER, TERMS).sides == sides


def test_posts_compare_with_others_of_a_kind() -> None:
    assert speaks_of_others("Tape was not superior to other methods.")
    assert not speaks_of_others("Tape was superior to mulch.")


def test_every_kind_has_phrases() -> None:
    assert set(KINDS) == {"null", "cause", "lasting", "ranking", "sure", "whom"}
