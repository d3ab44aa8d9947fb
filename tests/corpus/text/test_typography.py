"""Missing spaces after punctuation are added; figures, addresses and the like are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.typography import tidy


@pytest.mark.parametrize(
    ("printed", "tidied"),
    [
        ("published in 2021:walker skills", "published in 2021: walker skills"),
        ("Findings:Walkers did well.Others not.", "Findings: Walkers did well. Others not."),
        ("(2021).Pace and mood", "(2021). Pace and mood"),
        ("anxiety,depression", "anxiety, depression"),
        ("Does it help?The answer", "Does it help? The answer"),
        ("Hill, D., &Stone, C.", "Hill, D., & Stone, C."),
        ("a\u00a0b \t c\u2009d\r\n", "a b c d"),
        ("508\u2010519 self\u2011help", "508-519 self-help"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen", "zerowidth softhyphen"),
        ("bell\x07 and null\x00", "bell and null"),
        ("Ho\u0308glend", "H\u00f6glend"),
    ],
)
def test_missing_spaces_are_added(printed: str, tidied: str) -> None:
    assert tidy(printed) == tidied


@pytest.mark.parametrize(
    "text",
    [
        "at 10:30, a ratio of 1:3 or 1:one",
        "the walker:guide ratio",
        "Frontiers, 10:347. doi:10.3389/fpsyg.2019.00347",
        "https://example.org/a:B,c.Html?Q=a,b see www.example.org,now",
        "walker@example.org.Uk",
        "1,900 people, .304 and p<.001; d = 0.45, 95% CI [.253, .354]",
        "AT&T, e.g. a Ph.D. in the U.S.A. of 2021: fine",
        "‘curly’ “quotes” – dashes — and … dots . . . stay",
        "Erekson, D.M., Mason, A-M.",
    ],
)
def test_figures_addresses_and_names_are_left_alone(text: str) -> None:
    assert tidy(text) == text


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(alphabet="ab.,:;?)&A1 2/("))
def test_only_spaces_are_added(text: str) -> None:
    assert tidy(text).replace(" ", "") == text.replace(" ", "")
