"""Trains the adapter on judgments, and measures it on questions that it was not trained on.

    python benchmarks/adapter.py ../shared/data [--indexes FOLDER] [--write]

It is trained on nfcorpus train, scifact train and counselchat dev. The last two are measured by
cross-validation: each of four folds is measured after training on the others, and questions that
share an answer are in the same fold. nfcorpus dev, med and cranfield are not trained on. With
``--write`` the adapter is trained on all training questions and written to
``search/ranking/adapter.npy``.

The matrix maximises the likelihood of the posts that answer: a softmax over the cosines of all
posts. This is logistic regression with one class for each post, so there is one best matrix.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import numpy as np
from numpy.typing import NDArray
from relevance import COLLECTIONS
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from corpus.folder.read import read_corpus
from indexer.publish import publish
from search.engine.open import open_generation
from search.evaluation.judgments import JudgedQuestion, read_questions
from search.evaluation.measures import ndcg, p_value
from search.index.embedding import DIMENSIONS, embedder
from search.index.files import arrays
from search.index.meaning import Meaning
from search.index.part import Opened
from search.question import Question
from search.ranking.adapter import FILE, Adapter

Floats = NDArray[np.float32]

TAUGHT_BY = {"nfcorpus": "train", "scifact": "train", "counselchat": "dev"}
FOLDS = 4

# Found on the development splits, by cross-validation; docs/relevance.md has the results of other
# penalties.
_PENALTY = 0.03
_STEEPNESS = 1.5
_STEPS = 30
_BATCH = 256


@dataclass(frozen=True)
class Lesson:
    """Training data: the questions of a collection, and which of its posts answer them.

    ``questions`` and ``posts`` are vectors, one in each row; the length of a post's vector is its
    weight. ``spreads`` are the standard deviations of the similarities of all posts to each
    question. ``answers`` has a row for each question: the share of each post in the answer; a row
    adds up to 1.
    """

    questions: Floats
    posts: Floats
    spreads: Floats
    answers: csr_array

    def part(self, chosen: slice | Sequence[int]) -> Lesson:
        """A lesson with some of the questions."""
        return Lesson(
            self.questions[chosen], self.posts, self.spreads[chosen], self.answers[chosen]
        )

    def cost(self, matrix: Floats) -> tuple[float, Floats]:
        """The negative log-likelihood of the answers under a matrix, and its gradient."""
        steepness = (_STEEPNESS / self.spreads)[:, np.newaxis]
        scores = (self.questions + self.questions @ matrix.T) @ self.posts.T * steepness
        scores -= scores.max(axis=1, keepdims=True)
        likely = np.exp(scores)
        whole = likely.sum(axis=1, keepdims=True)
        answers = self.answers.toarray()
        cost = -float((answers * (scores - np.log(whole))).sum())
        slope: Floats = ((likely / whole - answers) * steepness @ self.posts).T @ self.questions
        return cost, slope


def learn(lessons: Sequence[Lesson]) -> Floats:
    """The matrix that fits some lessons: the question times it is added to the question."""
    count = sum(len(one.questions) for one in lessons)
    batches = [
        one.part(slice(start, start + _BATCH))
        for one in lessons
        for start in range(0, len(one.questions), _BATCH)
    ]

    def cost(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        matrix = flat.reshape(DIMENSIONS, DIMENSIONS).astype(np.float32)
        costs, slopes = zip(*(batch.cost(matrix) for batch in batches), strict=True)
        penalty = _PENALTY / 2 * float((matrix**2).sum())
        slope = sum(slopes) / count + _PENALTY * matrix
        return sum(costs) / count + penalty, slope.ravel().astype(np.float64)

    start = np.zeros(DIMENSIONS * DIMENSIONS)
    found = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    return np.asarray(found.x.reshape(DIMENSIONS, DIMENSIONS), np.float32)


def folds(answers: csr_array) -> list[list[int]]:
    """The numbers of the questions in folds of similar size; questions with a shared answer stay
    together.
    """
    count, groups = connected_components(answers @ answers.T, directed=False)
    parts: list[list[int]] = [[] for _ in range(FOLDS)]
    for group in np.random.default_rng(0).permutation(count):
        min(parts, key=len).extend(np.flatnonzero(groups == group).tolist())
    return [sorted(part) for part in parts]


@dataclass(frozen=True)
class Collection:
    """A collection's generation, its questions for measuring, and its lesson if it has one.

    With ``same`` the questions for measuring are those of the lesson.
    """

    name: str
    generation: Path
    measuring: Sequence[JudgedQuestion]
    lesson: Lesson | None
    same: bool

    def gains(self, matrix: Floats, chosen: Sequence[int]) -> dict[int, float]:
        """nDCG@10 of the chosen questions for measuring, by their numbers, with a matrix."""
        gains = {}
        with (
            mock.patch("search.ranking.embedded.adapter", lambda: Adapter(matrix)),
            open_generation(self.generation) as snapshot,
        ):
            for number in chosen:
                question = self.measuring[number]
                ranked = snapshot.order(Question.parse(question.text), 10)
                gains[number] = ndcg([post for post, _ in ranked], question.grades)
        return gains


def collection(name: str, split: str, data: Path, index: Path) -> Collection:
    """Index a collection in a folder, unless it was indexed before."""
    done = publish(read_corpus(data).digest, index, semantic=True)
    generation = index / str(done.generation)
    teaching = TAUGHT_BY.get(name)
    lesson = _lesson(_judged(data, teaching), generation) if teaching else None
    return Collection(name, generation, _judged(data, split), lesson, teaching == split)


def _judged(data: Path, split: str) -> list[JudgedQuestion]:
    return [q for q in read_questions(data, split) if any(q.grades.values())]


def _lesson(judged: Sequence[JudgedQuestion], generation: Path) -> Lesson:
    meaning = Meaning.load(Opened(generation))
    if meaning is None:
        raise SystemExit("the adapter is for embeddings: install the semantic extra")
    with open_generation(generation, semantic=False) as snapshot:
        places = {post: n for n, post in enumerate(snapshot.ids)}
    answers = np.zeros((len(judged), len(places)), np.float32)
    for number, question in enumerate(judged):
        for post, grade in question.grades.items():
            answers[number, places[post]] = grade
    questions = embedder().embed_all([question.text for question in judged])
    posts = meaning.posts * meaning.whole.lengths[:, np.newaxis]
    return Lesson(
        questions,
        posts,
        (questions @ posts.T).std(axis=1),
        csr_array(answers / answers.sum(axis=1, keepdims=True)),
    )


def measured(collections: Sequence[Collection]) -> Iterator[tuple[str, list[float], list[float]]]:
    """The name of each collection, and nDCG@10 of its questions without and with an adapter.

    No adapter was trained on the questions that it is measured with.
    """
    nothing = np.zeros((DIMENSIONS, DIMENSIONS), np.float32)
    whole = learn([one.lesson for one in collections if one.lesson])
    for one in collections:
        everything = range(len(one.measuring))
        turned: dict[int, float] = {}
        if one.lesson and one.same:
            parts = folds(one.lesson.answers)
            others = [c.lesson for c in collections if c.lesson and c is not one]
            for part in parts:
                rest = sorted(set(everything) - set(part))
                turned |= one.gains(learn([*others, one.lesson.part(rest)]), part)
        else:
            turned = one.gains(whole, everything)
        plain = one.gains(nothing, everything)
        yield one.name, [plain[n] for n in everything], [turned[n] for n in everything]


def main() -> None:
    """Print the table as Markdown, or write the adapter."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="the folder of the collections")
    parser.add_argument("--indexes", type=Path, help="a folder to keep the indexes in")
    parser.add_argument("--write", action="store_true", help="train on all, write the adapter")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        indexes = chosen.indexes or Path(folder)
        collections = [
            collection(name, split, chosen.data / name, indexes / name)
            for name, split in COLLECTIONS
        ]
        if chosen.write:
            matrix = learn([one.lesson for one in collections if one.lesson])
            arrays.write(FILE, matrix.astype(np.float16))
            return
        print("| collection | questions | without | with | p |\n|---|---|---|---|---|")
        for name, plain, turned in measured(collections):
            means = f"{statistics.mean(plain):.4f} | {statistics.mean(turned):.4f}"
            print(f"| {name} | {len(plain)} | {means} | {p_value(turned, plain):.3f} |", flush=True)


if __name__ == "__main__":
    main()
