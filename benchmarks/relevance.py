"""The gain by each part of the ranking, on every collection with judgments.

    python benchmarks/relevance.py ../shared/data [--semantic | --unread] [--indexes FOLDER]

Development splits only. A row leaves out one part, or changes one weight. Its gain is how much
better the default is, with the p-value by paired randomisation. The milliseconds are the time to
rank one question, the median over the questions. Indexes kept in a folder are used again: embedding
all collections takes ten minutes. With ``--unread`` the posts are embedded, but not the questions.
Questions that the adapter was trained on are asked without it; ``benchmarks/adapter.py`` measures
the adapter.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from corpus.folder.read import DEMO, read_corpus
from indexer.publish import publish
from search import weights
from search.engine.open import open_generation
from search.engine.seam import Snapshot
from search.evaluation.judgments import JudgedQuestion, read_questions
from search.evaluation.measures import ndcg, p_value
from search.question import Question

COLLECTIONS = (
    ("nfcorpus", "dev"),
    ("scifact", "train"),
    ("med", "test"),
    ("cranfield", "test"),
    ("counselchat", "dev"),
)
TAUGHT_THE_ADAPTER = ("scifact", "counselchat")
JUDGMENTS = DEMO / "relevance"

# Weights that are part of a generation: changing them needs another one.
_WRITTEN = {"K1", "B", "BOOSTS"}

WORDS: dict[str, dict[str, Any]] = {
    "default": {},
    "no coverage": {"LEGS": {"coverage": 0.0}},
    "no latent leg": {"LEGS": {"latent": 0.0}, "FEEDBACK": {"latent": 0.0}},
    "no feedback": {"FEEDBACK": {"latent": 0.0}},
    "no companions": {"COMPANIONS": 0.0},
    "latent .2": {"LEGS": {"latent": 0.2}},
    "latent .5": {"LEGS": {"latent": 0.5}},
    "feedback by 5 posts": {"FEEDBACK_POSTS": 5},
    "latent feedback .3": {"FEEDBACK": {"latent": 0.3}},
    "from the middle of all posts": {"AWAY_FROM_MIDDLE": 0.0},
    "no families": {"FAMILY": 0.0},
    "families whole": {"FAMILY": 1.0},
    "question words whole": {"QUESTION_WORD": 1.0},
    "question words left out": {"QUESTION_WORD": 0.01},
    "phrases 0": {"PHRASE": 0.0},
    "phrases 1": {"PHRASE": 1.0},
    "expansions .3": {"EXPANSION": 0.3},
    "expansions .8": {"EXPANSION": 0.8},
    "k1 1.2": {"K1": 1.2},
    "b .9": {"B": 0.9},
    "title x2": {"BOOSTS": {"title": 2.0}},
}
_NO_FEEDBACK = {"latent": 0.0, "meaning": 0.0, "answering": 0.0}
MEANING: dict[str, dict[str, Any]] = {
    "default": {},
    "no model": {
        "LEGS": {"meaning": 0.0, "answering": 0.0},
        "FEEDBACK": {"meaning": 0.0, "answering": 0.0},
        "CLOSELY": 0.0,
    },
    "first model alone": {"LEGS": {"answering": 0.0}, "FEEDBACK": {"answering": 0.0}},
    "second model alone": {"LEGS": {"meaning": 0.0}, "FEEDBACK": {"meaning": 0.0}},
    "no feedback": {"FEEDBACK": _NO_FEEDBACK},
    "feedback by 5 posts": {"FEEDBACK_POSTS": 5},
    "no crowding": {"CROWDING": 0.0},
    "no agreement": {"AGREEMENT": 0.0},
    "no closer look": {"CLOSELY": 0.0},
    "no companions": {"COMPANIONS": 0.0},
    "no latent leg": {"LEGS": {"latent": 0.0}, "FEEDBACK": {"latent": 0.0}},
    "no families": {"FAMILY": 0.0},
}

UNREAD: dict[str, dict[str, Any]] = {
    "default": {},
    "no places of terms": {"LEGS": {"placed": 0.0}, "FEEDBACK": {"placed": 0.0}},
    "no agreement": {"AGREEMENT": 0.0},
    "places 1": {"LEGS": {"placed": 1.0}},
    "places 2": {"LEGS": {"placed": 2.0}},
    "no feedback": {"FEEDBACK": {"placed": 0.0}},
    "feedback .3": {"FEEDBACK": {"placed": 0.3}},
    "feedback .7": {"FEEDBACK": {"placed": 0.7}},
}


def main() -> None:
    """Print the tables as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="the folder of the collections")
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--semantic", action="store_true", help="search by meaning too")
    asked.add_argument("--unread", action="store_true", help="embed posts, but not questions")
    parser.add_argument("--indexes", type=Path, help="a folder to keep the indexes in")
    parser.add_argument("--only", nargs="*", help="names of collections; demo is the demo digest")
    chosen = parser.parse_args()
    rows = MEANING if chosen.semantic else UNREAD if chosen.unread else WORDS
    indexed = chosen.semantic or chosen.unread
    for name, source, questions in _collections(chosen.data, chosen.only):
        print(f"\n### {name}, {len(questions)} questions\n")
        print("| ranking | nDCG@10 | default's gain | p | ms |\n|---|---|---|---|---|")
        base: list[float] = []
        kept = chosen.indexes / source.name if chosen.indexes else None
        with _untaught(source.name), _opened(source, indexed, chosen.semantic, kept) as snapshot:
            # The questions are asked once before, so that the first row does not include filling
            # the caches.
            _measure(snapshot, questions)
            for label, changes in rows.items():
                with _changed(changes):
                    if changes.keys() & _WRITTEN:
                        with _opened(source, indexed, chosen.semantic) as other:
                            values, cost = _measure(other, questions)
                    else:
                        values, cost = _measure(snapshot, questions)
                base = base or values
                gain = statistics.mean(base) - statistics.mean(values)
                told = " | " if label == "default" else f"{gain:+.4f} | {p_value(base, values):.3f}"
                print(f"| {label} | {statistics.mean(values):.4f} | {told} | {cost:.2f} |")
                sys.stdout.flush()


def _collections(
    data: Path, only: list[str] | None
) -> Iterator[tuple[str, Path, list[JudgedQuestion]]]:
    sources = [(f"{n} {split}", data / n, data / n, split) for n, split in COLLECTIONS]
    for name, source, judgments, split in (("demo dev", DEMO, JUDGMENTS, "dev"), *sources):
        if only and name.split()[0] not in only:
            continue
        questions = [q for q in read_questions(judgments, split) if any(q.grades.values())]
        yield name, source, questions


@contextmanager
def _opened(
    source: Path, indexed: bool, semantic: bool, index: Path | None = None
) -> Iterator[Snapshot]:
    """A snapshot of the posts, embedded if ``indexed``; the index is kept if a folder is given."""
    with tempfile.TemporaryDirectory() as folder:
        index = index or Path(folder) / "index"
        done = publish(read_corpus(source).digest, index, semantic=indexed)
        with open_generation(index / str(done.generation), semantic=semantic) as snapshot:
            yield snapshot


@contextmanager
def _untaught(name: str) -> Iterator[None]:
    """Switches off the adapter for collections that it was trained on."""
    with ExitStack() as stack:
        if name in TAUGHT_THE_ADAPTER:
            stack.enter_context(mock.patch("search.ranking.embedded.adapter", lambda: None))
        yield


def _measure(snapshot: Snapshot, questions: list[JudgedQuestion]) -> tuple[list[float], float]:
    """nDCG@10 of every question, and the median milliseconds of ranking one."""
    values: list[float] = []
    costs: list[float] = []
    for question in questions:
        asked = Question.parse(question.text)
        started = time.perf_counter()
        ranked = snapshot.order(asked, 100)
        costs.append((time.perf_counter() - started) * 1000)
        values.append(ndcg([post for post, _ in ranked], question.grades))
    return values, statistics.median(costs)


@contextmanager
def _changed(changes: dict[str, Any]) -> Iterator[None]:
    """The ranking with some weights changed."""
    with ExitStack() as stack:
        for name, value in changes.items():
            for target in (name, "LEGS_WITH_IMPLICATIONS") if name == "LEGS" else (name,):
                was = getattr(weights, target)
                stack.callback(setattr, weights, target, was)
                setattr(weights, target, {**was, **value} if isinstance(was, dict) else value)
        yield


if __name__ == "__main__":
    main()
