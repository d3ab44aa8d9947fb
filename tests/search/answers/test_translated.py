"""Passages of translations are chosen and marked."""

from __future__ import annotations

from search.answers.translated import translated_passages
from search.results import Passage
from search.text.translated import translation_analyzer
from tests.digests.translated_garden import COMPOST


def words(passage: Passage | None) -> list[str]:
    assert passage is not None
    return [passage.text[a:b] for a, b in passage.marks]


def test_matching_sentences_are_shown_with_marks() -> None:
    (term,) = translation_analyzer("fr").word_terms("lombric")
    title, passage, implication, *_ = translated_passages(COMPOST, {term: 1.0})
    assert title == Passage(COMPOST.title)
    assert words(passage) == words(implication) == ["lombrics"]
    assert passage is not None and passage.text.endswith("Les lombrics sont revenus en un an.")


def test_elided_words_are_marked() -> None:
    (term,) = translation_analyzer("fr").word_terms("engrais")
    _, passage, *_ = translated_passages(COMPOST, {term: 1.0})
    assert words(passage) == ["L'engrais"]


def test_without_a_matching_word_each_part_is_shown_from_its_start() -> None:
    _, passage, implication, *_ = translated_passages(COMPOST, {})
    assert passage is not None and passage.text.startswith("On a enfoui")
    assert implication is not None and implication.text.startswith("Enfouissez")
