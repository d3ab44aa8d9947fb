"""The size of an effect is given in words where thresholds exist, over its whole interval."""

from __future__ import annotations

import pytest

from corpus.evidence.sizes import size_of
from corpus.evidence.study import Effect


@pytest.mark.parametrize(
    ("effect", "size"),
    [
        (Effect(measure="g", value=0.1), "very small"),
        (Effect(measure="d", value=-0.6), "moderate"),
        (Effect(measure="r", value=0.3), "moderate"),
        (Effect(measure="g", value=0.5, low=0.25, high=0.75), "small to moderate"),
        (Effect(measure="SMD", value=-0.9, low=-1.1, high=-0.8), "large"),
        (Effect(measure="g", value=0.1, low=-0.1, high=0.3), "unclear: it may be none"),
        (Effect(measure="g", value=0.3, low=-0.1), "unclear: it may be none"),
        (Effect(measure="g", value=0.3, low=0.1), "small"),
        (Effect(measure="OR", value=2.0), ""),
        (Effect(measure="g"), ""),
        (Effect(value=0.5), ""),
    ],
)
def test_an_effect_has_the_size_of_its_whole_interval(effect: Effect, size: str) -> None:
    assert size_of(effect) == size
