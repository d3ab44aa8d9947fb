"""The report on a digest's content lists thin topics, dead references and hard posts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.checks.health import Superseded, health
from corpus.evidence.study import Study
from corpus.folder.read import Reading, read_corpus
from corpus.post import Post
from tests.demo.reading import demo_reading
from tests.digests.import_desk import DIGEST

WALK = Post(
    "2014-05-pace",
    "Pace",
    "The dog ran on. It did not stop at all. We ran too, and we sang.",
    "Let the slow go first. Then all will be there.",
    "2014-05",
    ("Pace",),
    "survey",
    "Stone, C. (2013). Pace. Journal of Walks, 1, 2-3.",
    "10.1000/w.1",
)


def of(*posts: Post, unfinished: tuple[Post, ...] = ()) -> Reading:
    return Reading(replace(DIGEST, posts=posts), unfinished=unfinished)


def test_a_digest_without_posts_has_only_thin_topics() -> None:
    found = health(of())
    assert (found.posts, found.ease) == (0, None)
    assert found.thin_topics == (("Pace", 0), ("Weather, and Season", 0))


def test_posts_without_a_doi_are_listed_and_unfinished_ones_count_too() -> None:
    bare = replace(WALK, id="2014-06-bare", doi=None, summary="", implications="")
    found = health(of(WALK, unfinished=(bare,)))
    assert found.without_doi == ("2014-06-bare",)
    assert found.thin_topics == (("Weather, and Season", 0),)
    assert found.ease is not None
    assert found.ease > 90


def test_references_to_missing_posts_are_listed() -> None:
    post = replace(
        WALK,
        pin=("2014-01-gone",),
        summary="See 2014-05-pace and [this](/posts/2015-01-not-there), not a-2016-01-b.",
    )
    assert health(of(post)).dead_references == (
        ("2014-05-pace", "2014-01-gone"),
        ("2014-05-pace", "2015-01-not-there"),
    )


def test_near_duplicates_are_listed() -> None:
    twin = replace(WALK, id="2014-06-twin", summary=WALK.summary + " So did they.")
    ((one, other, likeness),) = health(of(WALK, twin)).near_duplicates
    assert (one, other) == ("2014-05-pace", "2014-06-twin")
    assert 0.7 < likeness < 1


def test_posts_that_are_hard_to_read_are_listed() -> None:
    hard = replace(
        WALK,
        id="2014-06-hard",
        summary="Institutional considerations notwithstanding, multidisciplinary collaboration "
        "necessitates comprehensive organisational reconfiguration.",
    )
    assert [post for post, _ in health(of(WALK, hard)).hard_posts] == ["2014-06-hard"]


def overview(id: str, year: int, topic: str = "Pace") -> Post:
    citation = f"Hill, D. ({year}). Pace: A meta-analysis. Journal of Walks, 1, 2-3."
    return replace(
        WALK, id=id, month="2022-01", topics=(topic,), research="meta-analysis", citation=citation
    )


def test_old_posts_with_a_later_overview_of_their_main_topic_are_listed() -> None:
    newer, newest = overview("2022-01-a", 2018), overview("2022-01-b", 2020)
    other = overview("2022-01-c", 2021, "Weather, and Season")
    assert health(of(WALK, newer, newest, other)).superseded == (
        Superseded("2014-05-pace", "Pace", "2022-01-b"),
    )
    assert health(of(WALK, overview("2022-01-a", 2017))).superseded == ()


def test_the_age_of_a_post_without_a_citation_is_that_of_its_month() -> None:
    plain = replace(WALK, citation=None, topics=("Pace",))
    dateless = replace(WALK, id="x", citation=None, month=None)
    found = health(of(plain, dateless, overview("2022-01-b", 2020)))
    assert [one.post for one in found.superseded] == ["2014-05-pace"]


def test_the_report_on_the_demo_digest_lists_nothing() -> None:
    found = health(demo_reading())
    assert found.thin_topics == ()
    assert found.dead_references == ()
    assert found.near_duplicates == ()
    assert found.hard_posts == ()


def test_a_folder_that_is_no_digest_has_no_posts(tmp_path: Path) -> None:
    assert health(read_corpus(tmp_path)).posts == 0


def test_a_relation_to_a_draft_is_no_dead_reference() -> None:
    draft = replace(WALK, id="2021-08-draft", draft=True)
    related = replace(WALK, updates=(draft.id, "2021-09-gone"))
    found = health(replace(of(related), waiting=(draft,)))
    assert found.dead_references == ((WALK.id, "2021-09-gone"),)
    assert found.posts == 1


def test_the_year_of_a_study_outranks_that_of_its_citation() -> None:
    same = replace(WALK, id="2021-09-new", research="meta-analysis")
    assert health(of(WALK, same)).superseded == ()
    newer = replace(same, study=Study(2030))
    assert [one.newer for one in health(of(WALK, newer)).superseded] == [newer.id]
