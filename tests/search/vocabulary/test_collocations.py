"""Collocations: words that are adjacent more often than by chance."""

from __future__ import annotations

from search.text.analyzer import Analyzer
from search.vocabulary.collocations import collocations

ANALYZER = Analyzer()
SENTENCES = [
    *((f"p{n}", f"The raised bed number {n} held beans.") for n in range(5)),
    *((f"q{n}", f"Raised beds, peas and clay were found in plot {n}.") for n in range(3)),
    *((f"r{n}", "Frost came late; soil moisture sensors failed again.") for n in range(6)),
    *(("s", "One post alone speaks of iron gates.") for _ in range(9)),
]


def test_adjacent_words_are_found_in_their_most_common_form() -> None:
    found = {c.text: c for c in collocations(SENTENCES, ANALYZER)}
    assert found["raised bed"].count == 8
    assert len(found["raised bed"].posts) == 8
    assert "soil moisture sensors" in found


def test_collocations_need_several_posts_and_do_not_cross_commas() -> None:
    texts = [c.text for c in collocations(SENTENCES, ANALYZER)]
    assert "iron gates" not in texts
    assert not [text for text in texts if "peas" in text or "late soil" in text]


def test_without_sentences_there_are_none() -> None:
    assert collocations([], ANALYZER) == ()
