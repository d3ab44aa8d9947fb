"""The tables of docs/performance.md as Markdown, and the list of missed targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

MEGA = 1_000_000
OWN, WORDS, MEANING = "PPR Search", "PPR Search, words", "PPR Search, by meaning"
# The sizes that are shown; each has targets.
SHOWN = (400, 3_633, 50_000)
# The names of modes; an engine with one mode goes by its own name.
MODES = {
    (WORDS, "rank"): "PPR Search, words alone",
    (OWN, "ranked"): "PPR Search, ranked with LSA",
    (OWN, "full"): "PPR Search, full",
}
# Only this other engine also answers with facets and highlights; the others only rank.
FULL = (("Whoosh", "full"),)
# The limits at each of the sizes shown: name, figure, divisor, unit, and the greatest values.
LIMITS = (
    ("index, full", "index_seconds", 1, "s", (2, 10, 90)),
    ("one post more", "add_seconds", 1, "s", (0.5, 1, 3)),
    ("cold start", "cold_ms", 1000, "s", (0.6, 0.8, 1.5)),
    ("steady memory", "memory", MEGA, "MB", (120, 180, 600)),
)
# The most milliseconds for embedding a question, and for searching by meaning besides.
EMBEDDING, BY_MEANING = 10, 3

Figures = Mapping[str, Any]
# The name of a target, the measured value, the target, and whether it was met.
Target = tuple[str, str, str, bool]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table: the first column left-aligned, the others right-aligned."""
    lines = [" | ".join(head), "|".join(["---", *["--:"] * (len(head) - 1)])]
    lines += [" | ".join(row) for row in rows]
    return "\n".join(f"| {line} |" if "---" not in line else f"|{line}|" for line in lines)


def number(value: float | None) -> str:
    """A figure with two or three significant digits; a dash for none."""
    if value is None:
        return "-"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def comparison(sizes: Mapping[int, Figures]) -> str:
    """A row for each engine at each of the sizes shown."""
    rows = []
    for size in shown(sizes):
        for name, found in sizes[size].items():
            if name in (WORDS, MEANING):
                continue
            full = found["modes"].get("full")
            ranked = sizes[size].get(WORDS, {"modes": {}}) if name == OWN else found
            rows.append(
                [
                    f"{size:,}",
                    f"**{name}**" if name == OWN else name,
                    f"{number(full['p50'])} / {number(full['p95'])}" if full else "-",
                    number(ranked["modes"].get("rank", {"p50": None})["p50"]),
                    number(found["index_seconds"]),
                    number(found["add_seconds"]),
                    number(found["memory"] / MEGA),
                    number(found["cold_ms"] / 1000),
                ]
            )
    head = ["posts", "engine", "full question, p50 / p95 ms", "words alone, p50 ms", "index, s"]
    return table([*head, "one post more, s", "memory, MB", "cold start, s"], rows)


def meaning(sizes: Mapping[int, Figures]) -> str:
    """The times with and without sentence embeddings, by size."""
    rows = []
    for size in shown(sizes):
        if MEANING in sizes[size]:
            both = (sizes[size][OWN], sizes[size][MEANING])
            asked = [number(e["modes"]["full"][key]) for key in ("p50", "p95") for e in both]
            rows.append([f"{size:,}", *asked, *(number(e["memory"] / MEGA) for e in both)])
    head = ["posts", "p50 without", "p50 with", "p95 without", "p95 with", "MB without", "MB with"]
    return table(head, rows)


def quality(judged: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """nDCG@10 by engine and mode, a column for each judged collection."""
    names: dict[tuple[str, str], None] = {}
    for engines in judged.values():
        names.update({(name, mode): None for name, modes in engines.items() for mode in modes})
    rows = [
        [MODES.get(way, way[0]), *(f"{e[way[0]][way[1]]:.4f}" for e in judged.values())]
        for way in names
    ]
    return table(["engine", *judged], rows)


def shown(sizes: Mapping[int, Figures]) -> list[int]:
    """The sizes that are shown and were measured."""
    return [size for size in SHOWN if size in sizes]


def missed(sizes: Mapping[int, Figures], embedding: Mapping[str, float] | None) -> str:
    """The list of missed targets; unmeasured ones are left out."""
    found = [
        f"- {what} at {size:,} posts: {measured}; the target is {aim}"
        for size in shown(sizes)
        for what, measured, aim, reached in _targets(size, sizes[size], embedding)
        if not reached
    ]
    return "\n".join(found) or "Every target was met."


def _targets(
    size: int, engines: Figures, embedding: Mapping[str, float] | None
) -> Iterator[Target]:
    at = SHOWN.index(size)
    peer, most = (("bm25s", 1.0), ("tantivy", 1.5), ("tantivy", 2.0))[at]
    if engines.keys() >= {WORDS, peer}:
        times = _p50(engines, WORDS, "rank") / _p50(engines, peer, "rank")
        yield f"words alone beside {peer}", f"{times:.2f} times its p50", f"{most:g}", times <= most
    if at == 2 and engines.keys() >= {WORDS, "bm25s"}:
        times = _p50(engines, "bm25s", "rank") / _p50(engines, WORDS, "rank")
        yield "words alone beside bm25s", f"{times:.1f} times faster", "10", times >= 10
    if OWN not in engines:
        return
    full = engines[OWN]["modes"]["full"]
    for key, limit in zip(("p50", "p95"), ((1, 2), (2, 4), (8, 15))[at], strict=True):
        yield f"full question, {key}", f"{number(full[key])} ms", f"{limit}", full[key] <= limit
    if "Whoosh" in engines:
        least = (5, 10, 20)[at]
        times = _p50(engines, "Whoosh", "full") / full["p50"]
        yield "full question beside Whoosh", f"{times:.1f} times faster", f"{least}", times >= least
    for what, key, scale, unit, limits in LIMITS:
        value = engines[OWN][key] / scale
        yield what, f"{number(value)} {unit}", f"{limits[at]:g}", value <= limits[at]
    if embedding:
        asked = embedding["question_ms"]
        yield "embedding a question", f"{number(asked)} ms", f"{EMBEDDING}", asked <= EMBEDDING
        if at == 2 and MEANING in engines:
            cost = _p50(engines, MEANING, "full") - full["p50"] - asked
            told = f"{number(cost)} ms"
            yield (
                "by meaning, without embedding the question,",
                told,
                f"{BY_MEANING}",
                cost <= BY_MEANING,
            )


def _p50(engines: Figures, name: str, mode: str) -> float:
    found: float = engines[name]["modes"][mode]["p50"]
    return found
