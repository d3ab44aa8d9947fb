"""Suggestions complete the beginning of any word, with some of each kind."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus.digest import Questions
from search.query.suggestions import Suggestions
from search.results import FacetValue, Suggestion
from tests.digests import garden

TOPICS = [(Suggestion("topic", f"Gardens {n}", f"gardens-{n}"), n) for n in range(1, 6)]
ASKED = [(Suggestion("question", f"garden tip {n}?", f"garden tip {n}?"), n) for n in range(1, 6)]
POSTS = [(f"post-{n}", f"The garden of post {n}") for n in range(1, 6)]
MANY = Suggestions(
    [*ASKED, *TOPICS], [*POSTS, ("cafe", "Café Ænigma"), ("bed", "“Raised” bed – with leaf-mould")]
)


def kinds(found: tuple[Suggestion, ...]) -> list[str]:
    return [s.kind for s in found]


def test_topics_come_first_and_each_kind_has_its_share() -> None:
    found = MANY.of("garden", 6)
    assert kinds(found) == ["topic", "topic", "question", "question", "post", "post"]
    assert found[0].value == "gardens-5"
    assert found[2].value == "garden tip 5?"


def test_places_left_by_a_kind_are_used_by_others() -> None:
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


def test_a_post_with_a_word_twice_is_suggested_once() -> None:
    found = Suggestions([], [("a", "Beans and beans"), ("b", "Beans, more beans")]).of("bean", 5)
    assert [(s.kind, s.value) for s in found] == [("post", "a"), ("post", "b")]


def test_words_may_match_apart_from_each_other() -> None:
    posts = [("a", "Do therapists who burn out harm their patients?"), ("b", "Harm and hope")]
    found = Suggestions([], posts)
    assert [s.value for s in found.of("patients harm", 5)] == ["a"]
    assert [s.value for s in found.of("burn patie", 5)] == ["a"]
    assert found.of("how can i previous", 5) == ()


def test_an_empty_text_has_no_suggestions() -> None:
    assert MANY.of("  ", 5) == ()
    assert MANY.of("garden", 0) == ()
    assert Suggestions([]).of("garden", 5) == ()


@given(st.text(), st.integers(0, 20))
def test_there_are_never_more_suggestions_than_asked_for(typed: str, limit: int) -> None:
    found = MANY.of(typed, limit)
    assert len(found) <= limit
    assert len(set(found)) == len(found)


def test_topics_without_posts_are_not_suggested() -> None:
    digest = replace(garden.digest(), questions=Questions(examples=("What do garden snails eat?",)))
    topics = (FacetValue("soil", "Garden soil", 3), FacetValue("pond", "Garden pond", 0))
    found = Suggestions.from_digest(digest, topics, [("a", "A garden in May")]).of("garden", 5)
    assert [(s.kind, s.value) for s in found] == [
        ("topic", "soil"),
        ("question", "What do garden snails eat?"),
        ("post", "a"),
    ]


def test_titles_in_a_reader_s_language_come_first_and_their_posts_once() -> None:
    posts = [("a", "Beans for bees"), ("b", "A bean a day"), ("c", "Soil and beans")]
    found = Suggestions([], posts, {"c": "Terre, haricots et beans"}, "fr")

    def told(typed: str) -> list[tuple[str, str, str]]:
        return [(one.value, one.text, one.language) for one in found.of(typed, 5)]

    french = ("c", "Terre, haricots et beans", "fr")
    assert told("haric") == [french]
    assert told("soil") == [french]
    assert told("bean") == [french, ("b", "A bean a day", ""), ("a", "Beans for bees", "")]
