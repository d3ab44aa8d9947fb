"""Suggestions go on from any word's beginning, the fullest first, some of each kind."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus.digest import Questions
from search.query.suggestions import Suggestions
from search.results import FacetValue, Suggestion
from tests import garden

TOPICS = [(Suggestion("topic", f"Gardens {n}", f"gardens-{n}"), n) for n in range(1, 6)]
ASKED = [(Suggestion("question", f"garden tip {n}?", f"garden tip {n}?"), n) for n in range(1, 6)]
POSTS = [(f"post-{n}", f"The garden of post {n}") for n in range(1, 6)]
MANY = Suggestions(
    [*ASKED, *TOPICS], [*POSTS, ("cafe", "Café Ænigma"), ("bed", "“Raised” bed – with leaf-mould")]
)


def kinds(found: tuple[Suggestion, ...]) -> list[str]:
    return [s.kind for s in found]


def test_topics_come_before_questions_and_posts_and_none_is_crowded_out() -> None:
    found = MANY.of("garden", 6)
    assert kinds(found) == ["topic", "topic", "question", "question", "post", "post"]
    assert found[0].value == "gardens-5"
    assert found[2].value == "garden tip 5?"


def test_room_that_a_kind_leaves_is_used_by_others() -> None:
    assert kinds(MANY.of("gardens", 4)) == ["topic"] * 4
    assert kinds(MANY.of("garden", 100)) == ["topic"] * 5 + ["question"] * 5 + ["post"] * 5


def test_the_beginning_of_any_word_is_enough_and_case_and_accents_do_not_count() -> None:
    assert [s.value for s in MANY.of("OF POST 3", 5)] == ["post-3"]
    assert [s.value for s in MANY.of("  cafe   aeni", 5)] == ["cafe"]
    assert MANY.of("arden", 5) == ()
    for typed in ("raised", "Raised bed", "bed – with leaf-m", "mould", "“raised”"):
        assert [s.value for s in MANY.of(typed, 5)] == ["bed"], typed
    assert MANY.of("raised beds", 5) == ()
    assert MANY.of("leaf-mould" + "d" * 500, 5) == ()


def test_posts_with_the_same_word_twice_are_suggested_once() -> None:
    found = Suggestions([], [("a", "Beans and beans"), ("b", "Beans, more beans")]).of("bean", 5)
    assert [(s.kind, s.value) for s in found] == [("post", "a"), ("post", "b")]


def test_words_that_nothing_has_in_a_row_are_looked_for_apart() -> None:
    posts = [("a", "Do therapists who burn out harm their patients?"), ("b", "Harm and hope")]
    found = Suggestions([], posts)
    assert [s.value for s in found.of("patients harm", 5)] == ["a"]
    assert [s.value for s in found.of("burn patie", 5)] == ["a"]
    assert found.of("how can i previous", 5) == ()


def test_nothing_typed_suggests_nothing() -> None:
    assert MANY.of("  ", 5) == ()
    assert MANY.of("garden", 0) == ()
    assert Suggestions([]).of("garden", 5) == ()


@given(st.text(), st.integers(0, 20))
def test_whatever_is_typed_there_are_at_most_as_many_as_asked_for(typed: str, limit: int) -> None:
    found = MANY.of(typed, limit)
    assert len(found) <= limit
    assert len(set(found)) == len(found)


def test_of_a_digest_topics_without_posts_are_not_offered() -> None:
    digest = replace(garden.digest(), questions=Questions(examples=("What do garden snails eat?",)))
    topics = (FacetValue("soil", "Garden soil", 3), FacetValue("pond", "Garden pond", 0))
    found = Suggestions.from_digest(digest, topics, [("a", "A garden in May")]).of("garden", 5)
    assert [(s.kind, s.value) for s in found] == [
        ("topic", "soil"),
        ("question", "What do garden snails eat?"),
        ("post", "a"),
    ]
