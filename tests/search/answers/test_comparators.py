"""Comparators of effects are sorted into kinds, by any name that posts use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answers.comparators import comparator_kind, comparator_kinds


@pytest.mark.parametrize(
    ("comparator", "kind"),
    [
        (None, "none"),
        (" ", "none"),
        ("Wait-list", "nothing"),
        ("waiting list", "nothing"),
        ("usual care", "usual care"),
        ("TAU", "usual care"),
        ("treatment as usual or community treatment by experts", "usual care"),
        ("pill placebo (17.2%)", "placebo"),
        ("SSRIs", "medication"),
        ("second-generation antidepressant", "medication"),
        ("other psychotherapies", "treatment"),
        ("active control other than CBT", "treatment"),
        ("15 sessions of CBT alone", "treatment"),
        ("control (24%)", "control"),
        ("control conditions", "control"),
        ("waiting list or usual care", "mixed"),
        ("usual care, waiting list or drug", "mixed"),
        ("before treatment", "before"),
        ("preference not met", "other"),
        ("tau neurons", "other"),
    ],
)
def test_a_comparator_has_a_kind(comparator: str | None, kind: str) -> None:
    assert comparator_kind(comparator).kind == kind


@given(st.text())
def test_any_text_has_one_of_the_known_kinds(comparator: str) -> None:
    assert comparator_kind(comparator) in comparator_kinds().values()
