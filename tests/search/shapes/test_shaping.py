"""Answers are shaped for JSON: names of topics, limits, rounded figures."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest

from corpus.digest import Care, Digest, ResearchKind, Topic
from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.post import Correction, Post
from search.question import Question
from search.results import (
    Contribution,
    Facets,
    Hit,
    Passage,
    Related,
    RelatedPost,
    Results,
    Understanding,
)
from search.shapes.posts import NamedShape, PostLinkShape
from search.shapes.shaping import Shapes
from tests.pretended.engine_fake import FakeSnapshot

SOIL = Post("a", "Soil", "On soil.", "Dig.", "2021-07", ("Soil", "Unlisted"), "review", "A. (2020)")
BARE = Post("b/c", "Bare", "")
DIGEST = Digest(
    "Garden",
    kinds=(ResearchKind("review", "review"),),
    topics=(Topic("soil", "Soil"),),
    care=Care(("frost",), "Cover up."),
)
PLAIN = Shapes(DIGEST)
PAGED = Shapes(DIGEST, lambda post_id, language="": f"{language}/posts/{post_id}")


def found(text: str = "soil", total: int = 21, offset: int = 10) -> Results:
    hit = Hit(
        11,
        1 / 3,
        SOIL,
        Passage("Soil", ((0, 4),)),
        None,
        Passage("On soil.", ((3, 7),)),
        ("soil",),
        (Contribution("words", "the words", 2 / 3),),
    )
    return Results(
        Question.parse(text),
        Understanding(used=("soil",)),
        (hit,),
        total,
        offset,
        "relevance",
        Facets(),
        True,
        (),
        "000001-a",
        1 / 7,
    )


def test_topics_and_kinds_have_names_and_missing_values_are_null() -> None:
    told = PLAIN.brief(SOIL)
    assert told.topics == (NamedShape("soil", "Soil"), NamedShape("", "Unlisted"))
    assert told.research == NamedShape("review", "review")
    assert told.url is None
    told = PAGED.brief(BARE)
    assert (told.month, told.research, told.citation, told.doi) == (None, None, None, None)
    assert (told.topics, told.url) == ((), "/posts/b/c")


def test_an_unlisted_kind_has_an_empty_slug() -> None:
    post = Post("a", "A", "", research="memoir")
    assert PLAIN.brief(post).research == NamedShape("", "memoir")


def test_a_whole_post_includes_the_brief_one() -> None:
    whole = asdict(PAGED.whole(SOIL, FakeSnapshot(replace(DIGEST, posts=(SOIL, BARE)))))
    brief = asdict(PAGED.brief(SOIL))
    assert {key: whole[key] for key in brief} == brief
    assert (whole["newer"], whole["older"], whole["implications"]) == (None, "b/c", "Dig.")


def test_only_a_whole_post_has_all_its_evidence() -> None:
    post = replace(
        SOIL,
        study=Study(2020, "treatment", studies=10, effects=(Effect(measure="g", value=0.25),)),
        notices=(Notice("retraction", "2021"), Notice("reinstatement", "2022")),
        updates=("b/c", "draft"),
        corrections=(Correction("2022-02-03", "A figure."),),
        aliases=("old",),
    )
    brief = PAGED.brief(post)
    assert brief.facts == "10 studies · study of 2020"
    assert brief.study and (brief.study.question, brief.study.population) == ("treatment", None)
    assert [one.told for one in brief.notices] == [one.told for one in post.notices]
    assert not brief.retracted
    whole = PAGED.whole(post, FakeSnapshot(replace(DIGEST, posts=(post, BARE))))
    assert whole.study and whole.study.effects[0].value == 0.25
    assert asdict(whole.study).keys() - asdict(brief.study).keys() == {"effects"}
    # A relation to a draft is left out, since it would lead nowhere.
    assert whole.relations.updates == (PostLinkShape("b/c", "Bare", "/posts/b/c"),)
    assert (whole.relations.same_data, whole.aliases) == ((), ("old",))
    assert whole.corrections[0].what == "A figure."
    bare = PLAIN.whole(BARE, FakeSnapshot(replace(DIGEST, posts=(BARE,))))
    assert (bare.study, bare.facts, bare.notices, bare.corrections) == (None, "", (), ())


@pytest.mark.parametrize(
    ("total", "offset", "size", "page", "pages"),
    [(0, 0, 10, 1, 1), (10, 0, 10, 1, 1), (11, 10, 10, 2, 2), (21, 10, 5, 3, 5)],
)
def test_pages_are_counted_from_one(
    total: int, offset: int, size: int, page: int, pages: int
) -> None:
    told = PLAIN.results(found(total=total, offset=offset), size)
    assert (told.page, told.pages) == (page, pages)


def test_figures_are_rounded() -> None:
    told = PLAIN.results(found(), 10)
    (hit,) = told.hits
    assert (hit.score, told.seconds) == (0.333333, 0.142857)
    assert hit.contributions[0].value == 0.666667
    related = PLAIN.related("b", Related(closest=(RelatedPost(SOIL, "both on soil", 2 / 3),)))
    assert (related.id, related.closest[0].score, related.across) == ("b", 0.666667, ())


def test_results_include_the_question_its_filters_and_help() -> None:
    told = PLAIN.results(found("frost -clay year:2018..2021,2023 of jane@example.org"), 10)
    assert told.question.excluded == ("clay",)
    assert told.question.years == "2018..2021,2023"
    assert (told.care, told.identifying) == ("Cover up.", "an e-mail address")
    told = PLAIN.results(found(), 10)
    assert told.question.years is told.care is told.identifying is None


def test_a_shape_is_serialised_to_json() -> None:
    told = json.loads(json.dumps(asdict(PLAIN.results(found(), 10))))
    assert told["hits"][0]["passage"] == {"text": "On soil.", "marks": [[3, 7]]}
    assert told["url"] is told["previous"] is told["next"] is None
