"""Analysed posts have all words of all parts, whether analysed anew or reused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus.post import Post
from corpus.text.sentences import sentences
from search.index.files.earlier import Places, places
from search.index.part import Opened
from search.index.tokens.analysed import (
    CITATION,
    IMPLICATIONS,
    PARTS,
    SUMMARY,
    TITLE,
    Analysed,
    analyse,
    texts,
)
from search.index.tokens.sums import sums
from search.text.analyzer import Analyzer
from tests.digests import garden

ANALYZER = Analyzer(garden.VOCABULARY)
WORDS = st.lists(
    st.sampled_from(
        [
            "leaf",
            "mould",
            "beans",
            "drop-out",
            "N-of-1",
            "café",
            "not",
            "the",
            "ﷺ.",
            "e-therapy",
            "1.5",
            "x_y",
        ]
    ),
    max_size=6,
).map(" ".join)
POSTS = st.lists(
    st.builds(
        lambda title, summary, implications, citation: Post(
            id="", title=title, summary=summary, implications=implications, citation=citation
        ),
        WORDS,
        WORDS.map(lambda t: t.replace(" ", ". ", 1)),
        WORDS,
        st.none() | WORDS,
    ),
    max_size=6,
).map(lambda posts: [replace(p, id=f"p{n}") for n, p in enumerate(posts)])


def same(one: Analysed, other: Analysed) -> bool:
    return (
        one.posts == other.posts
        and one.surfaces == other.surfaces
        and one.surface_terms == other.surface_terms
        and np.array_equal(one.tokens, other.tokens)
        and np.array_equal(one.rows, other.rows)
    )


def was(before: Sequence[Post], now: Sequence[Post]) -> Places:
    """The position in ``before`` of each post of ``now``."""
    return places((p.content_hash for p in before), (p.content_hash for p in now))


def counted(text: str, whole: bool) -> Counter[str]:
    spans = [(0, len(text))] if whole else sentences(text)
    return Counter(t for a, b in spans for t in ANALYZER.terms(text[a:b]))


@given(POSTS)
def test_counts_equal_those_of_the_analyzer(posts: list[Post]) -> None:
    analysed = analyse(posts, ANALYZER)
    for part in range(CITATION + 1):
        worth = np.zeros((len(posts), len(PARTS)), np.float32)
        worth[:, part] = 1
        matrix = sums(analysed, worth).worth.toarray()
        assert analysed.lengths[:, part].tolist() == matrix.sum(axis=1).tolist()
        for number, post in enumerate(posts):
            expected = counted(texts(post)[part], part in (TITLE, CITATION))
            found = {analysed.terms[t]: int(matrix[number, t]) for t in matrix[number].nonzero()[0]}
            assert found == dict(expected)


@given(POSTS, POSTS)
def test_reused_posts_equal_newly_analysed_ones(before: list[Post], after: list[Post]) -> None:
    old = analyse(before, ANALYZER)
    assert same(analyse(after, ANALYZER, (old, was(before, after))), analyse(after, ANALYZER))


def test_reused_posts_are_not_analysed_again(tmp_path: Path) -> None:
    old = analyse(garden.POSTS, ANALYZER)
    old.save(tmp_path)
    back = Analysed.load(Opened(tmp_path))
    assert same(back, old)
    seen: list[str] = []

    class Watched(Analyzer):
        def read(self, sentence: str) -> tuple[list[str], list[str]]:
            seen.append(sentence)
            return super().read(sentence)

    moved = [*garden.POSTS[3:], garden.post(50), *garden.POSTS[:3]]
    again = analyse(moved, Watched(garden.VOCABULARY), (back, was(garden.POSTS, moved)))
    assert same(again, analyse(moved, ANALYZER))
    # Title, topics with kind, two sentences of the summary, and one of the implications.
    assert len(seen) == 6


def test_the_texts_of_a_post_are_plain() -> None:
    post = garden.POSTS[9]
    title, summary, implications, topics, citation = texts(post)
    assert title == post.title
    assert summary.endswith("One barrel waters two beds.\nTwo barrels last a summer.")
    assert implications == "Buy two barrels. See the makers' list for sizes."
    assert topics == "Water and/or Drought\nsurvey"
    assert citation == post.citation
    assert texts(Post(id="x", title="", summary=""))[TITLE:] == ("", "", "", "", "")


def test_progress_is_reported_and_no_posts_give_an_empty_result() -> None:
    told: list[int] = []
    analyse(garden.POSTS, ANALYZER, progress=told.append)
    assert told == list(range(1, len(garden.POSTS) + 1))
    nothing = analyse([], ANALYZER)
    assert nothing.terms == []
    assert nothing.lengths.shape == (0, len(PARTS))


def test_posts_with_a_part_are_counted() -> None:
    analysed = analyse(garden.POSTS, ANALYZER)
    assert analysed.having(SUMMARY) == sum(bool(post.summary) for post in garden.POSTS)
    assert analysed.having(IMPLICATIONS) == sum(bool(post.implications) for post in garden.POSTS)
    assert analyse((), ANALYZER).having(SUMMARY) == 0


@given(POSTS)
def test_a_post_among_others_has_the_same_words_as_alone(posts: list[Post]) -> None:
    whole = analyse(posts, ANALYZER)
    for number, post in enumerate(posts):
        alone = analyse([post], ANALYZER)
        found, expected = whole.of(number), alone.of(0)
        words = [whole.surfaces[n] for n in found.tokens]
        assert words == [alone.surfaces[n] for n in expected.tokens]
        # The first token of each sentence is counted from the start of the post. The sentinel's
        # part, start and end are those of the next post.
        starts = [[row[-1] - read.rows[0][-1] for row in read.rows] for read in (found, expected)]
        assert starts[0] == starts[1]
        assert [r[:3] for r in found.rows[:-1]] == [r[:3] for r in expected.rows[:-1]]
