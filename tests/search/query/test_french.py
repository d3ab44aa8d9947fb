"""A French question is translated into English terms, and described in its own words."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.french import Piece, french, told_back
from search.query.lay_words import in_french
from search.results import Expansion, Understanding
from search.text.language import FRENCH, language

ENGLISH = language("en").stop_words


def left_out(text: str) -> tuple[str, ...]:
    return french().left_out(text, french().pieces(text))


@pytest.mark.parametrize(
    "text",
    [
        "l'hypnose aide-t-elle contre l'anxiété ?",
        "traitement de l’insomnie",
        "abandon de la therapie chez les ados",
        "TCC ou antidépresseurs pour la dépression",
        "deuil",
        "idées suicidaires",
        "Les patients qui ne répondent pas",
        "alliance thérapeutique et résultats",
    ],
)
def test_french_questions_are_recognised(text: str) -> None:
    assert french().is_asked_in(text, ENGLISH)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "what works for panic attacks",
        "cbt depression dropout",
        "de Jong on alliance",
        "a grave illness in court",
        "depression",
        "the café effect",
        "patients on a plateau",
        "Rorschach",
    ],
)
def test_other_questions_are_not_taken_for_french(text: str) -> None:
    assert not french().is_asked_in(text, ENGLISH)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("l'hypnose contre l'anxiété", "hypnosis against anxiety"),
        ("traitement de l’insomnie", "treatment insomnia"),
        # The longest term, regardless of linking words, number and accents.
        ("abandon de la therapie", "dropout"),
        ("troubles de la personnalité limite", "borderline personality disorder"),
        # The same spelling outranks the same stem.
        ("thérapeute", "therapist"),
        ("le bien-être du thérapeute", "self-care"),
        # A negation is never dropped.
        ("patients qui ne répondent pas", "patient respond not"),
        ("sans médicaments", "without medication"),
        # All forms of a verb; the stemmer misses the third person plural.
        ("les clients abandonnent", "client dropout"),
        ("mes patients arrêtent de venir", "patient stop coming"),
        ("ils réussissent", "succeed"),
        ("le thérapeute se dévoile", "therapist self-disclosure"),
        # Words without English stay as they are.
        ("Barkham et la TCC", "Barkham CBT"),
        ("", ""),
    ],
)
def test_terms_are_translated_into_english(text: str, english: str) -> None:
    assert " ".join(piece.english for piece in french().pieces(text)) == english


def test_every_everyday_word_has_exactly_its_translation() -> None:
    words = tomllib.loads(FRENCH.read_text("utf-8"))
    for english, said in words["everyday"].items():
        for text in said.split(", "):
            assert [piece.english for piece in french().pieces(text)] == [english], text


def test_left_out_function_words_are_listed_as_typed() -> None:
    assert left_out("Quelle est la thérapie pour l'anxiété") == (
        *("Quelle", "est", "la", "pour", "l'"),
    )


def test_the_understanding_is_described_in_french() -> None:
    pieces = [Piece("trouble bipolaire", "bipolar disorder"), Piece("deuil", "grief")]
    made = Understanding(
        used=("grief",),
        unknown=("bipolar", "disorder"),
        unknown_concepts=("bipolar disorder",),
        expansions=(Expansion("bereavement", "grief", "bereavement"),),
    )
    told = told_back(made, pieces, [pieces[0], Piece("deuil", "deuil")], ("et",))
    assert told.unknown == ("trouble bipolaire",)
    assert told.unknown_concepts == ("trouble bipolaire",)
    assert told.left_out == ("et",)
    assert [(e.words, e.term, e.on) for e in told.expansions[:2]] == [
        ("trouble bipolaire", "bipolar disorder", True),
        # With expansions switched off.
        ("deuil", "grief", False),
    ]


def test_a_french_word_without_translation_is_lost_and_a_name_is_not() -> None:
    assert Piece("chaussures", "chaussures").is_lost
    assert not Piece("Barkham", "Barkham").is_lost
    assert not Piece("motivation", "motivation").is_lost
    assert not Piece("deuil", "grief").is_lost


@pytest.mark.parametrize(
    ("word", "english"),
    [
        ("mariage", "marriage"),
        # A name; English too; an English misspelling; no word alone.
        ("Deuil", ""),
        ("couple", ""),
        ("anxiete", ""),
        ("l'anxiété", ""),
        ("", ""),
    ],
)
def test_a_word_that_only_french_has_has_english(word: str, english: str) -> None:
    assert french().lent(word) == english


@given(st.text(alphabet="aelsdqu'’éè -deuil?\n", max_size=40))
def test_any_text_is_read(text: str) -> None:
    french().is_asked_in(text, ENGLISH)
    for piece in french().pieces(text):
        assert piece.typed in text
    left_out(text)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("le courant ne passe pas", "therapeutic alliance"),
        ("il ne vient plus", "stop coming"),
        ("elle se fait vomir après les repas", "bulimia nervosa"),
        ("une dame de 78 ans", "older adults"),
        # A term outranks a phrase with the same number of words.
        ("rater une séance", "missed session"),
    ],
)
def test_an_everyday_phrase_is_translated_as_its_term(text: str, english: str) -> None:
    assert english in [piece.english for piece in french().pieces(text, in_french(text))]


def test_an_everyday_phrase_is_a_sign_of_french() -> None:
    text = "monsieur, moral à zéro"
    assert french().is_asked_in(text, ENGLISH, in_french(text))


def test_function_words_of_french_are_detected() -> None:
    assert french().has_small_words("L'alliance, ça compte ?")
    assert not french().has_small_words("does the alliance count?")
