"""What was aimed at before anything was measured, and whether it was reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tables import MEANING, MEGA, OWN, WORDS, Figures, number, table

AT = (400, 3_633, 50_000)

# A cell: what was measured, what was aimed at (empty for nothing), and whether it was reached.
Cell = tuple[str, str, bool]


def targets(sizes: Mapping[int, Figures], embedding: Mapping[str, Any] | None) -> str:
    """The table of targets, for the sizes that were measured."""
    rows = []
    for what, cell in _ROWS:
        found = [_said(cell, size, sizes.get(size)) for size in AT]
        rows.append([what, *found])
    rows.insert(
        2, ["understanding and LSA beside words alone, p50", *map(_latent, _measured(sizes))]
    )
    if embedding:
        rows += _meaning(sizes, embedding)
    return table(["", *(f"at {size:,}" for size in AT)], rows)


def _measured(sizes: Mapping[int, Figures]) -> list[Figures]:
    return [sizes.get(size, {}) for size in AT]


def _said(cell: Callable[[int, Figures], Cell], size: int, engines: Figures | None) -> str:
    if engines is None:
        return "not measured"
    try:
        measured, aim, reached = cell(size, engines)
    except KeyError:
        return "not measured"
    if not aim:
        return measured
    return f"{measured}, of {aim}: {'met' if reached else '**not met**'}"


def _rank(size: int, engines: Figures) -> Cell:
    ours = _p50(engines, WORDS, "rank")
    if size == AT[0]:
        peer, most = "bm25s", 1.0
    else:
        peer, most = "tantivy", 1.5 if size == AT[1] else 2.0
    times = ours / _p50(engines, peer, "rank")
    return f"{number(ours)} ms, {times:.2f}x {peer}", f"{most:g}x", times <= most


def _against_bm25s(size: int, engines: Figures) -> Cell:
    times = _p50(engines, "bm25s", "rank") / _p50(engines, WORDS, "rank")
    return f"{times:.1f}x faster", "10x" if size == AT[2] else "", times >= 10


def _latent(engines: Figures) -> str:
    if not engines.keys() >= {OWN, WORDS}:
        return "not measured"
    cost = _p50(engines, OWN, "ranked") - _p50(engines, WORDS, "rank")
    return f"{number(cost)} ms"


def _full(size: int, engines: Figures) -> Cell:
    found = engines[OWN]["modes"]["full"]
    p50, p95 = {AT[0]: (1, 2), AT[1]: (2, 4), AT[2]: (8, 15)}[size]
    measured = f"{number(found['p50'])} / {number(found['p95'])} ms"
    return measured, f"{p50} / {p95}", found["p50"] <= p50 and found["p95"] <= p95


def _against_whoosh(size: int, engines: Figures) -> Cell:
    times = _p50(engines, "Whoosh", "full") / _p50(engines, OWN, "full")
    least = {AT[0]: 5, AT[1]: 10, AT[2]: 20}[size]
    return f"{times:.1f}x faster", f"{least}x", times >= least


def _at_most(key: str, limits: tuple[float, float, float], unit: str, scale: float = 1) -> Any:
    def cell(size: int, engines: Figures) -> Cell:
        found = engines[OWN][key] / scale
        most = limits[AT.index(size)]
        return f"{number(found)} {unit}", f"{most:g}", found <= most

    return cell


_ROWS: tuple[tuple[str, Callable[[int, Figures], Cell]], ...] = (
    ("words alone, p50", _rank),
    ("words alone, p50, against bm25s", _against_bm25s),
    ("full question, p50 / p95", _full),
    ("full question against Whoosh with facets and highlights, p50", _against_whoosh),
    ("index, full", _at_most("index_seconds", (2, 10, 90), "s")),
    ("one post added, to visible", _at_most("add_seconds", (0.5, 1, 3), "s")),
    ("cold process to first answer", _at_most("cold_ms", (0.6, 0.8, 1.5), "s", 1000)),
    ("steady memory", _at_most("memory", (120, 180, 600), "MB", MEGA)),
)


def _meaning(sizes: Mapping[int, Figures], embedding: Mapping[str, Any]) -> list[list[str]]:
    """With sentence embeddings: a question's own, and what they cost beside it."""
    asked = embedding["question_ms"]
    reached = "met" if asked <= 10 else "**not met**"
    more = []
    for size, engines in zip(AT, _measured(sizes), strict=True):
        if MEANING not in engines:
            more.append("not measured")
            continue
        cost = _p50(engines, MEANING, "full") - _p50(engines, OWN, "full") - asked
        told = f"{number(max(cost, 0))} ms"
        if size == AT[2]:
            told += f", of 3: {'met' if cost <= 3 else '**not met**'}"
        more.append(told)
    return [
        ["embedding a question, p50", *[f"{number(asked)} ms, of 10: {reached}"] * len(AT)],
        ["by meaning as well, beside that", *more],
    ]


def _p50(engines: Figures, name: str, mode: str) -> float:
    found: float = engines[name]["modes"][mode]["p50"]
    return found
