"""Whether a post has words together in one sentence, near each other in any order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search import weights
from search.index import bm25f
from search.index.exact.together import Together
from search.index.tokens.analysed import analyse
from search.text.analyzer import Analyzer
from tests import garden

ANALYZER = Analyzer()
SENTENCES = (
    "A hug of the tree was assisted.",
    "Therapy by cats. Psychedelic walls were painted.",
    "They fear the long way of flying.",
    "He fears a cat that sits on the grey wall every other afternoon.",
)
POSTS = tuple(
    replace(garden.POSTS[0], id=str(n), title="T", summary=text, citation="Journal of Weeds")
    for n, text in enumerate(SENTENCES)
)
ANALYZED = analyse(POSTS, ANALYZER)
TOGETHER = Together(ANALYZED, bm25f.fit(ANALYZED, weights.BOOSTS))


def ways(*words: str) -> list[frozenset[int]]:
    """The ids of the terms of each word; none if no post has them."""
    known = ANALYZED.term_ids
    return [
        frozenset(known[t] for w in word.split("|") for t in ANALYZER.terms(w) if t in known)
        for word in words
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("cats",), True),
        (("walls", "psychedelic"), True),
        (("therapy", "psychedelic"), False),
        (("psychedelic", "assisted"), False),
        (("tree", "hug", "assisted"), True),
        (("fear", "flying"), True),
        (("fear", "afternoon"), False),
        (("xylophone|cat", "therapy"), True),
        (("xylophone",), False),
        (("cats", "xylophone"), False),
        # A word that is only in citations is said by no post.
        (("weeds",), False),
        (("journal", "weeds"), False),
        ((), False),
    ],
)
def test_words_near_each_other_in_a_sentence_are_found(
    words: tuple[str, ...], expected: bool
) -> None:
    assert TOGETHER.said(ways(*words)) is expected


def test_a_very_common_word_must_be_next_to_the_others_in_order() -> None:
    posts = [
        replace(garden.POSTS[0], id=str(n), title="T", summary=text)
        for n, text in enumerate(["Work on parts.", "Parts of rain."] + 18 * ["It can work."])
    ]
    analysed = analyse(posts, ANALYZER)
    together = Together(analysed, bm25f.fit(analysed, weights.BOOSTS))
    work, part = (frozenset((analysed.term_ids[t],)) for t in ("work", "part"))
    assert together.said([work, part])
    assert not together.said([part, work])
