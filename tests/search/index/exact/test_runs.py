"""Phrases are turned into runs of terms."""

from __future__ import annotations

from corpus.digest import Vocabulary
from search.index.exact.runs import runs
from search.text.analyzer import Analyzer

ANALYZER = Analyzer(Vocabulary())


def test_a_phrase_is_its_terms_in_a_row_without_stop_words() -> None:
    assert runs("the drowning of slugs", ANALYZER) == [["drown", "slug"]]


def test_compounds_are_searched_as_parts_and_as_one_word() -> None:
    assert runs("drop-out rates", ANALYZER) == [["drop", "rate"], ["dropout", "rate"]]


def test_a_phrase_is_searched_in_translations_too() -> None:
    own, translated = runs("les limaces noyées", ANALYZER, "fr")
    assert own == ["les", "limac", "noye"]
    assert translated == ["@fr:limac", "@fr:noye"]


def test_a_phrase_of_stop_words_gives_no_run() -> None:
    assert runs("the of", ANALYZER) == []
    assert runs("les", ANALYZER) == [["les"]]
    assert runs("les", ANALYZER, "fr") == []
