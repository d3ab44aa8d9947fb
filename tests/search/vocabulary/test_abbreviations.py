"""Abbreviations are found where a text defines them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.vocabulary.abbreviations import abbreviations


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They used drip-line irrigation (DLI) twice.", [("DLI", "drip-line irrigation")]),
        ("A randomised controlled trials (RCTs) list.", [("RCT", "randomised controlled trials")]),
        ("DLI (drip-line irrigation) is cheap.", [("DLI", "drip-line irrigation")]),
        (
            "Integrated pest management (IPM; see above) and leaf area index (LAI, low).",
            [("IPM", "Integrated pest management"), ("LAI", "leaf area index")],
        ),
        ("Gain of nought point three (CI 0.1 to 0.5)", []),
        ("Beans (n = 40) and peas (Miller, 2020) grew (see Table 2).", []),
        ("Beans (B) and (ABC)", []),
        ("the pH (pH)", []),
        ("An unlike long form (XYZ)", []),
        ("Une École de plein air (EPA)", [("EPA", "École de plein air")]),
        ("growth (GROWTH)", []),
    ],
)
def test_definitions_are_found(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert list(abbreviations(sentence)) == expected


@given(st.text(alphabet="ABCabc ()-,;.é'", max_size=60))
def test_found_abbreviations_are_parts_of_the_text(text: str) -> None:
    for short, long in abbreviations(text):
        assert short in text and long in text and len(long) > len(short)
