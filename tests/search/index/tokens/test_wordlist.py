"""Two word lists are joined into a sorted one, and positions are mapped."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.index.tokens.wordlist import NOTHING, Wordlist, join

WORDS = st.dictionaries(
    st.text("abc-", min_size=1, max_size=3),
    st.just(()),
    max_size=12,
).map(lambda words: {w: tuple(p for p in w.split("-") if p) or (w,) for w in words})


def made(words: Mapping[str, tuple[str, ...]]) -> Wordlist:
    return join(NOTHING, np.zeros(0, np.bool_), words)[0]


def terms_of(found: Wordlist) -> dict[str, tuple[str, ...]]:
    return {
        word: tuple(found.terms[t] for t in found.meant[found.starts[n] : found.starts[n + 1]])
        for n, word in enumerate(found.words)
    }


@given(WORDS, WORDS, st.lists(st.booleans(), min_size=12, max_size=12))
def test_joining_equals_sorting_all_words(
    before: dict[str, tuple[str, ...]], fresh: dict[str, tuple[str, ...]], choice: list[bool]
) -> None:
    old = made(before)
    kept = np.array(choice[: len(old.words)], np.bool_)
    found, of_old, of_fresh = join(old, kept, fresh)
    stayed = {w: before[w] for w, k in zip(old.words, kept, strict=True) if k}
    expected = {**stayed, **fresh}
    assert terms_of(found) == expected
    assert list(found.words) == sorted(expected)
    assert list(found.terms) == sorted({t for terms in expected.values() for t in terms})
    for word, at in zip(old.words, of_old, strict=True):
        assert (found.words[at] == word) if word in expected else at == -1
    assert [found.words[at] for at in of_fresh] == list(fresh)


@given(WORDS)
def test_a_term_gives_the_words_that_have_it(words: dict[str, tuple[str, ...]]) -> None:
    found = made(words)
    for number, term in enumerate(found.terms):
        assert found.term_ids[term] == number
        written = {found.words[n] for n in found.written(term)}
        assert written == {word for word, terms in words.items() if term in terms}
    assert found.written("nowhere").tolist() == []
    assert [found.terms[t] for t in found.last_terms] == [words[w][-1] for w in found.words]
