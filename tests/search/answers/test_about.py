"""Whether a post speaks of what a question names, by any of its names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.post import Post
from search.answers.about import apart, lacking, named_in, speaks_of
from search.answers.stems import told_in
from search.query.things import ALL_KINDS
from search.results import Expansion

POST = Post(
    id="a",
    title="CBT for PTSD",
    summary="Adolescents with a fear of heights.",
    implications="Go on.",
)


def speaks(question: str, *expansions: Expansion) -> bool:
    return speaks_of(told_in(POST), named_in(question, expansions))


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


def test_what_is_named_by_words_of_different_sentences_is_apart() -> None:
    told = told_in(POST)
    for question, lacks, split in (("CBT", 0, 0), ("EMDR", 1, 1), ("post traumatic growth", 1, 1)):
        named = named_in(question, (), ALL_KINDS)
        assert (len(named), lacking(told, named), apart(told, named)) == (1, lacks, split)
    named = named_in("CBT in adolescents", (), ALL_KINDS)
    assert (lacking(told, named), apart(told, named)) == (0, 0)
    split_up = told_in(Post(id="b", title="Fear of it", summary="They went on. Heights are high."))
    named = named_in("fear of heights", (), ALL_KINDS)
    assert (lacking(split_up, named), apart(split_up, named)) == (0, 1)


@given(st.text(max_size=300))
def test_any_question_is_read(question: str) -> None:
    assert speaks(question) in (True, False)
