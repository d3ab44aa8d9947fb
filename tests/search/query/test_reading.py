"""A question is read in the language of translations too."""

from __future__ import annotations

import pytest

from search.engine.generation import write_generation
from search.engine.parts import load
from search.index.bm25f import Bm25f
from search.index.fulltext import FullText
from search.index.part import Opened
from search.index.tokens.analysed import Analysed
from search.query.asked import Asked
from search.query.lexicon import Lexicon
from search.query.reading import reading
from search.query.understanding import understand
from search.question import Question
from tests.digests import translated_garden


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    folder = tmp_path_factory.mktemp("translated") / "000001-abcdef"
    folder.mkdir(mode=0o700)
    write_generation(folder, translated_garden.digest())
    opened = load(folder)
    opened[FullText].close()
    return opened


@pytest.fixture(scope="module")
def lexicon(parts: Opened) -> Lexicon:
    return Lexicon(parts.analyzer, parts[Analysed].words, parts[Bm25f])


def ask(lexicon: Lexicon, text: str, language: str = "") -> Asked:
    return understand(Question.parse(text), lexicon, language=language)


def test_the_languages_are_those_of_the_translations(lexicon: Lexicon) -> None:
    assert set(lexicon.translated) == {"fr", "de"}


def test_the_rarity_of_a_word_is_computed_over_translations(lexicon: Lexicon) -> None:
    both, one = (lexicon.id(f"@fr:{term}") for term in ("lombric", "limac"))
    assert both is not None and one is not None
    # Each word is in one of two French posts.
    assert lexicon.rarity(both) == lexicon.rarity(one) == pytest.approx(lexicon.translated["fr"])


def test_a_french_question_is_read_in_french(lexicon: Lexicon) -> None:
    asked = ask(lexicon, "pourquoi les lombrics reviennent-ils dans les plates-bandes ?")
    assert asked.translated is not None
    assert asked.translated.language == "fr"
    assert "lombrics" in asked.understanding.used
    assert "lombrics" not in asked.understanding.unknown


def test_an_english_question_is_not_read_in_another_language(lexicon: Lexicon) -> None:
    assert ask(lexicon, "do worms come back?").translated is None
    # English words with the spelling of words in translations.
    assert ask(lexicon, "grave court").translated is None


def test_the_reader_s_language_is_used_if_the_question_has_no_clear_one(lexicon: Lexicon) -> None:
    asked = ask(lexicon, "Regenwürmer", "de")
    assert asked.translated is not None
    assert (asked.translated.language, asked.understanding.unknown) == ("de", ())


def test_a_language_without_translations_changes_nothing(lexicon: Lexicon) -> None:
    assert ask(lexicon, "Regenwürmer", "sv") == ask(lexicon, "Regenwürmer")
    assert reading("Regenwürmer", "sv", lexicon) is None


def test_words_that_no_translation_has_count_as_missing(lexicon: Lexicon) -> None:
    one = reading("lombrics", "fr", lexicon)
    two = reading("lombrics télescope", "fr", lexicon)
    assert one is not None and two is not None
    assert two.clauses == one.clauses
    assert two.wanted == pytest.approx(2 * one.wanted)


def test_both_readings_of_a_question_count_the_same(lexicon: Lexicon) -> None:
    asked = ask(lexicon, "compost limaces", "fr")
    assert asked.translated is not None
    assert asked.translated.wanted == pytest.approx(asked.wanted)
