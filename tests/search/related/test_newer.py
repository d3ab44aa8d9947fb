"""A later overview is suggested only if it is on the same question."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

import pytest

from corpus.digest import Digest, ResearchKind
from corpus.evidence.study import Effect, Study
from corpus.post import Post
from search.engine.seam import Snapshot
from search.index.algebra.fitting import LikeScikitLearn
from search.index.facets import table
from search.index.tfidf import Vectors
from search.index.tokens.analysed import analyse
from search.index.tokens.sums import sums
from search.related.newer import LaterStudies
from search.related.reasons import Labelled, Reasons
from search.text.analyzer import Analyzer
from tests.conftest import REPOSITORY
from tests.relevance.physiotherapy import post_of

RELEVANCE = REPOSITORY / "tests" / "relevance"
OLD = Post(
    id="2015-01-roses",
    title="Do roses need pruning",
    summary="Roses were pruned in winter. Pruned roses flowered more.",
    month="2015-01",
    topics=("Roses", "Winter"),
    research="trial",
)
REVIEW = replace(OLD, id="2020-01-review", month="2020-01", research="review")
OTHERS = tuple(
    Post(id=f"2016-0{n}-other", title=title, summary=title, month=f"2016-0{n}", topics=("Bees",))
    for n, title in enumerate(("Hives in spring", "Honey and frost", "Wasps at the door"), 1)
)


def found(*posts: Post) -> dict[str, list[str]]:
    """The ids of the newer posts by the id of each post that has any."""
    everything = (*posts, *OTHERS)
    words = analyse(everything, Analyzer())
    vectors = Vectors(LikeScikitLearn().tf_idf(sums(words).times)[0])
    kinds = (ResearchKind("review", "review", overview=True), ResearchKind("trial", "trial"))
    facets = table(Digest("d", kinds=kinds, posts=everything))
    reasons = Reasons(everything, Labelled(vectors, {}), facets)
    overviews = LaterStudies(everything, facets, vectors, reasons)
    pairs = ((p.id, overviews.newer(n)) for n, p in enumerate(everything))
    return {post_id: [everything[k.to].id for k in links] for post_id, links in pairs if links}


def test_a_later_overview_on_the_same_question_is_named() -> None:
    assert found(OLD, REVIEW) == {OLD.id: [REVIEW.id]}


@pytest.mark.parametrize(
    "changed",
    [
        replace(REVIEW, month="2015-01"),
        replace(REVIEW, month="2014-01"),
        replace(REVIEW, month=None),
        replace(REVIEW, research="letter"),
        replace(REVIEW, research="trial", same_data=(OLD.id,)),
        replace(REVIEW, topics=("Winter", "Roses"), title="Pruning in winter"),
        replace(REVIEW, topics=()),
        replace(REVIEW, title="Moss on lawns", summary="Moss grows where it is wet."),
    ],
)
def test_other_posts_are_not_named(changed: Post) -> None:
    assert OLD.id not in found(OLD, changed)


def test_a_later_study_of_the_same_kind_on_other_data_is_named() -> None:
    assert found(OLD, replace(REVIEW, research="trial")) == {OLD.id: [REVIEW.id]}


def test_a_post_excluded_by_hand_is_not_named() -> None:
    assert found(replace(OLD, never=(REVIEW.id,)), REVIEW) == {}


def test_the_three_most_similar_are_named_in_order() -> None:
    less = replace(REVIEW, id="2021-01-less", month="2021-01", summary=OLD.summary + " Slugs too.")
    lesser = replace(less, id="2022-01-lesser", summary=less.summary + " And snails, and rust.")
    least = replace(lesser, id="2023-01-least", summary=lesser.summary + " Then came a wet May.")
    assert found(OLD, least, lesser, less, REVIEW)[OLD.id] == [REVIEW.id, less.id, lesser.id]


ADULTS = Study(2010, population="adults with depression", effects=(Effect("CBT"),))
LATER = replace(ADULTS, year=2014)


def studied(earlier: Study, later: Study, **changes: object) -> list[str]:
    """The newer posts for a post on one study, when a review is on the other."""
    one = replace(OLD, study=earlier)
    other = replace(REVIEW, month="2014-01", study=later, **changes)  # type: ignore[arg-type]
    return found(one, other).get(OLD.id, [])


def test_the_years_of_the_studies_are_compared() -> None:
    assert studied(ADULTS, LATER) == [REVIEW.id]
    assert studied(LATER, ADULTS) == studied(ADULTS, ADULTS) == []


@pytest.mark.parametrize(
    "later",
    [
        replace(LATER, population="adolescents with depression"),
        replace(LATER, population="adults with PTSD"),
        replace(LATER, effects=(Effect("exercise"),)),
        replace(LATER, question="cost"),
    ],
)
def test_another_question_is_not_named(later: Study) -> None:
    assert studied(replace(ADULTS, question="treatment"), later) == []


@pytest.mark.parametrize(
    "later",
    [
        replace(LATER, population="people with depression"),
        replace(LATER, effects=(Effect("exercise"), Effect("cognitive behavioural therapy"))),
        replace(LATER, question="association"),
    ],
)
def test_the_same_question_is_named(later: Study) -> None:
    assert studied(replace(ADULTS, question="treatment"), later) == [REVIEW.id]


def test_the_title_gives_the_treatment_if_no_field_does() -> None:
    untold = replace(LATER, effects=())
    assert studied(ADULTS, untold) == []
    assert studied(ADULTS, untold, title="CBT and the pruning of roses") == [REVIEW.id]
    assert studied(replace(ADULTS, effects=(Effect("psychotherapy"),)), untold) == [REVIEW.id]
    assert studied(replace(ADULTS, effects=()), untold) == [REVIEW.id]


def test_the_placebo_that_an_earlier_study_asked_of_must_be_known() -> None:
    asked = replace(ADULTS, effects=(Effect("CBT", "pill placebo"),))
    assert studied(asked, replace(LATER, effects=(Effect("CBT", "usual care"),))) == []
    assert studied(asked, replace(LATER, effects=(Effect("CBT", "placebo"),))) == [REVIEW.id]
    assert studied(ADULTS, replace(LATER, effects=(Effect("CBT", "placebo"),))) == [REVIEW.id]


def test_an_outcome_in_the_later_title_must_be_asked_before() -> None:
    asked = replace(ADULTS, effects=(Effect("CBT", outcome="depression"),))
    title = "CBT and social functioning: pruning"
    assert studied(asked, LATER, title=title) == []
    also = replace(asked, effects=(*asked.effects, Effect("CBT", outcome="social functioning")))
    assert studied(also, LATER, title=title) == [REVIEW.id]


def test_the_outcomes_of_the_later_study_name_people() -> None:
    of_all = Effect("CBT", outcome="depression, older adults (55 to 75)")
    older = replace(ADULTS, population="older adults with depression")
    assert studied(older, LATER) == []
    assert studied(older, replace(LATER, effects=(of_all,))) == [REVIEW.id]


def test_neighbouring_conditions_are_of_the_same_people() -> None:
    harm = replace(ADULTS, population="people after self-harm")
    assert studied(harm, replace(LATER, population="people after a suicide attempt")) == [REVIEW.id]


def test_what_contradicts_a_third_post_on_the_question_is_named() -> None:
    third = replace(REVIEW, id="2017-01-third", month="2017-01", contradicts=(OLD.id,))
    last = replace(REVIEW, topics=("Bees",), title="Pruned again", contradicts=(third.id,))
    assert set(found(OLD, third, last)[OLD.id]) == {third.id, last.id}
    assert last.id not in found(OLD, replace(third, contradicts=()), last).get(OLD.id, [])


def test_relations_written_in_the_posts_outrank_the_rule() -> None:
    other = replace(LATER, effects=(Effect("exercise"),))
    assert studied(ADULTS, other, updates=(OLD.id,), research="trial") == [REVIEW.id]
    assert studied(ADULTS, replace(other, year=2010), updates=(OLD.id,)) == [REVIEW.id]
    assert studied(ADULTS, other, contradicts=(OLD.id,)) == [REVIEW.id]
    assert studied(other, ADULTS, contradicts=(OLD.id,)) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "least"), [("pair", 39), ("fresh", 40), ("more", 28), ("fourth", 47)]
)
def test_most_judged_pairs_are_decided_rightly(
    demo_snapshot: Snapshot, name: str, least: int
) -> None:
    """The figures are in docs/relevance.md."""
    pairs = tomllib.loads((RELEVANCE / "newer.toml").read_text("utf-8"))[name]
    named = [
        pair["later"] in [one.post.id for one in demo_snapshot.related(pair["earlier"]).newer]
        for pair in pairs
    ]
    assert sum(name == pair["same"] for name, pair in zip(named, pairs, strict=True)) >= least
    assert not any(name and not pair["same"] for name, pair in zip(named, pairs, strict=True))


def test_little_is_named_wrongly_in_another_field() -> None:
    """The figures are in docs/relevance.md."""
    data = tomllib.loads((RELEVANCE / "newer_physiotherapy.toml").read_text("utf-8"))
    named = found(*(physiotherapy(post) for post in data["post"]))
    pairs = [
        (pair["later"] in named.get(pair["earlier"], ()), pair["same"]) for pair in data["pair"]
    ]
    assert sum(name and same for name, same in pairs) >= 3
    assert sum(name and not same for name, same in pairs) <= 1


def physiotherapy(post: dict[str, Any]) -> Post:
    """A post of the second digest."""
    effects = tuple(Effect(**effect) for effect in post["study"].pop("effects", ()))
    overview = post["research"] in ("meta-analysis", "systematic review")
    study = Study(**post["study"], effects=effects)
    return post_of(post, "review" if overview else "trial", study)
