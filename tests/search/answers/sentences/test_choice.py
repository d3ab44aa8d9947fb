"""The sentence that answers is chosen, with the one that it needs and the one that limits it."""

from __future__ import annotations

from collections.abc import Mapping

from search.answers.sentences.choice import Choice, Sentence
from search.answers.sentences.limits import NOTHING_WANTED, Wanted

SUMMARY, PRACTICE = 1, 2
WORTH = {"mulch": 2.0, "slug": 1.0, "bean": 1.5, "tape": 2.0}


def choice(
    sentences: Mapping[str, str], wanted: Wanted = NOTHING_WANTED, title: str = "", summed: int = 0
) -> Choice:
    """A choice among sentences, each with its terms; the first ``summed`` are of the summary."""
    made = [
        Sentence(SUMMARY if n < summed else PRACTICE, text, frozenset(terms.split()))
        for n, (text, terms) in enumerate(sentences.items())
    ]
    return Choice(frozenset(title.split()), made, WORTH, wanted)


FINDING = (
    "In twelve gardens mulch went with fewer slugs in beds of every kind that were looked at, each "
    "of them twice."
)


def test_a_sentence_is_shown_after_the_one_that_it_leans_on() -> None:
    made = choice({FINDING: "slug", "They are no reason to give up mulch and beans.": "mulch bean"})
    assert made.finding(range(2)) == [0, 1]


def test_advice_gives_way_to_a_finding_where_a_question_asks_whether() -> None:
    advice = (
        "We suggest mulch for all beds of beans, and to look at it twice a week in all dry summers."
    )
    told = {FINDING: "mulch slug", advice: "mulch bean"}
    assert choice(told).finding(range(2)) == [1]
    assert choice(told, Wanted(whether=True)).finding(range(2)) == [0]


def test_a_comparison_is_answered_by_a_sentence_on_both() -> None:
    both = (
        "Between mulch and tape no difference was found in any garden of those that tried out both."
    )
    told = {FINDING: "mulch slug", both: "mulch tape"}
    compared = Wanted(sides=(frozenset({"mulch"}), frozenset({"tape"})))
    made = choice(told, compared)
    assert made.finding(range(2)) == [1]
    assert made.compares([1])
    assert not made.compares([0])


def test_what_the_title_names_all_sentences_speak_of() -> None:
    compared = Wanted(sides=(frozenset({"mulch"}), frozenset({"tape"})))
    told = {"The gap to tape was small.": "tape", "Beans grew.": "bean"}
    assert not choice(told, compared).compares([0])
    assert choice(told, compared, title="mulch").compares([0])
    assert not choice(told, compared, title="mulch").compares([1])


def test_a_sentence_that_ranks_nothing_answers_a_comparison() -> None:
    compared = Wanted(sides=(frozenset({"mulch"}), frozenset({"tape"})))
    told = {"These figures give no ground for ranking the four.": ""}
    assert choice(told, compared).compares([0])


def test_the_limit_that_bears_on_the_question_is_told() -> None:
    told = {
        FINDING: "mulch slug",
        "It did not go with more beans.": "bean",
        "The snails were too few to count.": "",
    }
    assert choice(told).limit([0], range(3)) == [1]


def test_the_kind_of_limit_that_is_asked_for_comes_first() -> None:
    told = {
        FINDING: "mulch slug",
        "Nobody assigned beds by chance to mulch.": "mulch",
        "Counts under mulch stop at the first frost.": "mulch",
    }
    assert choice(told, Wanted(frozenset({"cause"}))).limit([0], range(3)) == [1]
    assert choice(told, Wanted(frozenset({"lasting"}))).limit([0], range(3)) == [2]


def test_how_a_summary_opens_limits_nothing() -> None:
    told = {"Mulch is not proven, people say.": "mulch", "Rain fell.": "", "It fell.": ""}
    told |= {"Snow fell.": "", FINDING: "mulch slug"}
    assert choice(told, summed=4).limit([4], range(4, 5)) == []


def test_a_limit_that_has_nothing_of_the_question_is_left_out() -> None:
    told = {"Rain fell.": "", "Moles were few.": "", FINDING: "mulch slug"}
    assert choice(told, summed=2).limit([2], range(2, 3)) == []
    told |= {"Moles were few.": "slug bean"}
    assert choice(told, summed=2).limit([2], range(2, 3)) == [1]
