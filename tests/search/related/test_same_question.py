"""Two studies ask the same question if population, intervention and outcome agree."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.evidence.study import Effect, Study
from corpus.post import Post
from search.related.same_question import same_question

POST = Post(
    id="2015-01-one",
    title="One study",
    summary="A summary.",
    topics=("Mood", "Groups", "Costs"),
)


def asked(
    earlier: tuple[str, str, str],
    later: tuple[str, str, str],
    question: str | None = None,
    **changes: object,
) -> bool:
    """Whether two studies, each as population, intervention and outcome, ask the same.

    ``changes`` apply to the later post.
    """
    studies = [
        Study(question=question, population=who or None, effects=(Effect(what or None, None, of),))
        for who, what, of in (earlier, later)
    ]
    other = replace(POST, study=studies[1], **changes)  # type: ignore[arg-type]
    return same_question(replace(POST, study=studies[0]), other)


WORRY = ("adults with anxiety", "CBT", "worry")


@pytest.mark.parametrize(
    "later",
    [
        ("people with anxiety disorder", "cognitive behavioural therapy", "quality of life"),
        ("adolescents and adults with anxiety", "CBT", "worry"),
        ("adults with social anxiety", "CBT", "worry"),
    ],
)
def test_the_same_question_in_other_words_is_recognised(later: tuple[str, str, str]) -> None:
    assert asked(WORRY, later)


@pytest.mark.parametrize(
    "later",
    [
        ("adolescents with anxiety", "CBT", "worry"),
        ("adults with depression", "CBT", "worry"),
        ("adults with anxiety and depression", "CBT", "worry"),
        ("adults with anxiety", "exercise", "worry"),
        ("adults with anxiety", "CBT with medication", "worry"),
    ],
)
def test_another_question_is_recognised(later: tuple[str, str, str]) -> None:
    assert not asked(WORRY, later)


def test_the_title_may_name_the_treatment_or_the_group() -> None:
    video = ("clients", "video therapy for couples", "distress")
    phone = ("clients", "teletherapy", "distress")
    assert not asked(video, phone)
    assert asked(video, phone, title="Telephone and video therapy")
    # Trainees are therapists, not the group treated.
    assert asked(video, phone, title="Video therapy by trainees")
    assert not asked(video, phone, title="Video therapy for veterans")


def test_therapy_in_general_includes_a_kind_of_therapy() -> None:
    any_kind = ("adults with anxiety", "psychotherapy", "worry")
    assert asked(any_kind, WORRY) and not asked(WORRY, any_kind)
    assert not asked(any_kind, ("adults with anxiety", "CBT", "sleep"))
    assert not asked(any_kind, WORRY, topics=("Mood",))


def test_correlations_must_have_the_same_outcome() -> None:
    early = ("clients", "therapist empathy", "treatment outcome")
    assert asked(early, ("clients", "empathy", "outcome after therapy"), "association")
    assert not asked(early, ("clients", "empathy", "the alliance"), "association")


def test_another_main_topic_needs_the_same_treatment_and_three_topics() -> None:
    turned = ("Groups", "Mood", "Costs")
    assert asked(WORRY, WORRY, topics=turned)
    assert not asked(WORRY, WORRY, topics=turned[:2])
    assert not asked(WORRY, ("adults with anxiety", "", "worry"), topics=turned, title="CBT")


def test_the_same_topics_stand_for_a_treatment_with_several_names() -> None:
    other = ("adults with anxiety", "cognitive work", "worry")
    assert asked(WORRY, other, "cost", topics=(*POST.topics, "Children"))
    assert not asked(WORRY, other, "cost", topics=POST.topics[:2])
    assert not asked(WORRY, other)


POSTS = st.builds(
    Post,
    id=st.just("2015-01-one"),
    title=st.text(min_size=1, max_size=30),
    summary=st.just("s"),
    topics=st.lists(st.sampled_from(POST.topics), unique=True).map(tuple),
    study=st.none()
    | st.builds(
        Study,
        population=st.none() | st.text(max_size=20),
        effects=st.lists(
            st.builds(Effect, intervention=st.none() | st.sampled_from(["CBT", "a diary"])),
            max_size=2,
        ).map(tuple),
    ),
)


@given(POSTS)
def test_a_post_with_a_topic_asks_the_same_as_itself(post: Post) -> None:
    assert same_question(post, post) == bool(post.topics)
