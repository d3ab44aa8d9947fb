"""The number of examples of a property test: as many as the test says, fewer in the fast lane."""

from __future__ import annotations

from hypothesis import settings

_USUAL = settings.get_profile("default").max_examples


def examples(count: int) -> settings:
    """This number of examples, unless the profile of the run has fewer than is usual."""
    most = settings().max_examples
    return settings(max_examples=count if most >= _USUAL else min(count, most))
