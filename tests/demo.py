"""The demo digest as it is read from its folder, once in each process that runs tests."""

from __future__ import annotations

from functools import cache

from corpus.folder.read import DEMO, Reading, read_corpus


@cache
def demo_reading() -> Reading:
    """The reading, which no test can change: its values are frozen."""
    return read_corpus(DEMO)
