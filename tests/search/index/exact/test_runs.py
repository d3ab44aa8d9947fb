from __future__ import annotations

from corpus.digest import Vocabulary
from search.index.exact.runs import runs
from search.text.analyzer import Analyzer

ANALYZER = Analyzer(Vocabulary())


def test_a_phrase_is_its_terms_in_a_row_without_stop_words() -> None:
    assert runs("the drowning of slugs", ANALYZER) == [["drown", "slug"]]


def test_compounds_are_looked_for_apart_and_run_together() -> None:
    assert runs("drop-out rates", ANALYZER) == [["drop", "rate"], ["dropout", "rate"]]


def test_a_phrase_may_stand_in_a_translation() -> None:
    own, translated = runs("les limaces noyées", ANALYZER, "fr")
    assert own == ["les", "limac", "noye"]
    assert translated == ["@fr:limac", "@fr:noye"]


def test_nothing_is_looked_for_by_stop_words_of_either_language() -> None:
    assert runs("the of", ANALYZER) == []
    assert runs("les", ANALYZER) == [["les"]]
    assert runs("les", ANALYZER, "fr") == []
