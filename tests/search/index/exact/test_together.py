"""Whether a post has words together in one sentence, near each other in any order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search import weights
from search.index import bm25f
from search.index.exact.together import MANY, Together
from search.index.tokens.analysed import analyse
from search.text.analyzer import Analyzer
from tests.digests import garden

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


@pytest.mark.parametrize(
    ("things", "expected"),
    [
        ((["cat"],), True),
        # A name of one word may stand anywhere, in a citation too.
        ((["cat"], ["wall"]), True),
        ((["journal"], ["wall"]), True),
        ((["cat"], ["hug"]), False),
        ((["cat"], ["xylophone", "hug", "fear"]), True),
        # The words of a name must stand together.
        ((["therapy cat"], ["wall"]), True),
        ((["therapy psychedelic"], ["cat"]), False),
        ((["xylophone"],), False),
        (([], ["cat"]), False),
    ],
)
def test_two_things_are_had_by_a_post_with_a_name_of_each(
    things: tuple[list[str], ...], expected: bool
) -> None:
    named = [[way for n in names if all(way := ways(*n.split()))] for names in things]
    assert TOGETHER.have(named) is expected


def test_what_very_many_posts_have_the_words_of_is_had_together() -> None:
    text = "Cats were fed. A way to feed on."
    many = [replace(POSTS[0], id=str(n), summary=text, citation=None) for n in range(MANY + 1)]
    for posts, expected in ((many[1:], False), (many, True)):
        analysed = analyse(posts, ANALYZER)
        known = analysed.term_ids
        cat, way = (frozenset((known[ANALYZER.stem(word)],)) for word in ("cats", "way"))
        together = Together(analysed, bm25f.fit(analysed, weights.BOOSTS))
        assert together.have([[(cat, way)], [(way, cat)]]) is expected
