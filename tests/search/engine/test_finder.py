"""The finder gives the positions of posts that answer, and of the best ones in any case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engine import parts
from search.engine.finder import Finder
from search.question import Question
from tests.digests import garden


@pytest.fixture
def finder(garden_generation: Path) -> Iterator[Finder]:
    made = Finder(parts.load(garden_generation), None)
    yield made
    made.close()


def found(finder: Finder, text: str) -> list[int]:
    done, _ = finder.found(Question.parse(text))
    return sorted(done.found.posts.tolist()) if done.found.answered else []


def having(*words: str) -> list[int]:
    return [
        number
        for number, post in enumerate(garden.POSTS)
        if all(w in f"{post.title} {post.summary} {post.implications}".lower() for w in words)
    ]


def test_filters_phrases_and_exclusions_narrow_the_posts(finder: Finder) -> None:
    assert found(finder, '"beer traps"') == having("beer traps")
    soil = [n for n, post in enumerate(garden.POSTS) if "Soil" in post.topics]
    assert found(finder, "topic:soil") == soil
    assert found(finder, "topic:soil -beans") == [n for n in soil if n not in having("beans")]
    assert found(finder, "author:brown topic:soil") == [
        n for n in soil if "Brown, C." in (garden.POSTS[n].citation or "")
    ]


def test_an_unknown_filter_or_phrase_is_noted(finder: Finder) -> None:
    done, notes = finder.found(Question.parse("beans topic:moon"))
    assert not done.found.answered
    assert notes == ("This digest has no topic “moon”.",)
    _, notes = finder.found(Question.parse('slugs "lettuce beer"'))
    assert "in these very words" in notes[0]


def test_a_question_is_corrected(finder: Finder) -> None:
    done, _ = finder.found(Question.parse("ladybrids"))
    assert done.corrected == "ladybirds"
    posts, _ = finder.best(Question.parse("ladybrids"), 2)
    assert sorted(posts.tolist()) == having("ladybirds")[:2]


def test_the_best_posts_are_ranked_in_full_or_only_by_words(finder: Finder) -> None:
    question = Question.parse("beans in a drought")
    posts, scores = finder.best(question, 100)
    assert len(posts) == len(garden.POSTS)
    assert scores.tolist() == sorted(scores.tolist(), reverse=True)
    plain, weights = finder.best_plainly(question, 3)
    assert len(plain) == 3 and weights[0] > 0
    among, _ = finder.best_plainly(Question.parse("beans topic:soil"), 100)
    assert sorted(among.tolist()) == found(finder, "topic:soil")


@pytest.mark.parametrize("text", ["", "xylophone", "topic:soil"])
def test_a_question_without_known_words_ranks_nothing(finder: Finder, text: str) -> None:
    for best in (finder.best, finder.best_plainly):
        posts, scores = best(Question.parse(text), 5)
        assert len(posts) == len(scores) == 0
