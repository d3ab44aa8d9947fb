"""The analysis of translated texts, by language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.translated import marked, parted, spans, translation_analyzer


def test_french_has_its_stop_words_stems_and_elisions() -> None:
    analyzer = translation_analyzer("fr")
    assert analyzer.word_terms("l'anxiété des enfants") == analyzer.word_terms("anxietes enfant")
    assert analyzer.word_terms("dont on est") == []


def test_a_compound_is_found_by_its_parts_too() -> None:
    terms = translation_analyzer("fr").word_terms("cognitivo-comportementale")
    assert set(translation_analyzer("fr").word_terms("comportemental")) <= set(terms)


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [("de", "Gärten", "Garten"), ("pt-BR", "terapias", "terapia"), ("en", "gardens", "garden")],
)
def test_other_languages_have_stems(code: str, one: str, other: str) -> None:
    analyzer = translation_analyzer(code)
    assert analyzer.word_terms(one) == analyzer.word_terms(other)


@pytest.mark.parametrize("code", ["tlh", "zz"])
def test_a_language_without_stems_is_searched_by_its_words(code: str) -> None:
    assert translation_analyzer(code).word_terms("Kahless's tê") == ["kahless", "te"]


def test_marked_words_of_a_language_are_adjacent_when_sorted() -> None:
    terms = sorted([marked("fr", "ver"), marked("fr-CA", "ver"), marked("de", "wurm"), "worm", "9"])
    found = {code: terms[a:b] for code, a, b in spans(terms)}
    assert found == {"fr": ["@fr:ver"], "fr-CA": ["@fr-CA:ver"], "de": ["@de:wurm"]}
    assert list(spans(["worm"])) == []


@given(st.from_regex(r"[a-z]{2,3}(-[A-Z]{2})?", fullmatch=True), st.text(min_size=1))
def test_the_mark_of_a_language_can_be_removed(code: str, word: str) -> None:
    assert parted(marked(code, word)) == (code, word)


@given(st.text(max_size=60), st.sampled_from(["fr", "de", "zz"]))
def test_any_text_is_read(text: str, code: str) -> None:
    written, phrases = translation_analyzer(code).read(text)
    assert phrases == []
    assert len(written) <= len(text)
