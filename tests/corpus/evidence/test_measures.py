"""The measures of effects: their names, bounds and meanings."""

from __future__ import annotations

import pytest

from corpus.evidence.measures import measure_of, measures


@pytest.mark.parametrize("name", measures())
def test_a_measure_has_a_meaning_and_consistent_bounds(name: str) -> None:
    measure = measures()[name]
    assert measure.means and measure.group
    low = max((b for b in (measure.least, measure.above) if b is not None), default=-1e9)
    high = measure.most if measure.most is not None else 1e9
    assert low < high
    if measure.even is not None:
        assert low <= measure.even <= high
    if measure.scale == "log":
        assert (measure.even, measure.above) == (1.0, 0.0)


def test_no_name_stands_for_two_measures() -> None:
    names = [n for m in measures().values() for n in {m.name, *m.aliases}]
    assert len(names) == len(set(names))
    assert all(measure_of(n) is m for m in measures().values() for n in (m.name, *m.aliases))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("g", "g"),
        ("Hedges’ g", "g"),
        ("or", "OR"),
        ("odds  ratio (adjusted)", "OR"),
        ("d (pre-post)", "d"),
        ("% of outcome variance", "% of variance"),
        ("% of variance (adjusted for intake)", "% of variance"),
        ("% of those treated", "%"),
        ("£ per QALY", "£"),
        ("GBP/QALY", "£"),
        ("relative chance, %", "% change"),
        ("other (root difference)", "other"),
        ("z (Fisher)", "z"),
    ],
)
def test_a_measure_is_found_by_any_of_its_names(written: str, name: str) -> None:
    assert measure_of(written) is measures()[name]


@pytest.mark.parametrize("written", ["", "quality of life", "xyz", "Cox regression", "("])
def test_other_words_are_no_measure(written: str) -> None:
    assert measure_of(written) is None
