"""The pages that the benchmark writes say what was measured, and leave the rest alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import growth
import hotspots
import pytest
import report
from tables import MEANING, OWN, WORDS, number, questions, ratios, table
from targets import targets

SIZES = (80, 400, 3_633, 50_000)


def mode(p50: float) -> dict[str, Any]:
    return {
        "asked": 300,
        "p50": p50,
        "p95": 2 * p50,
        "p99": 3 * p50,
        "filtered": p50,
        "phrase": p50,
    }


def engine(cost: float, **modes: float) -> dict[str, Any]:
    return {
        "index_seconds": cost,
        "index_processor": cost,
        "index_bytes": cost * 1e6,
        "index_memory": cost * 1e6,
        "add_seconds": cost,
        "open_ms": cost,
        "cold_ms": cost,
        "memory": cost * 1e6,
        "modes": {name: mode(p50) for name, p50 in modes.items()},
        "profile": [["search.e.f", 0.75]] if cost == 2 else [],
    }


def engines(size: int, words: float = 0.1, full: float = 1.0) -> dict[str, Any]:
    grown = size / 400
    return {
        OWN: engine(2 * grown, ranked=0.5 * grown, full=full * grown),
        WORDS: {**engine(grown, rank=words * grown), "index_seconds": None},
        MEANING: engine(9 * grown, full=full * grown + 8),
        "Whoosh": engine(grown, rank=2 * grown, full=6 * grown),
        "tantivy": engine(grown, rank=0.2 * grown),
        "bm25s": {**engine(grown, rank=0.11 * grown)},
    }


@pytest.fixture
def figures() -> dict[str, Any]:
    names = ("whoosh", "tantivy", "bm25s", "scikit-learn", "SQLite")
    return {
        "machine": {
            "date": "2026-11-23",
            "cores": 2,
            "processor": "a processor",
            "system": "Linux",
            "python": "3.11.7",
            "memory": 8e9,
            "load": 0.25,
            "clock": "perf_counter",
            "rounds": 5,
            "starts": 5,
            "minutes": 12.3,
            "reading_ms": 100,
            "versions": dict.fromkeys(names, "1.0"),
        },
        "sizes": {str(size): engines(size) for size in SIZES},
        "quality": {"nfcorpus dev": {OWN: {"ranked": 0.3512, "full": 0.3}}},
        "indexing": [["search.a.b", 0.5], ["search.c.d", 0.25]],
        "embedding": {"question_ms": 7.0, "posts_a_second": 20.0, "cores": 2},
    }


def row(told: str, name: str) -> list[str]:
    """The cells of the row that begins so."""
    lines = (line for line in told.splitlines() if line.startswith(f"| {name} |"))
    return [cell.strip() for cell in next(lines).strip("|").split("|")][1:]


def test_a_target_is_met_or_not() -> None:
    sizes = {size: engines(size) for size in SIZES}
    told = targets(sizes, None)
    assert row(told, "words alone, p50")[0] == "0.10 ms, 0.91x bm25s, of 1x: met"
    assert row(told, "full question, p50 / p95")[0] == "1.00 / 2.00 ms, of 1 / 2: met"
    assert row(told, "full question, p50 / p95")[2].endswith("**not met**")
    assert row(told, "index, full")[1] == "18.2 s, of 10: **not met**"
    against = row(told, "full question against Whoosh with facets and highlights, p50")
    assert against[0] == "6.0x faster, of 5x: met"


def test_what_was_not_measured_is_said_so() -> None:
    told = targets({400: {OWN: engines(400)[OWN]}}, None)
    assert row(told, "words alone, p50") == ["not measured"] * 3
    assert row(told, "steady memory")[0] == "2.00 MB, of 120: met"


def test_embeddings_have_targets_of_their_own(figures: dict[str, Any]) -> None:
    told = targets({size: engines(size) for size in SIZES}, figures["embedding"])
    assert row(told, "embedding a question, p50")[0] == "7.00 ms, of 10: met"
    assert row(told, "by meaning as well, beside that") == ["1.00 ms"] * 2 + ["1.00 ms, of 3: met"]


def test_ratios_name_the_best_of_the_others_and_keep_rankings_and_pages_apart() -> None:
    told = ratios({400: engines(400)})
    assert row(told, "words alone, p50") == ["0.91 of bm25s"]
    assert row(told, "full, p50") == ["0.17 of Whoosh"]
    assert row(ratios({400: {OWN: engine(1, ranked=1, full=1)}}), "full, p50") == ["-"]


def test_a_row_of_questions_is_held_against_the_best_ranking() -> None:
    told = questions(engines(400))
    assert row(told, "bm25s")[-1] == "1.00"
    assert row(told, "Whoosh, facets and highlights")[-1] == "54.55"


@pytest.mark.parametrize(
    ("value", "told"),
    [(None, "-"), (0.0123, "0.012"), (0.5, "0.50"), (12.34, "12.3"), (1234.5, "1,234")],
)
def test_numbers_have_the_digits_that_count(value: float | None, told: str) -> None:
    assert number(value) == told


def test_a_table_has_figures_to_the_right() -> None:
    assert table(["a", "b"], [["x", "1"]]) == "| a | b |\n|---|--:|\n| x | 1 |"


def test_pages_are_written_and_other_sections_stay(
    figures: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growth, "plot", lambda file, found: file.write_text("<svg/>"))
    page = tmp_path / "performance.md"
    page.write_text("# What it costs\n\n## Pages\n\nThose of others.\n", "utf-8")
    (tmp_path / "figures.json").write_text(json.dumps(figures), "utf-8")
    monkeypatch.setattr(sys, "argv", ["", str(tmp_path / "figures.json"), str(tmp_path)])
    report.main()
    once = page.read_text("utf-8")
    assert once.startswith("# What it costs\n\n## Engines side by side\n")
    assert once.endswith("## Pages\n\nThose of others.\n")
    assert "### 3,633 posts" in once
    assert "| PPR Search, ranked with LSA | 0.3512 |" in once
    assert "| search.e.f 75% | search.a.b 50% |\n|  | search.c.d 25% |" in once
    assert "$" not in once + (tmp_path / "growth.md").read_text("utf-8")
    report.main()
    assert page.read_text("utf-8") == once


def test_a_run_of_one_size_writes_only_what_it_measured(figures: dict[str, Any]) -> None:
    del figures["quality"], figures["indexing"], figures["embedding"]
    found = report.sections(report.values(figures, {400: engines(400)}))
    assert "Targets" in found
    assert not found.keys() & {"How good the answers are", "Where the time goes"}


def test_growth_has_an_exponent_and_is_carried_on_in_a_straight_line() -> None:
    found = growth.series({size: engines(size) for size in SIZES})
    points = found["index, s"]
    assert growth.fits(points) == pytest.approx((1, 1))
    assert growth.beyond(points, 500_000) == pytest.approx(2500)
    assert growth.beyond([(10, 5.0), (20, 6.0), (1, 9.0)], 40) == pytest.approx(8)
    assert growth.beyond([(10, 5.0), (20, 4.0)], 40) == 4
    assert row(growth.exponents(found), "index, s")[-2:] == ["1.00", "1.00"]


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.0005, "0.50 ms"),
        (2, "2.00 s"),
        (600, "10.0 minutes"),
        (7200, "2.00 hours"),
        (1e6, "11.6 days"),
    ],
)
def test_a_duration_has_the_unit_a_person_would_choose(seconds: float, told: str) -> None:
    assert growth.duration(seconds) == told


def test_a_profile_counts_a_library_where_ours_called_it() -> None:
    ours, helper = hotspots.ROOT / "search" / "a.py", hotspots.ROOT / "search" / "b.py"
    begin, library = (str(ours), 1, "begin"), ("/elsewhere/numpy.py", 1, "sort")
    listed, other = (str(ours), 9, "<listcomp>"), (str(helper), 1, "other")
    root = ("/elsewhere/worker.py", 1, "ask")
    stats: dict[tuple[str, int, str], Any] = {
        root: (1, 1, 0.5, 10.5, {}),
        begin: (1, 1, 1.0, 8.0, {root: (1, 1, 1.0, 8.0)}),
        listed: (1, 1, 2.0, 2.0, {begin: (1, 1, 2.0, 2.0)}),
        library: (2, 2, 4.0, 4.0, {begin: (1, 1, 3.0, 3.0), other: (1, 1, 1.0, 1.0)}),
        other: (1, 1, 1.0, 2.0, {begin: (1, 1, 1.0, 2.0)}),
    }
    found = hotspots.shares(stats)
    assert found == pytest.approx({"search.a.begin": 6.0, "search.b.other": 2.0, "elsewhere": 0.5})


def test_a_profile_of_what_is_not_ours_says_elsewhere() -> None:
    assert [name for name, _ in hotspots.profile(lambda: sorted(range(1000)))] == ["elsewhere"]
