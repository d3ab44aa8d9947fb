"""The demo digest, read from its folder once in each process that runs tests."""

from __future__ import annotations

from functools import cache

from corpus.folder.read import DEMO, Reading, read_corpus


@cache
def demo_reading() -> Reading:
    """The reading; its values are frozen, so no test can change it."""
    return read_corpus(DEMO)
