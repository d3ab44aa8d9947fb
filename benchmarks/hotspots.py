"""Where the time goes: what a profile says, told by the project's own functions.

The time of a library, or of Python itself, counts where one of ours called it.
"""

from __future__ import annotations

import cProfile
import pstats
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOMS = ("corpus", "search", "indexer")
ROOT = Path(__file__).resolve().parent.parent
# A library's own calls are deep, and some go round in circles.
_DEPTH = 60

Function = tuple[str, int, str]


def profile(action: Callable[[], object], most: int = 12) -> list[tuple[str, float]]:
    """The functions that ``action`` spends its time in, each with its share, the largest first."""
    running = cProfile.Profile()
    running.runcall(action)
    # pstats has no types for what it read.
    stats: Any = pstats.Stats(running)
    times = shares(stats.stats)
    whole = sum(times.values())
    ranked = sorted(times.items(), key=lambda item: -item[1])
    return [(name, time / whole) for name, time in ranked[:most] if time]


def shares(stats: dict[Function, Any]) -> dict[str, float]:
    """The seconds of each function of ours, with those of the libraries it called."""
    waiting = {function: values[2] for function, values in stats.items()}
    found: dict[str, float] = defaultdict(float)
    for _ in range(_DEPTH):
        moved: dict[Function, float] = defaultdict(float)
        for function, time in waiting.items():
            name = ours(function)
            callers = stats[function][4]
            whole = sum(caller[3] for caller in callers.values())
            if name or not whole:
                found[name or "elsewhere"] += time
                continue
            for caller, (_, _, _, cumulative) in callers.items():
                moved[caller] += time * cumulative / whole
        waiting = moved
    for time in waiting.values():
        found["elsewhere"] += time
    return found


def ours(function: Function) -> str | None:
    """``room.module.function`` when it is the project's own, else None."""
    path = Path(function[0])
    if not path.is_relative_to(ROOT) or path.relative_to(ROOT).parts[0] not in ROOMS:
        return None
    # A comprehension's time is that of the function it stands in, which called it.
    if function[2].startswith("<"):
        return None
    return f"{path.parent.name}.{path.stem}.{function[2]}"
