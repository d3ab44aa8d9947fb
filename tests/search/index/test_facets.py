"""Facets count hits, and a filter passes exactly the posts that its facet counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.digest import Digest
from corpus.evidence.study import Study
from search.index.facets import FacetTable, find, table
from search.index.files.settings import write_settings
from search.index.part import Opened
from search.question import Only, Question, Years
from search.results import FacetValue
from tests.digests import garden

DIGEST = garden.digest()
TABLE = table(DIGEST)
ALL = np.arange(len(garden.POSTS))


def passing(text: str) -> set[str]:
    mask, _ = TABLE.passing(Question.parse(text))
    assert mask is not None
    return {p.id for p, passes in zip(DIGEST.posts, mask, strict=True) if passes}


def ids(wanted: str) -> set[str]:
    return {p.id for p in DIGEST.posts if wanted in (*p.topics, p.research)}


def test_without_filters_every_post_passes() -> None:
    assert TABLE.passing(Question.parse("beans")) == (None, ())


@pytest.mark.parametrize(
    "name",
    ["pests", "PESTS", "Pests, Weeds, and Blight", "pests, weeds, and blight", "Wedes", "weeds"],
)
def test_a_topic_is_found_by_slug_name_alias_or_part(name: str) -> None:
    assert passing(f'topic:"{name}"') == ids("Pests, Weeds, and Blight")


def test_an_ambiguous_part_of_a_name_matches_nothing() -> None:
    assert find(DIGEST.topics, "water") is not None  # a slug is exact
    assert find(DIGEST.topics, "wate") is None
    assert find(DIGEST.topics, "") is None
    assert find(DIGEST.kinds, "trial") == garden.TRIAL


def test_a_post_must_have_every_topic_and_one_of_the_kinds() -> None:
    both = ids("Soil") & ids("Pests, Weeds, and Blight")
    assert passing("topic:soil topic:pests") == both != set()
    assert passing("research:survey research:review") == ids("survey") | ids("review")
    assert passing("topic:soil research:review") == ids("Soil") & ids("review")


def test_an_unknown_name_passes_no_post_and_is_noted() -> None:
    for text, note in (
        ("topic:moon", "This digest has no topic “moon”."),
        ("research:dream", "This digest has no kind of research “dream”."),
    ):
        mask, notes = TABLE.passing(Question.parse(text))
        assert mask is not None
        assert not mask.any()
        assert notes == (note,)
    assert passing("research:dream research:survey") == ids("survey")


def test_filters_by_year_use_the_months() -> None:
    assert passing("year:2017..2018") == {p.id for p in DIGEST.posts if p.year in (2017, 2018)}
    assert passing("year:2019..") == {p.id for p in DIGEST.posts if (p.year or 0) >= 2019}
    assert passing("year:..2016") == {p.id for p in DIGEST.posts if (p.year or 9999) <= 2016}


def test_a_post_without_month_topic_or_kind_passes_no_filter_for_them() -> None:
    bare = garden.post(1, month=None, topics=("Unlisted",), research=None)
    found = table(garden.digest(bare))
    for question in (
        Question(years=(Years(None, 3000),)),
        Question(topics=("soil",)),
        Question(research=("survey",)),
    ):
        mask, _ = found.passing(question)
        assert mask is not None
        assert not mask.any()
    facets = found.counts(np.array([0]), Question())
    assert facets.topics == facets.research == facets.years == ()


def test_every_count_equals_the_posts_that_its_filter_passes() -> None:
    facets = TABLE.counts(ALL, Question())
    for value in facets.topics:
        assert value.count == len(passing(f"topic:{value.value}")), value
    for value in facets.research:
        assert value.count == len(passing(f"research:{value.value}")), value
    for value in facets.years:
        assert value.count == len(passing(f"year:{value.value}")), value


def test_kinds_and_years_are_counted_as_if_none_were_chosen() -> None:
    question = Question.parse("research:review year:2017")
    some, more = np.array([2]), np.array([1, 2, 3])
    facets = TABLE.counts(some, question, any_kind=more, any_year=ALL)
    assert sum(kind.count for kind in facets.research) == 3
    assert sum(year.count for year in facets.years) == len(ALL)
    assert [year.value for year in facets.years if year.chosen] == ["2017"]


def test_posts_are_filtered_to_overviews_and_to_randomised_studies() -> None:
    matched, by_chance = (Study(compared=how) for how in ("matched", "by chance"))
    posts = (
        garden.post(1, research="review"),
        garden.post(2, research="survey", study=by_chance),
        garden.post(3, research="field trial"),
        garden.post(4, research="field trial", study=matched),
        garden.post(5, research=None),
    )
    kinds = (
        replace(garden.REVIEW, overview=True),
        replace(garden.TRIAL, compares_by_chance=True),
        garden.SURVEY,
    )
    found = table(replace(garden.digest(*posts), kinds=kinds))
    expected: dict[Only, list[int]] = {"overviews": [0], "by-chance": [1, 2]}
    counted = {value.value: value.count for value in found.counts(np.arange(5), Question()).only}
    for only, passing in expected.items():
        mask, _ = found.passing(Question(only=(only,)))
        assert mask is not None and np.flatnonzero(mask).tolist() == passing
        assert counted[only] == len(passing)
    mask, _ = found.passing(Question(only=("overviews", "by-chance")))
    assert mask is not None and not mask.any()


def test_facets_are_in_order_and_leave_out_empty_values() -> None:
    facets = TABLE.counts(ALL, Question())
    counts = [t.count for t in facets.topics]
    assert counts == sorted(counts, reverse=True)
    assert "towers" not in [t.value for t in facets.topics]
    assert [k.value for k in facets.research] == ["field-trial", "survey", "review"]
    years = [y.value for y in facets.years]
    assert years == sorted(years, reverse=True)


def test_chosen_values_are_shown_without_hits_too() -> None:
    question = Question.parse("topic:towers research:review year:2017")
    facets = TABLE.counts(np.array([], np.int64), question)
    assert facets.topics == (FacetValue("towers", "Water Towers", 0, True),)
    assert facets.research == (FacetValue("review", "review", 0, True),)
    assert facets.years == ()
    some = TABLE.counts(np.array([2, 3]), question)
    assert some.years == (FacetValue("2017", "2017", 2, True),)
    assert some.topics[0].chosen


def test_a_digest_without_topics_and_kinds_has_only_years() -> None:
    digest = Digest(name="Bare", posts=tuple(replace(p, topics=()) for p in garden.POSTS))
    facets = table(digest).counts(ALL, Question())
    assert facets.topics == facets.research == ()
    assert facets.years


def test_a_table_is_read_back_unchanged(tmp_path: Path) -> None:
    write_settings(DIGEST, tmp_path)
    TABLE.save(tmp_path)
    back = FacetTable.load(Opened(tmp_path))
    assert back.digest.topics == DIGEST.topics
    assert np.array_equal(back.topics, TABLE.topics)
    assert np.array_equal(back.kinds, TABLE.kinds)
    assert np.array_equal(back.months, TABLE.months)
    assert np.array_equal(back.by_chance, TABLE.by_chance)
    assert np.array_equal(back.years, TABLE.months // 100)


def test_years_are_those_of_the_studies_if_set() -> None:
    posts = (
        replace(garden.POSTS[0], month="2019-05", study=Study(year=2001)),
        replace(garden.POSTS[1], month="2018-05", study=Study(year=2010)),
        replace(garden.POSTS[2], month="2017-05", study=None),
    )
    posted = table(replace(DIGEST, posts=posts))
    studied = table(replace(DIGEST, posts=posts, study_years=True))
    assert posted.years.tolist() == [2019, 2018, 2017]
    assert studied.years.tolist() == [2001, 2010, 2017]
    mask, _ = studied.passing(Question.parse("year:..2010"))
    assert mask is not None and mask.tolist() == [True, True, False]
    in_words = Question.parse("studies before 2011 on beans")
    for made in (posted, studied):
        mask, _ = made.passing(in_words)
        assert mask is not None and mask.tolist() == [True, True, False]
    counted = studied.counts(np.arange(3), Question.parse("beans")).years
    assert [value.value for value in counted] == ["2017", "2010", "2001"]
