"""A generation on top of a base stores only the words that differ, and uses the base's space."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engine import parts
from search.engine.distributed.base import Base
from search.index.fulltext import FullText
from search.index.tokens.analysed import Analysed
from search.index.tokens.wordlist import NOTHING, Wordlist, join

WORDS = st.dictionaries(
    st.text("abcé", min_size=1, max_size=3),
    st.lists(st.text("xyz", min_size=1, max_size=2), min_size=1, max_size=2, unique=True),
    max_size=12,
)


def listed(words: dict[str, list[str]]) -> Wordlist:
    return join(NOTHING, np.zeros(0, np.bool_), words)[0]


def told(words: Wordlist) -> dict[str, list[str]]:
    starts = words.starts.tolist()
    return {
        word: [words.terms[t] for t in words.meant[starts[n] : starts[n + 1]].tolist()]
        for n, word in enumerate(words.words)
    }


@settings(max_examples=60)
@given(WORDS, WORDS, st.data())
def test_the_words_of_a_generation_are_restored(
    had: dict[str, list[str]], fresh: dict[str, list[str]], data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.sampled_from(sorted(had)))) if had else set()
    now = {word: terms for word, terms in had.items() if word not in gone}
    words = listed({**now, **{word: terms for word, terms in fresh.items() if word not in had}})
    base = Base("base", listed(had), np.empty(0, np.int32), None)
    found, numbers = Base.unpacked("base", base.packed()).upon(base.apart(words))
    assert told(found) == told(words)
    assert list(found.words) == list(words.words)
    assert list(found.terms) == list(words.terms)
    for term, number in zip(base.words.terms, numbers.tolist(), strict=True):
        assert (found.terms[number] if number >= 0 else None) == (
            term if term in words.terms else None
        )


def test_nothing_is_stored_if_no_word_differs(garden_generation: Path) -> None:
    opened = parts.load(garden_generation)
    base = Base.of("base", opened)
    assert base.apart(opened[Analysed].words) == b""
    words, numbers = base.upon(b"")
    assert words is base.words
    assert numbers.tolist() == list(range(len(words.terms)))
    assert base.space(numbers) is None
    opened[FullText].close()


def test_terms_that_no_post_has_any_more_leave_the_space() -> None:
    words = listed({"a": ["x"], "b": ["y"], "c": ["z"]})
    vectors = np.arange(4, dtype=np.float32).reshape(2, 2)
    base = Base("base", words, np.array([0, 2], np.int32), vectors)
    again = Base.unpacked("base", base.packed())
    apart = base.apart(listed({"c": ["z"], "b": ["y"], "aa": ["w"]}))
    _, numbers = again.upon(apart)
    space = again.space(numbers)
    assert space is not None
    assert (space[0].tolist(), space[1].tolist()) == ([2], [[2.0, 3.0]])
    whole = again.space(np.arange(3, dtype=np.int32))
    assert whole is not None and whole[1].tolist() == vectors.tolist()
