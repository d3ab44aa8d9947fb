"""The lexicon finds the vocabulary's entries in a question, longest first."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.digest import Vocabulary
from search.index import bm25f
from search.index.algebra.cosines import Moments
from search.index.lsa import Lsa
from search.index.tokens.analysed import analyse
from search.query.lexicon import Lexicon
from search.text.analyzer import Analyzer
from tests.digests import garden

ANALYZER = Analyzer(garden.VOCABULARY)
ANALYZED = analyse(garden.POSTS, ANALYZER)
FITTED = bm25f.fit(ANALYZED, {"title": 1.0, "summary": 1.0})
LEXICON = Lexicon(ANALYZER, ANALYZED.words, FITTED)


def leads(text: str) -> list[tuple[int, int, list[str]]]:
    found = LEXICON.entries(ANALYZER.sequence(text))
    return [(first, end, [lead.text for lead in to]) for first, end, to in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("compost", [(0, 1, ["leaf mould"])]),
        ("Leaf-moulds", [(0, 2, ["compost"])]),
        ("good leaf mold here", [(1, 3, ["compost"])]),
        ("a vegetable plot", [(1, 3, ["allotment", "community garden"])]),
        ("integrated pest management", [(0, 3, ["IPM"])]),
        ("bugs", [(0, 1, ["pests"])]),
        ("pests", []),
        ("beans", []),
        ("", []),
        ("compost compost", [(0, 1, ["leaf mould"]), (1, 2, ["leaf mould"])]),
    ],
)
def test_entries_of_a_question_give_their_terms(
    text: str, expected: list[tuple[int, int, list[str]]]
) -> None:
    assert leads(text) == expected


def test_an_ambiguous_word_only_expands_in_its_context() -> None:
    assert leads("bed") == [(0, 1, [])]
    assert leads("a bed of timber") == [(1, 2, ["raised bed"])]
    assert leads("vegetable beds") == [(1, 2, ["raised bed"])]


def test_terms_and_their_numbers_are_mapped_both_ways() -> None:
    bean = LEXICON.id("bean")
    assert bean is not None
    assert LEXICON.term(bean) == "bean"
    assert LEXICON.frequency(bean) == sum(
        "bean" in f"{p.title} {p.summary}".lower() for p in garden.POSTS
    )
    slug_ = LEXICON.id("slug")
    assert slug_ is not None
    assert LEXICON.rarity(slug_) > LEXICON.rarity(bean)
    assert LEXICON.id("xylophone") is None
    assert LEXICON.id(None) is None


def test_an_expansion_has_a_name_a_term_and_a_number() -> None:
    ((_, _, (mould,)),) = LEXICON.entries(ANALYZER.sequence("compost"))
    assert mould.name == "leaf-mould"
    assert mould.term == ANALYZER.term("leaf mould")
    assert mould.id == LEXICON.id(mould.term)


def test_terms_are_known_if_a_post_has_one_of_them() -> None:
    assert LEXICON.knows(("xylophone", "bean"))
    assert not LEXICON.knows(("xylophone",))
    assert not LEXICON.knows(())


@pytest.mark.parametrize(("word", "expected"), [("slug", True), ("Slugs", True), ("zebra", False)])
def test_a_word_leads_to_posts_with_other_forms_of_it(word: str, expected: bool) -> None:
    assert LEXICON.leads(word) is expected


def test_a_word_of_an_entry_leads_to_posts_that_lack_the_word() -> None:
    vocabulary = Vocabulary(equal=(("drought", "arid season"),))
    lexicon = Lexicon(Analyzer(vocabulary), ANALYZED.words, FITTED)
    assert lexicon.leads("arid")
    assert not LEXICON.leads("arid")


def test_a_digest_without_a_vocabulary_has_no_entries() -> None:
    bare = Analyzer()
    analysed = analyse(garden.POSTS, bare)
    lexicon = Lexicon(bare, analysed.words, bm25f.fit(analysed, {"title": 1.0}))
    assert lexicon.entries(bare.sequence("compost and leaf mould")) == []


def in_one_place(terms: int) -> Lsa:
    """A latent space in which all terms have the same vector."""
    ones = np.ones((terms, 1), np.float32)
    post = np.ones((1, 1), np.float32)
    return Lsa(np.arange(terms, dtype=np.int32), ones, post, Moments.of(post), "")


RELATED = [
    replace(garden.POSTS[0], id="one", summary="PLANTERS, Planters-to-be and a plant-bed."),
    replace(garden.POSTS[0], id="two", summary="Nonplant matter; a planter."),
]


def test_a_family_is_listed_as_posts_write_it_most_frequent_first() -> None:
    bare = Analyzer()
    analysed = analyse((*garden.POSTS, *RELATED), bare)
    fitted = bm25f.fit(analysed, {"title": 1.0, "summary": 1.0})
    lexicon = Lexicon(bare, analysed.words, fitted, in_one_place(len(analysed.terms)))
    family = lexicon.family("plant")
    # "plant-bed" is found by its part.
    assert [lead.text for lead in family] == ["planter", "nonplant", "planters-to-be"]
    assert [lead.id for lead in family] == [lexicon.id(lead.term) for lead in family]
    assert lexicon.family("compost") == []
    assert lexicon.family("xylophone") == []
    assert Lexicon(bare, analysed.words, fitted).family("plant") == []


def test_a_digest_with_a_vocabulary_has_no_families() -> None:
    analysed = analyse((*garden.POSTS, *RELATED), ANALYZER)
    fitted = bm25f.fit(analysed, {"title": 1.0, "summary": 1.0})
    lexicon = Lexicon(ANALYZER, analysed.words, fitted, in_one_place(len(analysed.terms)))
    assert lexicon.family("plant") == []


@dataclass(frozen=True)
class Counted:
    """The number of posts that have each term, without the posts."""

    having: NDArray[np.int64]
    size: int

    @property
    def rarity(self) -> NDArray[np.float32]:
        others = self.size - self.having
        return np.log1p((others + 0.5) / (self.having + 0.5)).astype(np.float32)

    def frequency(self, term: int) -> int:
        return int(self.having[term])


def test_a_lexicon_needs_only_words_and_counts() -> None:
    fitted = bm25f.fit(ANALYZED, {"title": 1.0, "summary": 1.0})
    bare = Lexicon(ANALYZER, ANALYZED.words, Counted(fitted.having, len(garden.POSTS)))
    for number, term in enumerate(ANALYZED.terms):
        assert bare.id(term) == number and bare.term(number) == term
        assert bare.rarity(number) == LEXICON.rarity(number)
        assert bare.frequency(number) == LEXICON.frequency(number)
    steps = ANALYZER.sequence("compost for a community garden")
    assert bare.entries(steps) == LEXICON.entries(steps) != []
