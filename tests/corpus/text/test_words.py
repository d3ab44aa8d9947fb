"""Words and stems, as all rooms use them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.text.words import WORD, WordStemmer


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the client's drop-out", ["the", "client's", "drop-out"]),
        ("6,000 people; r = .304, or 0.30.", ["6,000", "people", "r", "304", "or", "0.30"]),
        ("both/and", ["both", "and"]),
        ("cafe\u0301s", ["cafe\u0301s"]),
        ("_under_score", ["under", "score"]),
        ("…—!", []),
    ],
)
def test_words_are_found(text: str, found: list[str]) -> None:
    assert WORD.findall(text) == found


def test_words_are_stemmed_by_language() -> None:
    assert {WordStemmer().stem(word) for word in ("treated", "treating", "treats")} == {"treat"}
    assert WordStemmer("french").stem("thérapies") == "thérap"


def test_a_stemmer_may_be_used_by_several_threads() -> None:
    stemmer, words = WordStemmer(), ["relations", "running", "depressive", "therapists"] * 500
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(stemmer.stem, words)) == [stemmer.stem(word) for word in words]
