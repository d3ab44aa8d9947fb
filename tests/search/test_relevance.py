"""The recorded figures of relevance hold, on the demo digest and on public collections."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.folder.read import DEMO
from search.engine.open import open_generation
from search.engine.seam import Snapshot
from search.evaluation.evaluation import evaluate
from search.evaluation.judgments import read_questions
from tests.conftest import REPOSITORY
from webapp.cli.commands import main

JUDGMENTS = DEMO / "relevance"
FIGURES = tomllib.loads((REPOSITORY / "tests" / "relevance" / "figures.toml").read_text("utf-8"))
# The most that the figure of the test half may fall.
MARGIN = 0.01

# How to recognise a post of the seed page: its month, and a word of its id if needed.
SEED_QUESTIONS = (
    ("alliance controlling for symptom severity", "2021-04"),
    ("patients who did not respond to medication", "2020-12 respond"),
    ("what outcomes matter to depressed patients", "2021-03"),
    ("negative effects of psychotherapy", "2020-12 harm"),
    ("do therapists improve with experience", "2022-05"),
    ("burned out therapists IAPT", "2021-07"),
)


def ndcg(snapshot: Snapshot, split: str) -> float:
    return evaluate(snapshot, read_questions(JUDGMENTS, split)).rows[-1].ndcg


def run(*arguments: str | Path) -> str:
    done = CliRunner().invoke(main, [str(a) for a in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_recorded_figure_by_words_holds(demo_snapshot: Snapshot) -> None:
    assert ndcg(demo_snapshot, "test") >= FIGURES["words"]["test"] - MARGIN


@pytest.mark.slow
def test_the_recorded_figure_with_meaning_holds(semantic_demo_index: Path) -> None:
    live = semantic_demo_index / (semantic_demo_index / "CURRENT").read_text("ascii").strip()
    with open_generation(live) as snapshot:
        found = ndcg(snapshot, "test")
    assert found >= FIGURES["semantic"]["test"] - MARGIN


def test_the_figures_are_better_with_meaning() -> None:
    for half in ("dev", "test"):
        assert 0 < FIGURES["words"][half] < FIGURES["semantic"][half] < 1


@pytest.mark.data
def test_questions_about_the_seed_page_find_their_posts(shared: Path, tmp_path: Path) -> None:
    digest, index = tmp_path / "digest", tmp_path / "index"
    run("import", "listing", shared / "seed" / "pprnet-listing-page.txt", digest)
    run("index", digest, "--index", index, "--no-semantic")
    for question, expected in SEED_QUESTIONS:
        answer = json.loads(run("search", question, "--index", index, "--no-semantic", "--json"))
        month, _, word = expected.partition(" ")
        first = answer["hits"][0]["post"]["id"]
        assert first.startswith(month), question
        assert word in first, question


@pytest.mark.data
@pytest.mark.slow
def test_a_public_collection_is_ranked_well_by_words_alone(shared: Path) -> None:
    answer = json.loads(
        run("evaluate", shared / "data" / "nfcorpus", "--split", "dev", "--no-semantic", "--json")
    )
    assert answer["queries"] == 324
    assert answer["semantic"] is False
    row = answer["rows"][-1]
    assert row["ndcg"] >= 0.315
    assert row["bar"] < row["ndcg"]
    assert row["p"] < 0.05
