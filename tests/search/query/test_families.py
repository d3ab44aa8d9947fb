"""Families of words: terms with a common beginning or end, used in similar posts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index.algebra.cosines import Moments
from search.index.lsa import Lsa
from search.query.families import Families

# Three subjects of posts.
FOOD, WELL, ELSE = np.eye(3, dtype=np.float32)
PLACES = {
    "antidepress": WELL,
    "depart": ELSE,
    "depress": WELL,
    "depressionfre": WELL + ELSE,
    "depressur": ELSE,
    "diet": FOOD,
    "dietari": FOOD,
    "dietitian": FOOD + WELL,
    "diets2": FOOD,
    "eat": FOOD,
    "eater": FOOD,
    "nondiet": FOOD,
    "recur": WELL,
    "recurr": WELL,
}
POSTS = np.eye(3, dtype=np.float32)
OTHERS = ["diet_plan", "dietet"]
TERMS = sorted([*PLACES, *OTHERS])


def families(places: dict[str, np.ndarray], terms: list[str]) -> Families:
    known = sorted(places)
    ids = np.array([terms.index(t) for t in known], np.int32)
    rows = np.array([3 * places[t] for t in known], np.float32)
    return Families(terms, Lsa(ids, rows, POSTS, Moments.of(POSTS), ""))


@pytest.mark.parametrize(
    ("term", "family"),
    [
        ("diet", ["dietari", "dietitian", "nondiet"]),
        ("depress", ["antidepress", "depressionfre"]),
        ("recurr", ["recur"]),
        ("recur", ["recurr"]),
        ("dietitian", []),
        ("nondiet", []),
        ("eat", []),
        ("diets2", []),
        ("dietet", []),
        ("diet_plan", []),
        ("xylophone", []),
        ("", []),
    ],
)
def test_a_family_has_a_common_beginning_or_end_and_similar_vectors(
    term: str, family: list[str]
) -> None:
    found = families(PLACES, TERMS).of(term)
    assert [TERMS[n] for n in found] == family


def test_a_digest_too_small_for_a_latent_space_has_no_families() -> None:
    assert Families(TERMS, None).of("diet") == []


@given(st.sets(st.text("abz", min_size=1, max_size=9), min_size=1, max_size=60))
def test_all_families_by_spelling_are_found_if_all_vectors_are_equal(words: set[str]) -> None:
    terms = sorted(words)
    found = families(dict.fromkeys(terms, FOOD), terms)
    for term in terms:
        expected = []
        for other in terms:
            same = next(
                (n for n, (a, b) in enumerate(zip(term, other, strict=False)) if a != b),
                min(len(term), len(other)),
            )
            share = same >= 0.6 * max(len(term), len(other)) and same >= 4
            related = share or other.startswith(term) or other.endswith(term)
            if related and other != term and len(term) >= 4:
                expected.append(other)
        assert [terms[n] for n in found.of(term)] == expected
