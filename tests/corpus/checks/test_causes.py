"""Claims of a cause or of certainty are found in two languages; careful sentences claim nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.checks.causes import cause_claimed, certainty_claimed


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Warmth reduces drop-out.", "reduces"),
        ("A plan will soon prevent relapse.", "will soon prevent"),
        ("Trust is responsible for half of all change.", "is responsible for"),
        ("Hope keeps despair at bay.", "keeps despair at bay"),
        ("Training should go on, which raises skill.", "raises"),
        ("Plants work: they are green.", "Plants work"),
        ("Gardening works: do it.", "Gardening works"),
        ("Warmth may reduce drop-out, and reduces it.", ""),
        ("Warmth goes with less drop-out.", ""),
        ("Does warmth reduce drop-out?", ""),
        ("Training should reduce fear.", ""),
    ],
)
def test_claims_of_a_cause_are_found_in_english(text: str, claim: str) -> None:
    assert cause_claimed(text, "en") == claim


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("La chaleur réduit les abandons.", "réduit"),
        ("Les abandons sont dus à la froideur.", "sont dus à"),
        ("La chaleur peut réduire les abandons.", ""),
        ("La chaleur est associée à moins d’abandons, qu’elle réduit.", ""),
        ("La chaleur ne réduit pas les abandons.", ""),
    ],
)
def test_claims_of_a_cause_are_found_in_french(text: str, claim: str) -> None:
    assert cause_claimed(text, "fr-CA") == claim
    assert cause_claimed(text, "en") == ""


def test_plural_verbs_are_claims_only_in_a_title() -> None:
    assert cause_claimed("Short waits lower attrition", "en", title=True) == "lower"
    assert cause_claimed("Short waits lower attrition", "en") == ""


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("This proves that it helps.", "proves"),
        ("Cela prouve que cela aide.", "prouve"),
        ("It is not proven.", ""),
        ("Is it proven?", ""),
    ],
)
def test_claims_of_certainty_are_found(text: str, certain: str) -> None:
    assert certainty_claimed(text) == certain


@given(st.text(), st.sampled_from(["en", "fr", "de"]))
def test_a_claim_found_is_part_of_the_text(text: str, language: str) -> None:
    assert cause_claimed(text, language, title=True) in text
    assert certainty_claimed(text) in text
