"""The places of words in a text are those of whole words, in their order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.text.analyzer import Analyzer
from search.text.places import places_of


@given(st.text() | st.text("ab-’'1.5 ,").map(lambda t: f"ab {t} ab"), st.data())
def test_places_are_those_of_whole_words(text: str, data: st.DataObject) -> None:
    words = list(Analyzer().words(text))
    chosen = data.draw(st.sets(st.sampled_from(words))) if words else set()
    kept = [w for w in words if any(text[w.start : w.end] == text[c.start : c.end] for c in chosen)]
    surfaces = [text[w.start : w.end] for w in kept]
    assert places_of(text, surfaces) == [(w.start, w.end) for w in kept]


def test_what_a_text_does_not_have_has_no_place() -> None:
    assert places_of("beans-and-peas, beans", ["peas", "beans"]) == [(16, 21)]
