"""The pages that the benchmark writes: measured figures only, and other sections unchanged."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import growth
import pytest
import report
from tables import MEANING, OWN, WORDS, comparison, meaning, missed, number, table

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
            "versions": dict.fromkeys(names, "1.0"),
        },
        "sizes": {str(size): engines(size) for size in SIZES},
        "quality": {"nfcorpus dev": {OWN: {"ranked": 0.3512, "full": 0.3}}},
        "embedding": {"question_ms": 7.0, "posts_a_second": 20.0},
    }


def test_only_missed_targets_are_listed() -> None:
    told = missed({size: engines(size) for size in SIZES}, None).splitlines()
    assert "- index, full at 3,633 posts: 18.2 s; the target is 10" in told
    assert "- full question, p50 at 50,000 posts: 125 ms; the target is 8" in told
    assert not [line for line in told if "at 80 posts" in line or "beside Whoosh at 400" in line]


def test_the_page_says_when_every_target_was_met() -> None:
    cheap = engine(0.1, full=0.5)
    assert missed({400: {OWN: cheap}}, None) == "Every target was met."


def test_search_by_meaning_has_a_target_without_the_embedding() -> None:
    sizes = {50_000: engines(50_000)}
    by_meaning = "by meaning, without embedding the question, at 50,000 posts"
    assert f"- {by_meaning}: 4.00 ms; the target is 3" in missed(sizes, {"question_ms": 4.0})
    assert by_meaning not in missed(sizes, {"question_ms": 7.0})
    assert "- embedding a question at 50,000 posts: 12.0 ms; the target is 10" in missed(
        sizes, {"question_ms": 12.0}
    )


def test_our_full_answers_and_words_alone_are_in_one_row() -> None:
    told = comparison({80: engines(80), 400: engines(400)})
    assert "| 400 | **PPR Search** | 1.00 / 2.00 | 0.10 | 2.00 | 2.00 | 2.00 | 0.002 |" in told
    assert "| 400 | bm25s | - | 0.11 | 1.00 | 1.00 | 1.00 | 0.001 |" in told
    assert "| 400 | Whoosh | 6.00 / 12.0 | 2.00 |" in told
    assert "| 80 |" not in told
    assert "by meaning" not in told


def test_costs_with_and_without_sentence_embeddings_are_in_one_row() -> None:
    told = meaning({400: engines(400), 3_633: {OWN: engine(1, full=1)}})
    assert told.splitlines()[2:] == ["| 400 | 1.00 | 9.00 | 2.00 | 18.0 | 2.00 | 9.00 |"]


@pytest.mark.parametrize(
    ("value", "told"),
    [(None, "-"), (0.0123, "0.012"), (0.5, "0.50"), (12.34, "12.3"), (1234.5, "1,234")],
)
def test_numbers_have_only_significant_digits(value: float | None, told: str) -> None:
    assert number(value) == told


def test_figures_in_a_table_are_right_aligned() -> None:
    assert table(["a", "b"], [["x", "1"]]) == "| a | b |\n|---|--:|\n| x | 1 |"


def test_pages_are_written_and_other_sections_are_unchanged(
    figures: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growth, "plot", lambda file, found: file.write_text("<svg/>"))
    page = tmp_path / "performance.md"
    page.write_text("# What it costs\n\n## Pages\n\nThose of others.\n", "utf-8")
    (tmp_path / "figures.json").write_text(json.dumps(figures), "utf-8")
    monkeypatch.setattr(sys, "argv", ["", str(tmp_path / "figures.json"), str(tmp_path)])
    report.main()
    once = page.read_text("utf-8")
    assert once.startswith("# What it costs\n\n## Beside other engines\n")
    assert once.endswith("## Pages\n\nThose of others.\n")
    assert "| 3,633 | **PPR Search** |" in once
    assert "| PPR Search, ranked with LSA | 0.3512 |" in once
    assert "$" not in once + (tmp_path / "growth.md").read_text("utf-8")
    report.main()
    assert page.read_text("utf-8") == once


def test_a_run_of_one_size_writes_only_its_own_figures(figures: dict[str, Any]) -> None:
    del figures["quality"], figures["embedding"]
    found = report.sections(report.values(figures, {400: engines(400)}))
    assert found.keys() == {"Beside other engines", "Targets not met"}
