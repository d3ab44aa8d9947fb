"""Everyday phrases are found in questions in any form, and stand for clinical terms."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.clinical_terms import clinical_terms
from search.query.lay_words import FILES, LayPhrase, LayWords, aspects, lay_words
from search.text.analyzer import Analyzer
from search.text.translated import translation_analyzer

ANALYZER = Analyzer()
NONE = {"dropped": "", "forms": [], "numbers": "zero one", "sets": {}, "named": {}, "words": {}}


def found(text: str, words: LayWords) -> list[tuple[str, tuple[str, ...]]]:
    """The words of each phrase, and the terms that it stands for."""
    typed = list(ANALYZER.words(text))
    return [
        (" ".join(text[typed[n].start : typed[n].end] for n in meant.words), meant.terms)
        for meant in words.among(text, typed)
    ]


def made(phrases: str, **more: object) -> LayWords:
    return LayWords({**NONE, "words": {"X": phrases}, **more}, ANALYZER)


@pytest.mark.parametrize(
    ("phrase", "text", "taken"),
    [
        ("stop|quit come", "she stopped coming", "stopped coming"),
        ("stop|quit come", "they quit, coming late", None),
        ("throw .. away", "throws all of it away", "throws away"),
        ("throw .. away", "throws each and every thing away", None),
        ("throw .. away", "throws. Go away", None),
        ("eat at? night", "eating nights", "eating nights"),
        ("eat {meal}", "eats lunch", "eats lunch"),
        ("#6-12 year old", "a 7-year-old", "7-year-old"),
        ("#6-12 year old", "a 13-year-old", None),
        ("#0-1 year old", "one year old", "one year old"),
        ("aged #6-12", "aged 12", "aged 12"),
        ("in #70-79 s", "in her 70s", "in 70s"),
        ("not speak", "she won't speak to me", "won't speak"),
        ("feel blue", "I felt blue", "felt blue"),
        ("shrink", "Shrinks", "Shrinks"),
        # Unrelated words can have the stem of a word without its ending.
        ("screens", "screening", None),
    ],
)
def test_a_phrase_is_found_in_any_form(phrase: str, text: str, taken: str | None) -> None:
    more = {"dropped": "her will", "forms": ["feel felt"], "sets": {"meal": "lunch dinner"}}
    assert [typed for typed, _ in found(text, made(phrase, **more))] == ([taken] if taken else [])


def test_the_longest_phrase_counts_and_phrases_do_not_overlap() -> None:
    words = made("get on, get on nerves, on edge")
    assert [typed for typed, _ in found("gets on my nerves, on edge", made("get on, on edge"))] == [
        *("gets on", "on edge")
    ]
    assert [typed for typed, _ in found("getting on nerves", words)] == ["getting on nerves"]


def test_a_phrase_with_a_certain_meaning_outranks_an_equal_one() -> None:
    words = LayWords({**NONE, "words": {"X": "see red"}, "named": {"Y": "see red"}}, ANALYZER)
    (meant,) = words.among("sees red", list(ANALYZER.words("sees red")))
    assert meant == LayPhrase((0, 1), (0, 2), ("Y",), True)


@pytest.mark.parametrize("phrase", ["the", "", "see? red", "see ..", ".. red", "see the"])
def test_a_phrase_with_too_few_words_is_an_error(phrase: str) -> None:
    with pytest.raises(ValueError, match="two words that count"):
        made(phrase and f"{phrase} ", dropped="the")


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    typed = list(ANALYZER.words(text))
    for meant in lay_words().among(text, typed):
        assert all(0 <= number < len(typed) for number in meant.words)


def _phrases(code: str, kinds: Iterable[str] = ("named", "words")) -> list[tuple[str, str]]:
    data = tomllib.loads(FILES[code].read_text("utf-8"))
    return [
        (terms, phrase)
        for kind in kinds
        for terms, phrases in data[kind].items()
        for phrase in phrases.split(", ")
    ]


@pytest.mark.parametrize(("code", "least"), [("en", 1200), ("fr", 400)])
def test_there_are_many_phrases_and_none_is_repeated(code: str, least: int) -> None:
    phrases = _phrases(code)
    assert len({phrase for _, phrase in phrases}) >= least
    assert len(phrases) == len(set(phrases))


def test_phrases_with_a_certain_meaning_name_conditions_or_outcomes() -> None:
    kinds = {
        clinical_terms().kind(term)
        for terms in dict(_phrases("en", ["named"]))
        for term in terms.split(", ")[:1]
    }
    assert kinds <= {"condition", "outcome", None}


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("why do some never come back after the first hour", "dropout"),
        ("my 14yo won't get out of bed", "adolescents"),
        ("a gentleman in his eighties", "older adults"),
        ("she isn't sleeping", "insomnia"),
        ("does it matter whether clients like me", "alliance"),
        ("naming what happens between us", "talking about the relationship"),
        ("how soon does counselling start to help", "rate of change"),
        ("my supervisee is still wet behind the ears", "therapist experience"),
    ],
)
def test_everyday_questions_give_clinical_terms(text: str, term: str) -> None:
    assert term in {term for _, terms in found(text, lay_words()) for term in terms}


@pytest.mark.parametrize(
    "text",
    ["exposure therapy for phobia", "what moderates the outcome of groups", "screening in clinics"],
)
def test_questions_in_clinical_terms_have_no_everyday_phrase(text: str) -> None:
    assert found(text, lay_words()) == []


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("is depression inherited", "heritability"),
        ("what dose of fluoxetine for someone over eighty", "dosage"),
        ("starting dose of fluoxetine", "dosage"),
        ("what proportion of the bereaved develop depression", "prevalence"),
        ("worksheets to print for depression", "copyright"),
        ("she still owes me for six sessions", "payment in cash"),
        ("opening hours of the clinic", "fee setting"),
        ("may I hug a client who is upset", "physical touch"),
        ("who invented exposure therapy", "history of psychotherapy"),
        ("how long before antidepressants kick in", "onset of action"),
        ("how many workshop days of training", "length of training"),
        ("are men-only groups better", "same-gender pairs"),
        ("client is late every week by ten minutes", "lateness"),
        ("what may I tell the parents", "confidentiality"),
        ("reading client's minds", None),
        ("does therapy help with depression", None),
    ],
)
def test_what_a_question_asks_about_a_thing_is_told(text: str, term: str | None) -> None:
    assert [terms[0] for _, terms in found(text, aspects())] == ([term] if term else [])


def test_french_has_its_own_stems() -> None:
    words = list(translation_analyzer("fr").words("le courant ne passait pas"))
    (meant,) = lay_words("fr").among("le courant ne passait pas", words)
    assert meant.terms == ("therapeutic alliance",)
