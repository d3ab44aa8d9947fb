"""Postings give every word of a post with its position, in the order of storage."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus.post import Post
from search.index.tokens.analysed import analyse, texts
from search.index.tokens.postings import postings
from search.text.analyzer import Analyzer
from tests.digests import garden

ANALYZER = Analyzer(garden.VOCABULARY)
TEXTS = st.lists(
    st.sampled_from(
        ["beans", "Beans", "raised", "bed", "the", "drop-out", "N-of-1", "e-bed", "a-b-a", "a. B"]
    ),
    max_size=7,
).map(" ".join)
POSTS = st.lists(
    st.builds(
        lambda title, summary, implications: Post("", title, summary, implications),
        TEXTS,
        TEXTS,
        TEXTS,
    ),
    max_size=5,
).map(lambda posts: [replace(post, id=f"p{n}") for n, post in enumerate(posts)])


def expected(post: Post) -> dict[str, list[int]]:
    """The positions of each term, read word by word."""
    found: dict[str, set[int]] = {}
    place = 0
    for text in texts(post)[:-1]:
        for word in ANALYZER.words(text):
            if not word.terms:
                continue
            width = max(len(word.apart), 1)
            for n, term in enumerate(word.apart, place):
                found.setdefault(term, set()).add(n)
            if word.joined is not None:
                found.setdefault(word.joined, set()).update((place, place + width - 1))
            place += width
        place += 1
    return {term: sorted(places) for term, places in found.items()}


@given(POSTS, st.data())
def test_positions_equal_those_of_the_words(posts: list[Post], data: st.DataObject) -> None:
    chosen = [n for n in range(len(posts)) if data.draw(st.booleans())]
    found = list(postings(analyse(posts, ANALYZER), ANALYZER, np.array(chosen, np.intp)))
    assert [(t, n) for t, n, _ in found] == sorted((t, n) for t, n, _ in found)
    for number, at in enumerate(chosen):
        assert {t: places for t, n, places in found if n == number} == expected(posts[at])


def test_a_gap_between_parts_prevents_phrases_across_them() -> None:
    post = Post("p", "Raised", "Beds of timber.", "Beans.")
    found = {t: places for t, _, places in postings(analyse([post], ANALYZER), ANALYZER, ONE)}
    assert found[ANALYZER.stem("raised")] == [0]
    assert found[ANALYZER.stem("beds")] == [2]


ONE = np.zeros(1, np.intp)
