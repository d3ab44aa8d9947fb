"""A post speaks of what a question names, by whichever of its names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.post import Post
from search.answers.about import named_in, speaks_of
from search.results import Expansion

POST = Post(
    id="a",
    title="CBT for PTSD",
    summary="Adolescents with a fear of heights.",
    implications="Go on.",
)


def speaks(question: str, *expansions: Expansion) -> bool:
    return speaks_of(POST, named_in(question, expansions))


@pytest.mark.parametrize(
    "question",
    [
        "",
        "does it work",
        "post-traumatic stress disorder",
        "ptsd in teens",
        "fear of heights",
        "young women with PTSD",
        "my daughter has PTSD",
        "how does it hold over time",
    ],
)
def test_what_it_says_by_another_name_is_said(question: str) -> None:
    assert speaks(question)


@pytest.mark.parametrize("question", ["depression", "PTSD in veterans", "fear of flying"])
def test_what_it_does_not_say(question: str) -> None:
    assert not speaks(question)


def test_what_the_vocabulary_adds_counts_where_it_is_on() -> None:
    assert not speaks("veterans", Expansion("heights", "veterans", "heights", on=False))
    assert speaks("veterans", Expansion("heights", "veterans", "heights"))
    assert speaks("vertige", Expansion("fear-of-heights", "vertige", "fear of heights"))
    assert not speaks("la dépression", Expansion("depression", "dépression", "depression"))


@given(st.text(max_size=300))
def test_any_question_is_read(question: str) -> None:
    assert speaks_of(POST, named_in(question, ())) in (True, False)
