"""The tables of docs/performance.md, as Markdown, from what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

MEGA = 1_000_000
OWN, WORDS, MEANING = "PPR Search", "PPR Search, words", "PPR Search, by meaning"
# What a mode is called; the engines of one mode are called by their own name.
MODES = {
    (WORDS, "rank"): "PPR Search, words alone",
    (OWN, "ranked"): "PPR Search, ranked with LSA",
    (OWN, "full"): "**PPR Search, full**",
    ("Whoosh", "full"): "Whoosh, facets and highlights",
}
# Others answer with a ranking; only one of them with facets and highlights as well.
FULL = (("Whoosh", "full"),)

Figures = Mapping[str, Any]


def table(head: Sequence[str], rows: Iterable[Sequence[str]], right: bool = True) -> str:
    """A table with its first column to the left and the others, being figures, to the right."""
    lines = [" | ".join(head), "|".join(["---", *["--:" if right else "---"] * (len(head) - 1)])]
    lines += [" | ".join(row) for row in rows]
    return "\n".join(f"| {line} |" if "---" not in line else f"|{line}|" for line in lines)


def number(value: float | None) -> str:
    """A figure with two or three digits that count; a dash for none."""
    if value is None:
        return "-"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def megabytes(value: float | None) -> str:
    """Bytes as millions of them."""
    return "-" if value is None else number(value / MEGA)


def questions(engines: Figures) -> str:
    """A row for each way of asking: milliseconds, and how many questions."""
    best = best_peer(engines)
    rows = []
    for name, mode, found in ways(engines):
        told = MODES.get((name, mode), name)
        rows.append(
            [
                told,
                f"{found['asked']}",
                *(number(found[key]) for key in ("p50", "p95", "p99", "filtered", "phrase")),
                f"{found['p50'] / best:.2f}" if best else "-",
            ]
        )
    head = ["engine", "asked", "p50", "p95", "p99", "filtered p50", "phrase p50", "p50 to best"]
    return table(head, rows)


def costs(engines: Figures, size: int) -> str:
    """A row for each engine: its index, its memory, how soon it is open and has one more post."""
    rows = []
    for name, found in engines.items():
        seconds = found["index_seconds"]
        if name == MEANING or seconds is None:
            continue
        rows.append(
            [
                f"**{name}**" if name == OWN else name,
                number(seconds),
                f"{size / seconds:,.0f}",
                megabytes(found["index_bytes"]),
                megabytes(found["index_memory"]),
                megabytes(found["memory"]),
                number(found["open_ms"]),
                number(found["cold_ms"]),
                number(found["add_seconds"]),
            ]
        )
    head = ["engine", "index, s", "posts a second", "index, MB", "peak, MB", "steady, MB"]
    return table([*head, "open, ms", "cold start, ms", "one post more, s"], rows)


def ways(engines: Figures) -> Iterable[tuple[str, str, Figures]]:
    """Every engine and mode with its figures: ours first, words before all."""
    order = [WORDS, OWN, *(name for name in engines if name not in (WORDS, OWN, MEANING))]
    for name in order:
        if name in engines:
            for mode, found in engines[name]["modes"].items():
                yield name, mode, found


def best_peer(engines: Figures) -> float | None:
    """The lowest median of the other engines' rankings, in milliseconds."""
    others = [
        found["p50"]
        for name, mode, found in ways(engines)
        if name not in (WORDS, OWN) and (name, mode) not in FULL
    ]
    return min(others, default=None)


def ratios(sizes: Mapping[int, Figures]) -> str:
    """Ours to the best of the others in every respect, by size; below 1 is better."""
    rows = []
    for what, ours, key in _RESPECTS:
        row = [what]
        for engines in sizes.values():
            own = key(engines, *ours)
            others = {
                name: value
                for name, mode, _ in ways(engines)
                if name not in (WORDS, OWN)
                and ((name, mode) in FULL) == (ours[1] == "full")
                and (value := key(engines, name, mode))
            }
            if own is None or not others:
                row.append("-")
                continue
            best = min(others, key=lambda name: others[name])
            row.append(f"{number(own / others[best])} of {best}")
        rows.append(row)
    return table(["", *(f"{size:,}" for size in sizes)], rows)


def _of_mode(key: str) -> Any:
    def value(engines: Figures, name: str, mode: str) -> float | None:
        found: float | None = engines[name]["modes"][mode][key] if name in engines else None
        return found

    return value


def _of_engine(key: str) -> Any:
    def value(engines: Figures, name: str, mode: str) -> float | None:
        found: float | None = engines[name][key] if name in engines else None
        return found

    return value


_RESPECTS = (
    ("words alone, p50", (WORDS, "rank"), _of_mode("p50")),
    ("words alone, p95", (WORDS, "rank"), _of_mode("p95")),
    ("words alone, filtered p50", (WORDS, "rank"), _of_mode("filtered")),
    ("words alone, phrase p50", (WORDS, "rank"), _of_mode("phrase")),
    ("ranked with LSA, p50", (OWN, "ranked"), _of_mode("p50")),
    ("full, p50", (OWN, "full"), _of_mode("p50")),
    ("full, p95", (OWN, "full"), _of_mode("p95")),
    ("full, filtered p50", (OWN, "full"), _of_mode("filtered")),
    ("full, phrase p50", (OWN, "full"), _of_mode("phrase")),
    ("index, seconds", (OWN, "ranked"), _of_engine("index_seconds")),
    ("index, bytes", (OWN, "ranked"), _of_engine("index_bytes")),
    ("memory, peak of indexing", (OWN, "ranked"), _of_engine("index_memory")),
    ("memory, steady", (OWN, "ranked"), _of_engine("memory")),
    ("cold start", (OWN, "ranked"), _of_engine("cold_ms")),
    ("one post more", (OWN, "ranked"), _of_engine("add_seconds")),
)


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
