"""Learns how sure it is that the best hit answers, and measures it on sets not learned from.

    PYTHONPATH=benchmarks python -m learning.sure [--tell]

It learns from questions to the demo digest with the posts that answer them, if any: the dev half
of its judged questions, and sets of the tests (``tests/relevance``) that were once held out; of
those by writers who knew only the posts, every second question. The best hit of each question
counts. The weights are written to ``search/answers/sure.toml``. With ``--tell`` nothing is written:
each set is measured with weights learned from the other sets.
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
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from corpus.folder.read import DEMO, read_corpus
from indexer.publish import publish
from search.answers.best import MOST, fits_of
from search.answers.sure import FILE, SIGNS, Weights
from search.engine.open import open_engine
from search.engine.seam import Snapshot
from search.question import Question

_JUDGED = Path(__file__).parents[2] / "tests" / "relevance"
# Posts with this grade or a higher one help.
_HELPS = 2
_STRENGTH = 0.3
# The least chance for a post that fits by the rule, and for any other. In sets that were left out
# of learning, both let fewer wrong posts stand above the hits (see ``--tell``).
_FITTING = 0.4
_SHOWING_LESS = 0.84


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
        written.append(as_toml(name, learned(seen)))
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


def best_hits(snapshot: Snapshot, asked: Sequence[Asked]) -> Iterator[Seen]:
    """The best hit of each question, if it has an answer at all."""
    for one in asked:
        results = snapshot.search(Question.parse(one.text))
        standing = [hit for hit in results.hits if not hit.post.retracted][:MOST]
        if not results.answered or results.understanding.only_near or not standing:
            continue
        signs = fits_of(results, standing)[0].signs()
        best = standing[0]
        yield Seen(
            one,
            [signs[sign] for sign in SIGNS if sign in signs],
            best.post.id in one.posts,
        )


def learned(seen: Sequence[Seen]) -> Weights:
    """The weights by logistic regression, on signs scaled to the same spread."""
    signs = np.array([one.signs for one in seen])
    scaled = StandardScaler().fit(signs)
    model = LogisticRegression(C=_STRENGTH, max_iter=1000)
    model.fit(scaled.transform(signs), [one.answers for one in seen])
    each: NDArray[np.float64] = model.coef_[0] / scaled.scale_
    base = float(model.intercept_[0] - each @ scaled.mean_)
    weights = dict(zip(SIGNS, each.tolist(), strict=False))
    return Weights(base, weights, _FITTING, _SHOWING_LESS)


def tell(name: str, seen: Sequence[Seen]) -> None:
    """Print a measurement of each set, with weights learned from the other sets.

    For the best hits that answer, and for those that do not, it counts how many reach the chance
    needed by a post that fits by the rule, and the one needed by any other.
    """
    for left_out in dict.fromkeys(one.asked.set for one in seen):
        weights = learned([one for one in seen if one.asked.set != left_out])
        for answering in (True, False):
            own = [one for one in seen if one.asked.set == left_out and one.answers is answering]
            chances = [_chance(weights, one.signs) for one in own]
            print(
                f"{name:>8} {left_out:>12} {'answers' if answering else 'does not':>9}",
                f"{len(own)} best hits,",
                *(
                    f"{sum(c >= at for c in chances)} at {at},"
                    for at in (_FITTING, weights.showing_less)
                ),
            )


def _chance(weights: Weights, signs: Sequence[float]) -> float:
    odds = weights.base + sum(w * s for w, s in zip(weights.signs.values(), signs, strict=True))
    return float(1 / (1 + np.exp(-odds)))


def as_toml(name: str, weights: Weights) -> str:
    """The weights as a table of the file."""
    signs = "\n".join(f"{sign} = {weight:.3f}" for sign, weight in weights.signs.items())
    return (
        f"\n[{name}]\nbase = {weights.base:.3f}\nfitting = {weights.fitting}\n"
        f"showing_less = {weights.showing_less}\n\n[{name}.signs]\n{signs}\n"
    )


_OPENING = """\
# How sure it is that a hit answers a question: the weight of each sign (``Fit.signs``) in the
# logarithm of the odds, and the chances that suffice. Written by benchmarks/learning/sure.py."""


def _with_posts(name: str, listed: Sequence[dict[str, Any]]) -> Iterator[Asked]:
    return (Asked(name, one["text"], frozenset({one["post"]})) for one in listed)


def _without(name: str, listed: Sequence[dict[str, Any]]) -> Iterator[Asked]:
    return (Asked(name, one["text"], frozenset()) for one in listed)


def _table(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


if __name__ == "__main__":
    main()
