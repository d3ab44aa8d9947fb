"""How many examples of a property are tried: as many as its test says, or few in the fast lane."""

from __future__ import annotations

from hypothesis import settings

_USUAL = settings.get_profile("default").max_examples


def examples(count: int) -> settings:
    """So many examples of a property, unless the profile of the run has fewer than is usual."""
    most = settings().max_examples
    return settings(max_examples=count if most >= _USUAL else min(count, most))
