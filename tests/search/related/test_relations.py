"""Related posts respect the editors' choices, are similar enough, and have true reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from corpus.post import Post
from search import weights
from search.engine.generation import write_generation
from search.engine.open import open_engine, open_generation
from search.engine.seam import Snapshot
from search.index.algebra.cosines import Moments
from search.index.algebra.crowding import crowding
from search.index.algebra.fitting import LikeScikitLearn
from search.index.facets import table
from search.index.labels import labels
from search.index.likeness import InMeaning, Likeness
from search.index.reading import WholePosts
from search.index.tfidf import Vectors
from search.index.tokens.analysed import analyse
from search.index.tokens.sums import sums
from search.related.reasons import IN_MEANING, PINNED, Floats, Labelled, Reasons
from search.related.relations import Link, Relations
from search.results import RelatedPost
from search.text.analyzer import Analyzer
from tests.digests import garden

ANALYZER = Analyzer(garden.VOCABULARY)
DRY = "Water and/or Drought"


class Links(NamedTuple):
    closest: tuple[Link, ...] = ()
    across: tuple[Link, ...] = ()


def vectors_of(*summaries: str) -> Vectors:
    """The vectors of posts with these summaries."""
    posts = [
        garden.post(n, title="", summary=text, implications="") for n, text in enumerate(summaries)
    ]
    return Vectors(LikeScikitLearn().tf_idf(sums(analyse(posts, ANALYZER)).times)[0])


def links(
    *posts: Post, whole: Floats | None = None, meaning: InMeaning | None = None
) -> list[Links]:
    analysed = analyse(posts, ANALYZER)
    vectors = Vectors(LikeScikitLearn().tf_idf(sums(analysed).times)[0])
    topics = table(garden.digest(*posts))
    reasons = Reasons(posts, Labelled(vectors, labels(analysed, ANALYZER)), topics)
    found = Relations(
        posts,
        {post.id: n for n, post in enumerate(posts)},
        topics,
        Likeness(vectors, whole),
        reasons,
        meaning=meaning,
    )
    return [Links(*found.of(at)) for at in range(len(posts))]


def to(found: tuple[Link, ...]) -> list[int]:
    return [link.to for link in found]


def test_pinned_posts_come_first_and_excluded_ones_never() -> None:
    found = links(*garden.POSTS)
    by_id = {p.id: n for n, p in enumerate(garden.POSTS)}
    hedges = found[by_id["2017-06-hedges-shelter-ladybirds"]]
    # The pinned post shares no topic with it.
    first = hedges.across[0]
    assert garden.POSTS[first.to].id == "2018-01-children-who-dig"
    assert first.reason == PINNED
    assert first.to not in to(hedges.closest)
    slugs = found[by_id["2016-05-slugs-and-beer"]]
    assert by_id["2017-06-ladybirds-eat-aphids"] not in to((*slugs.closest, *slugs.across))


def test_all_pins_are_kept_even_if_they_fill_the_list() -> None:
    pins = tuple(p.id for p in garden.POSTS[1:8])
    posts = (replace(garden.POSTS[0], pin=pins), *garden.POSTS[1:])
    found = links(*posts)[0]
    assert sorted(to((*found.closest, *found.across))) == [1, 2, 3, 4, 5, 6, 7]
    assert {link.reason for link in (*found.closest, *found.across)} == {PINNED}


def test_a_post_is_not_related_to_itself_even_when_pinned() -> None:
    posts = [replace(p, pin=(p.id,)) for p in garden.POSTS]
    for number, found in enumerate(links(*posts)):
        assert number not in to((*found.closest, *found.across))


def test_posts_below_the_minimum_similarity_are_not_related() -> None:
    posts = [
        garden.post(n, title=f"w{n}", summary=f"x{n} y{n}", implications=f"z{n}") for n in range(6)
    ]
    assert links(*posts) == [Links()] * 6


def test_posts_across_topics_share_no_topic() -> None:
    words = "slugs ate lettuce and beans in the plot"
    posts = [
        garden.post(1, summary=words, topics=("Soil",)),
        garden.post(2, summary=words, topics=("Soil", "Water and/or Drought")),
        garden.post(3, summary=words, topics=("Water and/or Drought",)),
        garden.post(4, summary=words, topics=("Unlisted",)),
        garden.post(5, summary="moon", title="moon", implications="moon", topics=("Soil",)),
    ]
    found = links(*posts)
    assert to(found[0].across) == [2]
    assert to(found[1].across) == []
    assert to(found[2].across) == [0]
    assert found[3].across == ()
    assert set(to(found[0].closest)) == {1, 3}


def test_suggestions_are_not_near_duplicates_of_each_other() -> None:
    base = "slugs lettuce copper tape dusk"
    copies = [
        garden.post(n, title="", implications="", summary=base + " rain") for n in range(2, 7)
    ]
    other = garden.post(7, title="", implications="", summary="slugs lettuce frogs pond hedge")
    asked = garden.post(1, title="", implications="", summary=base + " frogs pond")
    found = links(asked, *copies, other)[0]
    assert 6 in to(found.closest)[:2]


def test_similarity_includes_meaning() -> None:
    posts = [garden.post(n, title="beans peas", summary=f"x{n}", implications="") for n in range(3)]
    whole = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
    (near, far) = links(*posts, whole=whole)[0].closest
    assert (near.to, far.to) == (1, 2)
    assert near.score - far.score == pytest.approx(weights.ALIKE_MEANING, abs=1e-5)


def in_meaning(vectors: Floats) -> InMeaning:
    """The meaning of posts, read alike by two models."""
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    small, ones = unit.astype(np.int8), unit[:, 0]
    crowded = crowding(small, ones)
    model = WholePosts(unit, ones, small, ones, Moments.of(unit), crowded)
    return InMeaning([model, model])


def test_posts_across_topics_may_be_related_by_meaning() -> None:
    posts = [
        garden.post(n, title="", summary=f"w{n} x{n}", implications="", topics=(topic,))
        for n, topic in enumerate(("Soil", "Soil", DRY, DRY, DRY))
    ]
    vectors = np.array([[1, 0.1, 0], [0, 0, 1], [1, 0, 0.1], [0, 1, 0], [0, 1, 0.1]], np.float32)
    meaning = in_meaning(vectors)
    assert links(*posts)[0].across == ()
    (near,) = links(*posts, meaning=meaning)[0].across
    assert near.to == 2 and near.score > weights.NEAR_IN_MEANING
    assert near.reason == IN_MEANING
    never = replace(posts[0], never=(posts[2].id,))
    assert links(never, *posts[1:], meaning=meaning)[0].across == ()


def test_a_post_stands_by_meaning_in_the_lists_of_the_three_nearest_to_it() -> None:
    posts = [
        garden.post(n, title="", summary=f"w{n} x{n}", implications="", topics=(topic,))
        for n, topic in enumerate((DRY, *["Soil"] * 5, "Bees", "Bees"))
    ]
    apart = ([1, 0.1 * n] for n in range(6))
    vectors = np.array([*apart, [-1, 0], [-1, 0.1]], np.float32)
    found = links(*posts, meaning=in_meaning(vectors))
    assert [n for n, one in enumerate(found) if 0 in to(one.across)] == [1, 2, 3]
    assert to(found[0].across) == [1, 2, 3, 4]


def test_only_the_first_forty_similar_posts_are_considered() -> None:
    posts = [garden.post(n, title="slugs", summary="slugs", implications="") for n in range(60)]
    assert to(links(*posts)[50].closest) == [0, 1, 2, 3]


def pairs(snapshot: Snapshot) -> Iterator[tuple[Post, RelatedPost]]:
    for post_id in snapshot.ids:
        found = snapshot.related(post_id)
        for other in (*found.closest, *found.across):
            yield snapshot.post(post_id), other


@pytest.mark.slow
def test_suggestions_in_the_demo_digest_are_few_and_distinct(
    demo_snapshot: Snapshot,
) -> None:
    for post_id in demo_snapshot.ids:
        post, found = demo_snapshot.post(post_id), demo_snapshot.related(post_id)
        for group in (found.closest, found.across):
            assert len({r.post.id for r in group}) == len(group)
            assert post_id not in {r.post.id for r in group}
            assert not {r.post.id for r in group} & set(post.never)
            assert all(r.reason for r in group)
        assert len(found.closest) <= max(4, len(post.pin))
        assert all(not set(r.post.topics) & set(post.topics) for r in found.across)


def spread(snapshot: Snapshot) -> None:
    """Check that lists of other topics are seldom empty, and not the same few posts."""
    lists = [[r.post.id for r in snapshot.related(one).across] for one in snapshot.ids]
    often = Counter(post_id for across in lists for post_id in across)
    assert sum(times > 4 for times in often.values()) <= 4
    assert lists.count([]) <= len(lists) / 3


def test_posts_of_other_topics_vary_in_the_demo_digest(demo_snapshot: Snapshot) -> None:
    spread(demo_snapshot)


@pytest.mark.slow
def test_posts_of_other_topics_vary_by_meaning(semantic_demo_index: Path) -> None:
    with closing(open_engine(semantic_demo_index)) as engine:
        spread(engine.now())


def test_a_single_post_has_no_related_ones(tmp_path: Path) -> None:
    (tmp_path / "1-a").mkdir(mode=0o700)
    write_generation(tmp_path / "1-a", garden.digest(garden.POSTS[0]))
    with open_generation(tmp_path / "1-a") as snapshot:
        found = snapshot.related(garden.POSTS[0].id)
    assert found.closest == found.across == ()
