"""How a question is understood: the words used, expansions, and how to switch these off."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.digest import OneWay, Vocabulary
from search.index import bm25f
from search.index.algebra.cosines import Moments
from search.index.lsa import Lsa
from search.index.tokens.analysed import analyse
from search.query.asked import Asked
from search.query.lexicon import Lexicon
from search.query.understanding import plainly, understand
from search.question import Question
from search.text.analyzer import Analyzer
from search.weights import FAMILY
from tests.digests import garden

ANALYZER = Analyzer(garden.VOCABULARY)
ANALYZED = analyse(garden.POSTS, ANALYZER)
BOOSTS = {"title": 1.0, "summary": 1.0, "implications": 1.0}
LEXICON = Lexicon(ANALYZER, ANALYZED.words, bm25f.fit(ANALYZED, BOOSTS))


def asked(text: str, **options: object) -> Asked:
    asked = Question.parse(text)
    return understand(asked, LEXICON, **options)  # type: ignore[arg-type]  # each is an option of it


def names(found: Asked) -> set[str]:
    return {LEXICON.term(term) for term, _ in found.terms}


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("What is the evidence for beer traps?", ("beer", "traps")),
        ("should I compost", ("compost",)),
        ("is there any evidence that ladybirds eat aphids", ("ladybirds", "eat", "aphids")),
        ("beans not at noon", ("beans", "not", "noon")),
        ("Beans? BEANS and beans", ("Beans", "BEANS", "beans")),
    ],
)
def test_filler_is_left_out_and_listed(text: str, used: tuple[str, ...]) -> None:
    found = asked(text).understanding
    assert found.used == used
    assert found.unknown == ()
    typed = {w.strip("?") for w in text.split()}
    assert set(found.left_out) == typed - set(used)


@pytest.mark.parametrize("word", ["wont", "cant", "Wont"])
def test_a_negation_without_apostrophe_is_one_unless_posts_have_the_word(
    word: str,
) -> None:
    assert "not" in names(asked(f"beans {word} grow"))
    assert "not" not in names(asked("beans wonted"))


def test_question_words_count_if_there_are_no_others() -> None:
    assert "trial" in names(asked("trial"))
    alone = asked("does it work")
    assert "work" in names(alone)
    assert alone.understanding.used == ("work",)


def test_a_question_of_only_filler_has_no_clauses() -> None:
    found = asked("what should i do?")
    assert found.clauses == ()
    assert found.understanding.used == ()


def test_unknown_words_are_listed_as_typed() -> None:
    found = asked("Xylophones and compost")
    assert found.understanding.unknown == ("Xylophones",)
    assert found.understanding.used == ("compost",)


def test_an_expansion_is_shown_and_counts_less_than_the_word() -> None:
    found = asked("compost")
    (expansion,) = found.understanding.expansions
    assert (expansion.words, expansion.term, expansion.on) == ("compost", "leaf mould", True)
    weights = {LEXICON.term(t): w for t, w in found.terms}
    assert weights["compost"] == 1
    assert 0 < weights["leaf_mold"] < 1


def test_expansions_can_be_switched_off_one_by_one_or_all_together() -> None:
    (expansion,) = asked("compost").understanding.expansions
    for found in (asked("compost", off=[expansion.id]), asked("compost", expand=False)):
        assert "leaf_mold" not in names(found)
        (shown,) = found.understanding.expansions
        assert (shown.id, shown.on) == (expansion.id, False)


def test_an_expansion_that_no_post_has_is_not_shown() -> None:
    assert [e.term for e in asked("allotment").understanding.expansions] == []


def test_an_entry_of_several_words_expands_to_one_term() -> None:
    found = asked("creepy crawlies in beds")
    (expansion,) = found.understanding.expansions
    assert (expansion.words, expansion.term) == ("creepy crawlies", "pests")
    assert "pest" in names(found)


def test_an_ambiguous_word_expands_only_with_its_context() -> None:
    assert [e.term for e in asked("bed").understanding.expansions] == []
    assert [e.term for e in asked("timber bed").understanding.expansions] == ["raised bed"]


def test_the_same_expansion_is_shown_once() -> None:
    assert len(asked("compost, compost, compost").understanding.expansions) == 1


def test_phrases_and_exclusions_are_listed() -> None:
    found = asked('"beer traps" -lettuce').understanding
    assert found.phrases == ("beer traps",)
    assert found.excluded == ("lettuce",)
    assert "beer" in found.used


def test_rarer_terms_are_worth_more() -> None:
    worth = asked("slugs beans").worth
    assert worth["slug"] > worth["bean"] > 0


def test_the_plain_reading_uses_no_vocabulary_and_keeps_filler() -> None:
    found = plainly(Question.parse('what works better than leaf "mould compost"'), LEXICON)
    terms = [LEXICON.term(number) for number in found]
    assert set(terms) >= {"compost", "leaf", "mold"}
    assert "leaf_mold" not in terms


@given(
    st.text()
    | st.lists(
        st.sampled_from(["compost", "bed", "timber", "the", "work", "🌱", "-", "N-of-1"])
    ).map(" ".join)
)
@example("ÐU:JE:AÆ0")
def test_every_word_of_any_question_is_accounted_for(text: str) -> None:
    found = asked(text)
    told = found.understanding
    words = {found.text[w.start : w.end] for w in ANALYZER.words(found.text)}
    accounted = {*told.used, *told.unknown, *told.left_out}
    # A French question is searched in English and described as typed.
    assert words == accounted or (
        accounted and all(word in Question.parse(text).text for word in accounted)
    )
    for term, weight in found.terms:
        assert 0 < weight <= 1 or LEXICON.term(term)
    assert all(clause.terms for clause in found.clauses)


def test_a_french_word_in_an_english_question_stands_for_its_english() -> None:
    found = asked("compost (after the deuil)?")
    assert found.text == "compost (after the grief)?"
    told = found.understanding.expansions[0]
    assert (told.words, told.term, told.on) == ("deuil", "grief", True)
    assert found.understanding.unknown == ("deuil",)
    assert found.understanding.left_out == ("after", "the")


def test_the_english_of_a_french_word_can_be_switched_off() -> None:
    question = Question.parse("compost after the deuil")
    for found in (
        understand(question, LEXICON, off=["grief"]),
        understand(question, LEXICON, expand=False),
    ):
        assert found.text == question.text
        told = found.understanding.expansions[0]
        assert (told.words, told.term, told.on) == ("deuil", "grief", False)


def test_a_french_word_that_posts_have_stays_as_it_is() -> None:
    grief = replace(garden.POSTS[0], id="grief", summary="The deuil of gardeners.")
    known = analyse((*garden.POSTS, grief), Analyzer())
    lexicon = Lexicon(Analyzer(), known.words, bm25f.fit(known, BOOSTS))
    found = understand(Question.parse("compost after the deuil"), lexicon)
    assert found.text == "compost after the deuil"


PLANTERS = replace(garden.POSTS[0], id="planters", summary="Planters plant.")
BARE = analyse((*garden.POSTS, PLANTERS), Analyzer())
# A latent space in which all terms have the same vector.
SPACE = Lsa(
    np.arange(len(BARE.terms), dtype=np.int32),
    np.ones((len(BARE.terms), 1), np.float32),
    np.ones((1, 1), np.float32),
    Moments.of(np.ones((1, 1), np.float32)),
    "",
)
RELATED = Lexicon(Analyzer(), BARE.words, bm25f.fit(BARE, BOOSTS), SPACE)


def test_other_forms_of_a_word_in_posts_are_searched_too() -> None:
    found = understand(Question.parse("plants or compost"), RELATED)
    (told,) = found.understanding.expansions
    assert (told.words, told.term, told.on) == ("plants", "planters", True)
    family, alone = found.clauses
    plant, other = (RELATED.id(term) for term in ("plant", "planter"))
    assert [term for term, _ in family.terms] == [plant, other]
    assert family.terms[0][1] == 1
    assert 0 < family.terms[1][1] <= FAMILY
    assert not family.literal
    assert alone.literal


def test_a_family_can_be_switched_off_like_other_expansions() -> None:
    question = Question.parse("plants or compost")
    (told,) = understand(question, RELATED).understanding.expansions
    for found in (
        understand(question, RELATED, off=[told.id]),
        understand(question, RELATED, expand=False),
    ):
        assert [e.on for e in found.understanding.expansions] == [False]
        assert all(len(clause.terms) == 1 and clause.literal for clause in found.clauses)


def test_a_question_word_has_no_family() -> None:
    (told,) = understand(Question.parse("plants trial"), RELATED).understanding.expansions
    assert told.words == "plants"


def test_words_joined_by_OR_form_one_clause() -> None:
    both = asked("beans OR slugs")
    assert len(both.clauses) == 1
    assert {LEXICON.term(t) for t, _ in both.clauses[0].terms} == {"bean", "slug"}
    assert len(asked("beans or slugs").clauses) == 2
    assert len(asked("beans OR slugs OR lettuce").clauses) == 1
    assert len(asked("beans OR").clauses) == 1
    assert len(asked("BEANS OR SLUGS").clauses) == 2


def test_an_asterisk_stands_for_any_ending() -> None:
    found = asked("bea* in plots")
    assert {"bean"} <= names(found)
    assert found.understanding.unknown == ()
    assert asked("xylo*").understanding.unknown == ("xylo",)
    # Two letters are too few before an asterisk, and an asterisk inside a word is ignored.
    assert asked("be*").understanding.unknown == ("be",) or asked("be*").clauses == ()
    assert names(asked("bean*s")) == {"bean"}


def of_dropout(vocabulary: Vocabulary | None = None) -> Lexicon:
    """A lexicon of posts that speak of dropout, turning and showing."""
    analyzer = Analyzer(vocabulary)
    said = ("Dropout was rare.", "They stopped turning the soil.", "Attrition of soil.")
    posts = [replace(garden.POSTS[0], id=str(n), title="T", summary=s) for n, s in enumerate(said)]
    analysed = analyse(posts, analyzer)
    return Lexicon(analyzer, analysed.words, bm25f.fit(analysed, BOOSTS))


def test_an_everyday_phrase_expands_to_its_terms_and_its_words_count_less() -> None:
    lexicon = of_dropout()
    found = understand(Question.parse("she stopped turning up"), lexicon)
    assert [(e.words, e.term) for e in found.understanding.expansions] == [
        ("stopped turning up", "dropout"),
        ("stopped turning up", "attrition"),
    ]
    weights = {lexicon.term(term): weight for term, weight in found.terms}
    assert weights["dropout"] > weights["turn"]
    assert found.understanding.unmet == ()


def test_an_everyday_phrase_can_be_switched_off() -> None:
    lexicon = of_dropout()
    question = Question.parse("she stopped turning up")
    ids = [e.id for e in understand(question, lexicon).understanding.expansions]
    for found in (
        understand(question, lexicon, off=ids),
        understand(question, lexicon, expand=False),
    ):
        assert {lexicon.term(t): w for t, w in found.terms} == {"stop": 1.0, "turn": 1.0}
        assert [e.on for e in found.understanding.expansions] == [False, False]


def test_an_entry_of_the_digest_outranks_an_everyday_phrase_inside_it() -> None:
    way = OneWay(("stopped turning up late",), ("soil",))
    found = understand(
        Question.parse("she stopped turning up late"), of_dropout(Vocabulary(one_way=(way,)))
    )
    assert [e.term for e in found.understanding.expansions] == ["soil"]
