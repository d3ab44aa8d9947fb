"""A note on help stands by posts and questions about harm, and by no others."""

from __future__ import annotations

import pytest

from corpus.digest import Care, Digest, Topic
from corpus.folder.read import DEMO, read_corpus
from corpus.post import Post
from search.answers.care import concerns, concerns_post, help_for
from search.question import Question

CARE = Care(("suicide", "self-harm", "kill myself"), "Call **someone**.")


@pytest.mark.parametrize(
    "text",
    [
        "Suicide risk",
        "SELF‑HARM",
        "self harm in teens",
        "she said: “I’ll kill\nmyself”",
        "ｓuicide",
    ],
)
def test_words_are_found_however_written(text: str) -> None:
    assert concerns(CARE, "other", text)


@pytest.mark.parametrize("text", ["", "suicidology", "self", "harmful effects", "kill time myself"])
def test_other_words_are_not(text: str) -> None:
    assert not concerns(CARE, text)


def test_a_digest_without_words_shows_no_note() -> None:
    assert not concerns(Care(), "suicide")


def test_a_post_is_about_its_title_and_topics() -> None:
    post = Post(id="x", title="Self-harm in the young", summary="")
    assert concerns_post(CARE, post)
    assert concerns_post(CARE, Post(id="x", title="x", summary="", topics=("Suicide and Crisis",)))
    assert not concerns_post(CARE, Post(id="x", title="x", summary="It mentions suicide once."))


def test_the_demo_digest_shows_its_note_where_it_should() -> None:
    digest = read_corpus(DEMO).digest
    about = {post.id for post in digest.posts if concerns_post(digest.care, post)}
    assert "2024-12-psychotherapy-lower-odds-another-suicide-attempt" in about
    assert "2023-03-borderline-symptoms-that-lag" not in about
    assert concerns(digest.care, "my client says she wants to end her life")
    assert not concerns(digest.care, "does therapist burnout hurt patients?")


def test_help_is_told_for_a_question_its_correction_and_its_filters() -> None:
    digest = Digest("Garden", topics=(Topic("harm", "Self-harm"),), care=CARE)
    assert help_for(digest, Question.parse("suicide of clients")) == "Call **someone**."
    assert help_for(digest, Question.parse("suicied of clients"), "suicide of clients")
    assert help_for(digest, Question(topics=("harm",)))
    assert help_for(digest, Question(topics=("self harm",)))
    assert help_for(digest, Question.parse("mulch"), "mulches") == ""
