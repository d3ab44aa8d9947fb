"""Waiting for what another thread or process does, however busy the machine is."""

from __future__ import annotations

import time
from collections.abc import Callable

# Seconds after which nothing more is to be hoped for: many times what anything takes.
PATIENCE = 120.0


def eventually(
    what: Callable[[], object], told: Callable[[], object] = lambda: "waited in vain"
) -> None:
    """Wait until something is so; what is told when it never is."""
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, told()
        time.sleep(0.02)
