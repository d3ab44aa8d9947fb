"""Words are folded and split into parts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.word_parts import fold, parts

# Hyphens, apostrophes, accents and ligatures are more frequent than by chance.
TEXTS = st.text() | st.text("ab'’-‐1.,5 \n_éßﬁ\u0301\u0308İıﷺͺ½")


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("Don't", ["do", "not"]),
        ("GAD7", ["gad", "7"]),
        ("Drop-out", ["drop", "out"]),
        ("l'alliance", ["alliance"]),
        ("carers’", ["carers"]),
        ("1,240", ["1240"]),
        ("U.K.", ["uk"]),
        ("recovery¹²", ["recovery"]),
        ("-", []),
    ],
)
def test_a_word_is_split_into_parts(surface: str, expected: list[str]) -> None:
    assert parts(surface) == expected


@given(TEXTS)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_any_character_twice_changes_nothing_more() -> None:
    # The other planes have Chinese characters, tags and private use.
    every = [chr(code) for code in range(0x20000)]
    assert [c for c in every if fold(fold(c)) != fold(c)] == []


def test_a_compatible_form_folds_like_the_plain_one() -> None:
    letters = [c for c in map(chr, range(0x20000)) if c.isalnum()]
    other = [c for c in letters if parts(unicodedata.normalize("NFKC", c)) != parts(c)]
    assert other == []
