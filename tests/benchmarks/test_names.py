"""The model that recognizes names is learned from questions written for it, always the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from learning.names import THRESHOLD, fit, learn, words_of, written
from learning.naming.questions import Example, drawn, judged

from search.answers.naming import FILE, learned, names_somebody


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return list(drawn())


@pytest.mark.slow
def test_questions_are_patterns_filled_with_terms(examples: list[Example]) -> None:
    assert examples == list(drawn())
    assert len(examples) > 10_000
    assert not [one.text for one in examples if re.search("[{}]", one.text)]
    assert all(one.names for one in examples if one.naming)
    assert not any(one.names for one in examples if not one.naming)


def test_no_pattern_has_both_labels_and_no_judged_question_is_missing(
    examples: list[Example],
) -> None:
    naming = {one.group for one in examples if one.naming}
    ordinary = {one.group for one in examples if not one.naming}
    assert not naming & ordinary
    assert {name: len(examples) for name, examples in judged().items()} == {
        "names": 400,
        "first": 236,
        "second": 229,
        "third": 100,
    }


def test_the_model_recognizes_names_that_it_was_not_learned_from() -> None:
    def about(names: str) -> list[Example]:
        return [
            Example(text, naming, text, frozenset({name.lower()}) if naming else frozenset())
            for name in names.split()
            for naming, text in (
                (True, f"my client {name} is late"),
                (False, f"the {name} scale is late"),
            )
        ]

    fitted = fit(about("Aba Obo Ulu Ini Eke Oto Iri Ama"))
    for one in about("Zuzu Wawa"):
        assert (fitted.score(words_of(one)) >= THRESHOLD) == one.naming


@pytest.mark.slow
@pytest.mark.data
def test_the_shipped_model_judges_as_a_newly_learned_one(
    shared: Path, examples: list[Example]
) -> None:
    """Small differences are allowed: posts and questions of tests are added and removed."""
    assert written(learned()) == FILE.read_text("utf-8")
    again = learn(shared / "data")
    asked = [one.text for several in judged().values() for one in several]
    asked += [one.text for one in examples if not one.unlisted][::5]
    apart = [text for text in asked if names_somebody(text, again) != names_somebody(text)]
    assert len(apart) <= 0.02 * len(asked), apart
