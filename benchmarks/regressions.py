"""What the engine may cost against others in the same run: held at every change.

Ratios say the same on a fast machine and a slow one. Each limit is about twice what was measured
when it was set, so that chance does not reach it and a step backwards does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comparison import EngineFigures
from tables import OWN, WORDS

SIZE = 400
ENGINES = (OWN, WORDS, "tantivy", "bm25s", "SQLite FTS5")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` times what ``peer`` needs for ``what``: p50, p95 ... or index, memory."""

    what: str
    engine: str
    mode: str
    peer: str
    most: float


LIMITS = (
    Limit("p50", WORDS, "rank", "bm25s", 1.2),
    Limit("p50", WORDS, "rank", "tantivy", 2),
    Limit("p95", WORDS, "rank", "bm25s", 1.6),
    Limit("filtered", WORDS, "rank", "bm25s", 1.6),
    Limit("p50", OWN, "ranked", "bm25s", 11),
    Limit("p50", OWN, "full", "bm25s", 22),
    Limit("p95", OWN, "full", "bm25s", 28),
    Limit("phrase", OWN, "full", "SQLite FTS5", 75),
    Limit("index", OWN, "full", "bm25s", 27),
    Limit("memory", OWN, "full", "bm25s", 1.8),
)


def regressions(figures: dict[str, EngineFigures], limits: Sequence[Limit] = LIMITS) -> list[str]:
    """A sentence for each limit that is exceeded."""
    found = []
    for limit in limits:
        ours = value(figures[limit.engine], limit.mode, limit.what)
        theirs = value(figures[limit.peer], "rank", limit.what)
        if ours > limit.most * theirs:
            found.append(
                f"{limit.engine}, {limit.mode}, {limit.what}: {ours / theirs:.1f} times what "
                f"{limit.peer} needs, and {limit.most:g} is the limit"
            )
    return found


def value(found: EngineFigures, mode: str, what: str) -> float:
    """A figure by its name; a time of indexing is the processor's."""
    number = {"index": found.index_processor, "memory": found.memory}.get(what)
    if number is None:
        number = getattr(found.modes[mode], what)
    return float(number)
