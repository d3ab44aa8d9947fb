"""Learns how sure it is that the best hit answers, and measures it on sets not learned from.

    PYTHONPATH=benchmarks python -m learning.sure [--tell]

It learns from questions to the demo digest with the posts that answer them, if any: the dev half
of its judged questions, and sets of the tests (``tests/relevance``) that were once held out; of
the ``blind`` ones every second question. The best hit of each question counts. What is learned is a
table of points for each sign: steps that only rise, or only fall, where more of it can only speak
for an answer or against it. The tables are written to ``search/answers/sure.toml``. With ``--tell``
nothing is written: each set is measured with weights learned from the other sets.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from corpus.folder.read import DEMO, read_corpus
from indexer.publish import publish
from search.answers.best import MOST, fits_of
from search.answers.sure import FILE, SIGNS, Points, Sign
from search.engine.open import open_engine
from search.engine.seam import Snapshot
from search.question import Question

_JUDGED = Path(__file__).parents[2] / "tests" / "relevance"
# Posts with this grade or a higher one help.
_HELPS = 2
# The steps that are learned one after the other, each for one sign, and how much of each is taken;
# a sign has fewer edges than ``_EDGES``, each with so many best hits on either side.
_ROUNDS = 200
_RATE = 0.1
_EDGES = 20
_LEAST = 20
_SHRUNK = 5.0
# Points that differ by less are the same.
_SAME = 0.005
_RISING: frozenset[Sign] = frozenset(
    ("ahead", "next", "covered", "shown", "title", "within", "together", "near", "answering")
)
_FALLING: frozenset[Sign] = frozenset(("lacking", "apart", "unmet"))
# The least chance for an answer. Lower by .03, more than 3 % of what no post answers have some in
# the two unread sets of the tests.
_ENOUGH = {"words": 0.68, "meaning": 0.73}
# What a question of one of these sets counts beside others: who wrote them knew nothing but the
# posts, as readers know nothing of the program.
_WRITERS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh"),
    *("blind_third", "blind_fourth"),
)
_WRITTEN = 3.0


class Asked(NamedTuple):
    """A question of a set, with the ids of the posts that answer it, or with none."""

    set: str
    text: str
    posts: frozenset[str]


class Seen(NamedTuple):
    """The best hit of a question: its signs, and whether it answers."""

    asked: Asked
    signs: list[float]
    answers: bool


class Learned(NamedTuple):
    """What all best hits have in common in the logarithm of the odds, and each sign's points."""

    base: float
    signs: dict[Sign, Points]

    def chance(self, signs: Sequence[float]) -> float:
        """The chance that a best hit with these signs answers."""
        each = zip(self.signs.values(), signs, strict=True)
        odds = self.base + sum(points.of(value) for points, value in each)
        return float(1 / (1 + np.exp(-odds)))


def main() -> None:
    """Learn from all sets and write the weights, or measure each set without learning from it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tell", action="store_true", help="only measure, write nothing")
    told = parser.parse_args().tell
    asked = list(questions())
    written = []
    for name, by_meaning in (("words", False), ("meaning", True)):
        with TemporaryDirectory(prefix="pprsearch-sure-") as folder:
            publish(read_corpus(DEMO).digest, Path(folder) / "index", semantic=by_meaning)
            engine = open_engine(Path(folder) / "index", semantic=by_meaning)
            with closing(engine):
                seen = list(best_hits(engine.now(), asked))
        if told:
            tell(name, seen)
        written.append(as_toml(name, learned(seen), _ENOUGH[name]))
    if not told:
        FILE.write_text(f"{_OPENING}\n{''.join(written)}", encoding="utf-8")


def questions() -> Iterator[Asked]:
    """The questions to learn from, set by set."""
    for question in _table(DEMO / "relevance" / "questions.toml")["question"]:
        if question["split"] == "dev":
            helping = {post for post, grade in question["grades"].items() if grade >= _HELPS}
            yield Asked("judged", question["text"], frozenset(helping))
    clinicians, hurried = (_table(_JUDGED / f"{name}.toml") for name in ("clinicians", "hurried"))
    yield from _with_posts("clinicians", clinicians["answerable"])
    yield from _without("clinicians", clinicians["unanswerable"])
    yield from _without("clinicians", clinicians["unseen_unanswerable"])
    for half in ("first", "second"):
        yield from _with_posts("hurried", hurried[half]["answerable"])
        yield from _without("hurried", hurried[half]["unanswerable"])
    yield from _with_posts("everyday", _table(_JUDGED / "everyday.toml")["answerable"])
    yield from _without("fresh", _table(_JUDGED / "fresh.toml")["unanswerable"])
    for name in ("blind", "blind_second"):
        digest = _table(_JUDGED / f"{name}.toml")["digest"]
        for one in digest["can"][::2]:
            yield Asked(name, one["text"], frozenset(one["posts"]))
        yield from (Asked(name, text, frozenset()) for text in digest["cannot"][::2])
    for name in ("blind_third", "blind_fourth"):
        digest = _table(_JUDGED / f"{name}.toml")["digest"]
        yield from (Asked(name, one["text"], frozenset(one["posts"])) for one in digest["can"])
        for texts in digest["cannot"].values():
            yield from (Asked(name, text, frozenset()) for text in texts)
    for name, one in _table(_JUDGED / "writers.toml").items():
        yield from (Asked(name, text, frozenset(posts)) for text, *posts in one["can"])
        for texts in one["cannot"].values():
            yield from (Asked(name, text, frozenset()) for text in texts)


def best_hits(snapshot: Snapshot, asked: Sequence[Asked]) -> Iterator[Seen]:
    """The best hit of each question, if it has an answer at all."""
    for one in asked:
        results = snapshot.search(Question.parse(one.text))
        standing = [hit for hit in results.hits if not hit.post.retracted][:MOST]
        if not results.answered or results.understanding.only_near or not standing:
            continue
        signs = next(fits_of(results, standing)).signs()
        best = standing[0]
        yield Seen(
            one,
            [signs[sign] for sign in SIGNS if sign in signs],
            best.post.id in one.posts,
        )


def learned(seen: Sequence[Seen]) -> Learned:
    """The points by boosting: each step is one edge of one sign, so that signs add up."""
    signs = np.array([one.signs for one in seen])
    names = SIGNS[: signs.shape[1]]
    model = HistGradientBoostingClassifier(
        learning_rate=_RATE,
        max_iter=_ROUNDS,
        max_leaf_nodes=2,
        max_bins=_EDGES,
        min_samples_leaf=_LEAST,
        l2_regularization=_SHRUNK,
        early_stopping=False,
        monotonic_cst=[(name in _RISING) - (name in _FALLING) for name in names],
        random_state=0,
    )
    model.fit(
        signs,
        [one.answers for one in seen],
        [_WRITTEN if one.asked.set in _WRITERS else 1.0 for one in seen],
    )
    start = signs[:1]
    base = float(model.decision_function(start)[0])
    tables: dict[Sign, Points] = {}
    for column, name in enumerate(names):
        values = np.unique(signs[:, column])
        asked = np.repeat(start, len(values), axis=0)
        asked[:, column] = values
        points = model.decision_function(asked) - base
        new = np.flatnonzero(np.abs(np.diff(points)) > _SAME) + 1
        edges = ((values[new - 1] + values[new]) / 2).tolist()
        tables[name] = Points(edges, points[[0, *new]].tolist())
    return Learned(base, tables)


def tell(name: str, seen: Sequence[Seen]) -> None:
    """Print a measurement of each set, with points learned from the other sets.

    For the best hits that answer, and for those that do not, it counts how many reach some chances.
    """
    for left_out in dict.fromkeys(one.asked.set for one in seen):
        made = learned([one for one in seen if one.asked.set != left_out])
        for answering in (True, False):
            own = [one for one in seen if one.asked.set == left_out and one.answers is answering]
            chances = [made.chance(one.signs) for one in own]
            print(
                f"{name:>8} {left_out:>12} {'answers' if answering else 'does not':>9}",
                f"{len(own)} best hits,",
                *(f"{sum(c >= at for c in chances)} at {at}," for at in (0.6, 0.7, 0.8)),
            )


def as_toml(name: str, made: Learned, enough: float) -> str:
    """What was learned as a table of the file."""
    head = f"\n[{name}]\nbase = {made.base:.3f}\nenough = {enough}\n"
    tables = (
        f"\n[{name}.signs.{sign}]\nedges = {_listed(points.edges)}\n"
        f"points = {_listed(points.points)}\n"
        for sign, points in made.signs.items()
    )
    return head + "".join(tables)


def _listed(values: Sequence[float]) -> str:
    return f"[{', '.join(f'{value:.3f}' for value in values)}]"


_OPENING = """\
# How sure it is that a hit answers a question: what each sign (``Fit.signs``) adds to the logarithm
# of the odds, below the first of its edges and from each on, and the chance that is enough. Written
# by benchmarks/learning/sure.py."""


def _with_posts(name: str, listed: Sequence[dict[str, Any]]) -> Iterator[Asked]:
    return (Asked(name, one["text"], frozenset({one["post"]})) for one in listed)


def _without(name: str, listed: Sequence[dict[str, Any]]) -> Iterator[Asked]:
    return (Asked(name, one["text"], frozenset()) for one in listed)


def _table(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


if __name__ == "__main__":
    main()
