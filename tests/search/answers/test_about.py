"""Whether a post speaks of what a question names, by any of its names."""

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
def test_a_subject_by_another_name_is_spoken_of(question: str) -> None:
    assert speaks(question)


@pytest.mark.parametrize("question", ["depression", "PTSD in veterans", "fear of flying"])
def test_a_subject_that_the_post_lacks_is_not_spoken_of(question: str) -> None:
    assert not speaks(question)


def test_expansions_count_unless_switched_off() -> None:
    assert not speaks("veterans", Expansion("heights", "veterans", "heights", on=False))
    assert speaks("veterans", Expansion("heights", "veterans", "heights"))
    assert speaks("vertige", Expansion("fear-of-heights", "vertige", "fear of heights"))
    assert not speaks("la dépression", Expansion("depression", "dépression", "depression"))


@given(st.text(max_size=300))
def test_any_question_is_read(question: str) -> None:
    assert speaks_of(POST, named_in(question, ())) in (True, False)
