"""The positions of given words in a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.text.analyzer import Analyzer
from search.text.places import places_of


@given(st.text() | st.text("ab-’'1.5 ,").map(lambda t: f"ab {t} ab"), st.data())
def test_only_whole_words_are_located(text: str, data: st.DataObject) -> None:
    words = list(Analyzer().words(text))
    chosen = data.draw(st.sets(st.sampled_from(words))) if words else set()
    kept = [w for w in words if any(text[w.start : w.end] == text[c.start : c.end] for c in chosen)]
    surfaces = [text[w.start : w.end] for w in kept]
    assert places_of(text, surfaces) == [(w.start, w.end) for w in kept]


def test_a_word_that_is_only_part_of_a_compound_is_skipped() -> None:
    assert places_of("beans-and-peas, beans", ["peas", "beans"]) == [(16, 21)]
