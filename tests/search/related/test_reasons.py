"""A reason for a relation is true of both posts, or there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from corpus.digest import Digest, Topic
from corpus.evidence.study import Study
from corpus.post import Post
from search.engine.seam import Snapshot
from search.index.facets import table
from search.query.clinical_terms import clinical_terms
from search.related.concepts import Concepts
from search.related.reasons import (
    CONTRADICTS,
    PINNED,
    SAME_DATA,
    SAME_DATABASE,
    UPDATED,
    UPDATES,
    Reasons,
    related_as,
)

CHAPTER = "Smith, K. (2016). Ladybirds. In J. Hill (Ed.), The garden (pp. 1-2). Press."
TOPICS = (Topic("soil", "Soil"), Topic("rest", "Miscellaneous"))


def reasons(one: Mapping[str, Any], other: Mapping[str, Any]) -> Reasons:
    posts = tuple(
        Post(**{"id": id, "title": "x", "summary": "x", **fields})
        for id, fields in (("one", one), ("other", other))
    )
    digest = Digest("d", topics=TOPICS, posts=posts)
    about = Concepts(digest, posts, lambda name: 1.0)
    return Reasons(posts, about, table(digest))


def between(one: Mapping[str, Any], other: Mapping[str, Any]) -> str | None:
    return reasons(one, other).between(0, 1)


def test_a_reason_names_shared_central_concepts() -> None:
    panic = {"title": "Panic disorder in adolescents and grief"}
    assert between(panic, panic) == "Both are about adolescents, grief and panic disorder."
    grief = {"title": "Grief", "summary": "Panic disorder"}
    assert between(panic, grief) == "Both are about grief."


def test_a_concept_that_one_post_mentions_often_is_a_weaker_reason() -> None:
    rest = "Nothing else is told here. " * 80
    often = {"title": "Grief", "summary": f"Grief. {rest}"}
    some = {"title": "x", "summary": f"Grief, panic, grief. {rest} No more."}
    assert between(often, {**some, "summary": some["summary"] + " Grief."}) is not None
    assert between(often, some) is None


def test_what_two_posts_name_at_all_is_a_reason_if_one_names_it_again() -> None:
    rest = "Nothing else is told here. " * 80
    once = {"summary": f"Grief. {rest}", "title": "x"}
    again = {"summary": f"Grief and grief. {rest}", "title": "x"}
    assert reasons(once, again).named(0, 1, across=True) is None
    assert reasons(once, again).loosely(0, 1) == "Both speak of grief."
    assert reasons(once, once).loosely(0, 1) is None
    # What most posts are about brings no two of other topics together, but both are about it.
    often = {"title": "Grief and more grief", "summary": "Grief."}
    assert reasons(often, often).named(0, 1, across=True) is None
    assert reasons(often, often).loosely(0, 1) == "Both are about grief."


def test_both_are_about_a_condition_only_if_both_studies_are_of_it() -> None:
    grief = {"summary": "Grief, grief and grief.", "study": Study(population="people with grief")}
    mixed = {**grief, "study": Study(population="people with mixed problems")}
    assert between(grief, grief) == "Both are about grief."
    assert between(grief, mixed) == between(mixed, grief) == "Both speak of grief."
    longer = {**grief, "study": Study(population="people with prolonged grief disorder")}
    assert between(grief, longer) == "Both are about grief."
    # What neither study is of brings no two together.
    assert between(mixed, mixed) is None
    rest = "Nothing else is told here. " * 80
    passing = {"summary": f"Grief and grief. {rest}", "study": mixed["study"]}
    assert reasons(passing, passing).loosely(0, 1) is None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"topics": ("Soil",)}, "Both are about Soil."),
        ({"topics": ("Miscellaneous",)}, None),
        ({}, None),
        ({"citation": CHAPTER}, "Both are from the same chapter."),
        (
            {"citation": CHAPTER, "topics": ("Soil",)},
            "Both are from the same chapter. Both are about Soil.",
        ),
        ({"citation": "Smith, K. (2016). Ladybirds. Journal of Plots, 1, 2-3."}, None),
        ({"title": "A randomised trial", "summary": "Confidence interval, NNT."}, None),
    ],
)
def test_without_a_shared_concept_a_shared_topic_is_the_reason(
    fields: dict[str, Any], reason: str | None
) -> None:
    assert between(fields, fields) == reason


def test_relations_set_by_editors_are_reasons() -> None:
    one, other = (Post(id=id, title="x", summary="x") for id in ("one", "other"))
    assert related_as(one, other) is None
    assert related_as(replace(one, updates=("other",)), other) == UPDATED
    assert related_as(one, replace(other, updates=("one",))) == UPDATES
    assert related_as(replace(one, contradicts=("other",)), other) == CONTRADICTS
    assert related_as(one, replace(other, contradicts=("one",))) == CONTRADICTS
    assert related_as(replace(one, same_data=("other",)), other) == SAME_DATA
    assert related_as(one, replace(other, same_data=("one",))) == SAME_DATA
    reviews = (replace(post, study=Study(studies=n)) for post, n in ((one, 18), (other, 366)))
    less, more = reviews
    assert related_as(replace(less, same_data=("other",)), more) == SAME_DATABASE


def test_no_reason_in_the_demo_digest_names_a_design_or_a_statistic(
    demo_snapshot: Snapshot,
) -> None:
    terms = clinical_terms()
    named = 0
    for post_id in demo_snapshot.ids:
        found = demo_snapshot.related(post_id)
        for other in (*found.closest, *found.across, *found.newer):
            said = re.search(r"Both (?:are about|speak of) (.+)\.$", other.reason)
            if said is None:
                assert other.reason in (
                    PINNED,
                    UPDATES,
                    UPDATED,
                    CONTRADICTS,
                    SAME_DATA,
                    SAME_DATABASE,
                )
                continue
            named += 1
            kinds = {term.term.kind for term in terms.among(said[1])}
            assert kinds != {"measure"}, other.reason
    assert named > 100


def test_across_topics_hardly_any_post_is_in_many_lists_of_the_demo_digest(
    demo_snapshot: Snapshot,
) -> None:
    lists = [demo_snapshot.related(post_id).across for post_id in demo_snapshot.ids]
    times: dict[str, int] = {}
    for found in lists:
        for other in found:
            times[other.post.id] = times.get(other.post.id, 0) + 1
    # At most 3 of 80 posts are in more than four lists, and at most a third of the lists are empty.
    assert sum(n > 4 for n in times.values()) <= 3 / 80 * len(lists)
    assert sum(not found for found in lists) <= len(lists) / 3
