"""The decisive concepts of a question, and whether the digest's posts have them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.digest import OneWay, Vocabulary
from search import weights
from search.index import bm25f
from search.index.exact.together import Together
from search.index.tokens.analysed import analyse
from search.query.clinical_terms import clinical_terms
from search.query.decisive import Concepts
from search.query.lay_words import LayPhrase, lay_words
from search.query.lexicon import Lexicon
from search.text.analyzer import Analyzer
from tests.digests import garden

VOCABULARY = Vocabulary(
    equal=(
        ("PTSD", "post-traumatic stress disorder"),
        ("slow gardening", "patient digging"),
        ("first exposure", "initial flooding"),
    ),
    one_way=(
        OneWay(("diabetes",), ("physical illness",)),
        OneWay(("tapping",), ("EMDR",)),
        OneWay(("shrink",), ("psychiatrist",)),
    ),
)
SAID = (
    "Adolescents with post-traumatic stress disorder had EMDR or talked of a physical illness.",
    "Depressed clients liked CBT. A young man was assisted by a nurse.",
    "Exposure for panic was scored on the working alliance form. Social anxiety fell.",
    "Schema treatment came first. It was state of the art.",
)
ANALYZER = Analyzer(VOCABULARY)
ANALYZED = analyse(
    [replace(garden.POSTS[0], id=str(n), title="T", summary=s) for n, s in enumerate(SAID)],
    ANALYZER,
)
FITTED = bm25f.fit(ANALYZED, weights.BOOSTS)
CONCEPTS = Concepts(
    Lexicon(ANALYZER, ANALYZED.words, FITTED), clinical_terms(), Together(ANALYZED, FITTED)
)


def told(text: str) -> tuple[list[str], list[str], list[str]]:
    """The concepts that posts have, those that are only near, and the unknown ones."""
    words = list(ANALYZER.words(text))
    found = CONCEPTS.of(text, words, {n for n, w in enumerate(words) if not w.terms})
    return (
        [c.text for c in found if c.known],
        [c.text for c in found if c.near],
        [c.text for c in found if not (c.known or c.near)],
    )


@pytest.mark.parametrize(
    ("text", "known"),
    [
        # The word itself, another form of it, the long form of an abbreviation, a synonym.
        ("depression", ["depression"]),
        ("PTSD in teens", ["PTSD", "teens"]),
        ("cognitive behavioural therapy", ["cognitive behavioural therapy"]),
        # Words in any order near each other; another word for the group; one word left out.
        ("anxiety, social", ["anxiety"]),
        ("social anxiety disorder", ["social anxiety disorder"]),
        ("schema therapy", ["schema therapy"]),
        ("panic disorder", ["panic disorder"]),
        ("the working alliance inventory", ["working alliance inventory"]),
        ("young men", ["young men"]),
    ],
)
def test_a_concept_that_a_post_has_in_some_form_is_known(text: str, known: list[str]) -> None:
    assert told(text)[0] == known
    assert told(text)[2] == []


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("best treatment for autism", ["autism"]),
        ("ketamine or lithium for depression", ["ketamine", "lithium"]),
        ("psychedelic assisted therapy", ["psychedelic assisted therapy"]),
        ("CBT or hypnosis", ["hypnosis"]),
        ("art therapy for adolescents", ["art therapy"]),
        ("HADS", ["HADS"]),
        ("toddlers with PTSD", ["toddlers"]),
        # An entry of the vocabulary that no post has; a noun in no list.
        ("is slow gardening safe", ["slow gardening"]),
        ("beekeeping", ["beekeeping"]),
        ("Down syndrome", ["Down syndrome"]),
    ],
)
def test_a_concept_that_no_post_has_is_unknown(text: str, unknown: list[str]) -> None:
    assert told(text)[2] == unknown


def test_a_concept_with_only_a_related_word_in_posts_is_near() -> None:
    assert told("depression in diabetes") == (["depression"], ["diabetes"], [])
    assert told("tapping") == ([], ["tapping"], [])


def test_an_occupation_a_festival_and_an_ordinary_noun_are_near() -> None:
    assert told("depression in midwives") == (["depression"], ["midwives"], [])
    assert told("depression since christmas")[1:] == (["christmas"], [])
    assert told("is exposure worth the hassle")[1:] == (["hassle"], [])


def test_what_is_set_aside_is_near() -> None:
    assert told("CBT instead of lithium") == (["CBT"], ["lithium"], [])


def test_an_everyday_phrase_leads_to_what_is_near() -> None:
    text = "toddlers with PTSD"
    words = list(ANALYZER.words(text))
    leading = LayPhrase((0,), (0, 1), ("adolescents",), False)
    found = CONCEPTS.of(text, words, set(), [leading])
    assert [c.text for c in found if c.near] == ["toddlers"]


def test_another_form_of_a_term_does_not_name_it() -> None:
    assert told("nagging")[2] == ["nagging"]
    assert told("because I nagged him") == ([], [], [])


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("how long should the closing phase be", ["how long should the closing phase"]),
        ("who first described exposure", ["who first described"]),
        ("is depression inherited", ["inherited"]),
        ("charging for a missed hour of CBT", ["charging for a missed"]),
        ("does exposure help with panic", []),
    ],
)
def test_what_is_asked_of_a_thing_and_no_post_speaks_of_is_near(text: str, near: list[str]) -> None:
    assert told(text)[1:] == (near, [])


def test_of_two_conditions_joined_by_or_one_is_enough() -> None:
    assert told("insomnia or depression") == (["insomnia", "depression"], [], [])
    assert told("insomnia/diabetes") == ([], ["insomnia", "diabetes"], [])
    assert told("insomnia and depression") == (["depression"], [], ["insomnia"])


def test_a_relative_of_the_asker_decides_nothing() -> None:
    assert told("my daughter has PTSD") == (["PTSD"], [], [])
    assert told("daughters with PTSD") == (["PTSD"], ["daughters"], [])


def test_age_sex_and_times_decide_nothing_and_other_groups_do() -> None:
    assert told("PTSD in a young woman every night") == (["PTSD"], [], [])
    assert told("PTSD in beekeepers") == (["PTSD"], [], ["beekeepers"])


def test_an_everyday_noun_that_no_post_has_is_near() -> None:
    assert told("PTSD on a couch") == (["PTSD"], ["couch"], [])


def test_a_concept_with_many_names_is_near_if_posts_have_all_its_words() -> None:
    assert told("first exposure") == ([], ["first exposure"], [])


def test_an_ambiguous_abbreviation_decides_nothing() -> None:
    assert told("PCT for HADS") == ([], [], ["HADS"])


def test_stop_words_do_not_belong_to_a_concept() -> None:
    assert told("young men in person")[0] == ["young men"]


@pytest.mark.parametrize("text", ["", "what helps my client?", "how is the alliance"])
def test_some_questions_have_no_decisive_concept(text: str) -> None:
    assert told(text) == ([], [], [])


def test_a_concept_of_generic_words_decides_nothing() -> None:
    words = list(ANALYZER.words("insomnia"))
    assert CONCEPTS.of("insomnia", words, {0}) == []


@given(st.text(alphabet="abcdefPTSD -'’/éæ3.,?\n", max_size=40))
def test_concepts_of_any_text_are_in_order(text: str) -> None:
    words = list(ANALYZER.words(text))
    found = CONCEPTS.of(text, words, ())
    assert all(0 <= c.first < c.end <= len(words) for c in found)
    assert [c.first for c in found] == sorted(c.first for c in found)


def everyday(text: str) -> tuple[list[str], list[str], list[str]]:
    """The known, near and unknown concepts when everyday phrases are recognised."""
    words = list(ANALYZER.words(text))
    found = CONCEPTS.of(text, words, (), lay_words().among(text, words))
    return (
        [c.text for c in found if c.known],
        [c.text for c in found if c.near],
        [c.text for c in found if not (c.known or c.near)],
    )


def test_a_phrase_that_names_a_condition_decides_like_its_term() -> None:
    assert everyday("hours before the mirror") == ([], [], ["body dysmorphic disorder"])
    assert everyday("she relives the crash") == (["posttraumatic stress disorder"], [], [])


def test_a_phrase_without_a_certain_meaning_decides_nothing() -> None:
    assert everyday("he is on edge all day") == ([], [], [])


def test_words_of_an_everyday_phrase_are_no_unknown_nouns() -> None:
    assert everyday("who sits a gcse") == ([], [], [])
    assert everyday("who meets a beekeeper") == ([], [], ["beekeeper"])


def test_everyday_things_decide_nothing() -> None:
    assert told("PTSD at a desk") == (["PTSD"], [], [])


def test_what_only_judges_decides_nothing() -> None:
    assert told("clients feel worse, is that normal") == ([], [], [])
    assert told("CBT and its drawbacks") == (["CBT"], [], [])


def test_a_text_of_very_many_words_asks_nothing_about_a_thing() -> None:
    assert told("is depression inherited")[1] == ["inherited"]
    assert "inherited" not in told("is depression inherited " + "and therapy " * 13)[1]
