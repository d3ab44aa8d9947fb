"""The model that proposes topics is measured on the demo digest, leaving out each post in turn."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from corpus.digest import Digest, Topic
from corpus.post import Post
from corpus.topics.model import ENOUGH_POSTS, TopicModel
from corpus.topics.propose import Proposer
from tests.conftest import REPOSITORY
from tests.demo.reading import demo_reading

TOPICS = (Topic("pace", "Pace"), Topic("rain", "Rain"))


@pytest.fixture(scope="module")
def demo() -> Digest:
    return demo_reading().digest


@pytest.fixture(scope="module")
def model(demo: Digest) -> TopicModel:
    model = Proposer(demo).model
    assert model is not None
    return model


def test_recall_is_as_the_documentation_states(model: TopicModel) -> None:
    page = (REPOSITORY / "docs" / "maintaining.md").read_text("utf-8")
    stated = re.search(r"recall@3 of (0\.\d\d)", page)
    assert stated
    assert model.recall(3) == pytest.approx(float(stated[1]), abs=0.02)


@pytest.mark.slow
def test_leaving_out_a_post_in_closed_form_equals_training_without_it(
    demo: Digest, model: TopicModel
) -> None:
    names = [topic.name for topic in demo.topics if topic.slug != "miscellaneous"]
    right: list[bool] = []
    trusted: list[float] = []
    for at, left_out in [*enumerate(demo.posts)][::8]:
        others = tuple(other for other in demo.posts if other is not left_out)
        for fit in Proposer(replace(demo, posts=others)).ranked(left_out)[:5]:
            # Each post changes the rarity of words a little.
            score = model.left_out[at, names.index(fit.topic)]
            assert score == pytest.approx(fit.score, abs=0.03)
            right.append(fit.topic in left_out.topics)
            trusted.append(fit.trust or 0.0)
    assert sum(trusted) / len(trusted) == pytest.approx(sum(right) / len(right), abs=0.12)


def test_reasons_are_words_of_the_post_and_a_similar_post(demo: Digest, model: TopicModel) -> None:
    fit = model.fits(Post("x", "Supervision of trainees", "Trainees were supervised."))[0]
    assert fit.topic == "Training"
    assert set(fit.words) <= {"supervision", "trainees"}
    (like,) = [post for post in demo.posts if post.id == fit.like]
    assert "Training" in like.topics


def test_without_posts_topics_are_proposed_by_their_own_words() -> None:
    model = TopicModel(TOPICS, ())
    assert model.recall(3) is None
    (fit,) = model.fits(Post("x", "Rains", ""))
    assert (fit.topic, fit.trust, fit.words, fit.like) == ("Rain", None, ("rains",), None)
    assert model.fits(Post("x", "", "")) == ()


@pytest.mark.parametrize("filed", [("Rain",), ("Rain", "Pace")])
def test_trust_needs_enough_posts_with_and_without_the_topic(filed: tuple[str, ...]) -> None:
    posts = [Post(f"p{at}", f"Rain {at}", "Wet.", topics=filed) for at in range(ENOUGH_POSTS)]
    trusts = {
        len(some): TopicModel(TOPICS, some).fits(posts[0])[0].trust for some in (posts, posts[1:])
    }
    assert trusts[ENOUGH_POSTS - 1] is None
    assert (trusts[ENOUGH_POSTS] is None) == (len(filed) == 2)
