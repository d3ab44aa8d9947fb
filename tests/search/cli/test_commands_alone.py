"""The search room's commands in separate processes, and what they cost there."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from corpus.digest import Digest
from corpus.folder.read import DEMO
from indexer.publish import publish
from tests.demo.reading import demo_reading
from tests.digests import garden
from tests.patience import least_times

BURNOUT = "2021-07-therapists-burn-out-patients-worse"
# The command as a user runs it.
PROGRAM = Path(sys.executable).with_name("pprsearch")


def alone(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command without coverage."""
    return subprocess.run(
        [*map(str, command)],
        capture_output=True,
        text=True,
        check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")},
    )


@pytest.mark.slow
def test_the_real_command_answers_from_the_demo_digest(demo_index: Path) -> None:
    done = alone(
        *(PROGRAM, "search", "does burnout of the therapist hurt patients?", "--json"),
        *("--no-semantic", "--index", demo_index),
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["hits"][0]["post"]["id"] == BURNOUT


@pytest.mark.slow
def test_what_is_wrong_with_an_index_is_told_once(tmp_path: Path) -> None:
    index = tmp_path / "index"
    publish(garden.digest(), index)
    publish(garden.digest(*garden.POSTS[:5]), index)
    live = index / (index / "CURRENT").read_text("ascii").strip()
    (live / "posts-ids.json").unlink()
    done = alone(PROGRAM, "search", "barrels", "--index", index, "--no-semantic")
    assert "Rain barrels" in done.stdout
    assert done.stderr.count("posts-ids.json is missing") == 1


def repeated(posts: int) -> Digest:
    """That many posts with the texts of the demo digest."""
    demo = demo_reading().digest
    texts = (tuple(demo.posts) * (posts // len(demo.posts) + 1))[:posts]
    made = (replace(p, id=f"p{n}", pin=(), never=()) for n, p in enumerate(texts))
    return replace(demo, posts=tuple(made))


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """An index of that many posts, built once."""

    @cache
    def built(posts: int) -> Path:
        index = tmp_path_factory.mktemp("posts") / "index"
        publish(repeated(posts), index)
        return index

    return built


def cost(*command: str | Path) -> float:
    """The processor time of a command, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = alone(*command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cold_cost(index: Path, limit: float) -> float:
    """The time of a cold process for an answer, relative to importing SciPy's matrices.

    Seconds would depend on the machine as much. Measured until it is within the limit.
    """
    asking = (PROGRAM, "search", "does therapist burnout matter?", "--index", index)
    importing = (sys.executable, "-c", "import scipy.sparse")
    imported, asked = least_times(
        lambda: cost(*importing),
        lambda: cost(*asking),
        lambda imported, asked: asked < limit * imported,
        rounds=1,
    )
    return asked / imported


# Measured: 4.3. Importing scikit-learn or NLTK adds 5 or more.
COLD = 5.5


@pytest.mark.slow
@pytest.mark.parametrize("posts", [6, 400])
def test_a_cold_process_answers_fast(indexes: Callable[[int], Path], posts: int) -> None:
    assert cold_cost(indexes(posts), COLD) < COLD


@pytest.mark.slow
def test_a_cold_process_with_the_models_answers_fast(semantic_demo_index: Path) -> None:
    # Measured: 4.3, with both models.
    assert cold_cost(semantic_demo_index, COLD + 1) < COLD + 1


WARM = """
import sys, time
from pathlib import Path
from statistics import median
from search.engine.open import open_engine
from search.evaluation.judgments import read_questions
from search.question import Question
snapshot = open_engine(Path(sys.argv[1]), semantic=False).now()
questions = [Question.parse(q.text) for q in read_questions(Path(sys.argv[2]), "dev")]
asking, sorting = [], []
for _ in range(4):
    taken = []
    for question in questions:
        started = time.thread_time()
        snapshot.search(question)
        asked = time.thread_time()
        sorted(map(str, range(5000)))
        taken.append((asked - started, time.thread_time() - asked))
    asking.append(median(by_asking for by_asking, _ in taken))
    sorting.append(median(by_sorting for _, by_sorting in taken))
print(min(asking) / min(sorting))
"""


@pytest.mark.slow
def test_a_warm_engine_answers_in_milliseconds(indexes: Callable[[int], Path]) -> None:
    # In a separate process, without coverage.
    judgments = DEMO / "relevance"
    done = alone(sys.executable, "-c", WARM, indexes(400), judgments)
    # Measured: 3.6 times 0.4 milliseconds.
    assert float(done.stdout) < 12
