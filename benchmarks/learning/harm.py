"""Trains the judge of questions about harm, and measures it.

    PYTHONPATH=benchmarks python -m learning.harm [--tell]

It is trained on the phrasings in ``benchmarks/learning/said``, and on those in ``tests/relevance``
by which notes on help are tested. The weights are written to ``search/answers/harms.npz``. With
``--tell`` nothing is written. Instead each formerly unseen set, and what each writer wrote who knew
no other list, is judged after training on all others, and the made-up phrasings by
cross-validation: one fifth of their lists at a time.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from learning.network import Network, trained
from learning.phrasings import KINDS, ONE_HAND, ORDINARY, Phrasing, made_up, once_unseen
from search.answers.harm_phrases import kinds_said
from search.answers.harms import FILE, MARKS, SCALE, Judge, marks_of
from search.index.embedding import Embedders, found
from search.query.french import french
from search.text.language import language

Weights = dict[str, NDArray[Any]]
Floats = NDArray[np.float32]

# The least score that counts as harm, by words alone and by both together. Of the 960 ordinary
# questions of three sets that teach nothing, half of them made to look like harm, two in a hundred
# are above it. Higher, more of what is harm would be missed.
_BY_WORDS = 0.5
_BY_MEANING = 0.0
# The weight of the words beside the meaning.
_OF_WORDS = 0.75
# What a phrase that speaks of harm adds.
_SAID = 3.0
# The networks differ in their random start.
_NETWORKS = 2
_INNER = 192
# The shares of the vectors and of the hidden layer that are left out at random in training.
_LEFT_OUT = (0.1, 0.5)
_FOLDS = 5
# Weights of marks are stored as whole numbers from minus this to this.
_STEPS = 127


def main() -> None:
    """Train on all phrasings, or print the figures of cross-validation."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tell", action="store_true", help="only measure, write nothing")
    asked = parser.parse_args()
    teaching = [*made_up(), *once_unseen()]
    vectors = embedded(teaching, _models())
    if asked.tell:
        tell(teaching, vectors)
    else:
        weights: dict[str, Any] = {**learned(teaching, vectors)}
        # Not compressed: a wheel does that, and it would take time at each start.
        np.savez(FILE, **weights)


def learned(teaching: Sequence[Phrasing], vectors: Floats) -> Weights:
    """The weights trained on phrasings; ``vectors`` are theirs by both models."""
    kinds = np.array([KINDS.index(one.kind) for one in teaching])
    return {
        "kinds": np.array(KINDS),
        "levels": np.array([_BY_WORDS, _BY_MEANING, _OF_WORDS, _SAID]),
        "taught": np.array(hash_of(teaching)),
        **_by_words(teaching),
        **_by_meaning(kinds, vectors),
    }


def hash_of(teaching: Sequence[Phrasing]) -> str:
    """A hash (SHA-256) of the phrasings and their kinds, by which weights name what taught them."""
    told = "\n".join(f"{one.kind}\t{one.text}" for one in teaching)
    return hashlib.sha256(told.encode()).hexdigest()


def _by_words(teaching: Sequence[Phrasing]) -> Weights:
    """The weight of each mark for each kind, by one logistic regression for each kind."""
    marks = _marks(teaching)
    said = np.array([one.kind for one in teaching])
    models = [
        LogisticRegression(C=30, solver="liblinear", random_state=0).fit(marks, said == kind)
        for kind in KINDS
    ]
    weights = np.concatenate([one.coef_ for one in models])
    steps = np.abs(weights).max(axis=1) / _STEPS
    return {
        "words": np.rint(weights / steps[:, np.newaxis]).T.astype(np.int8),
        "steps": steps.astype(np.float32),
        "base": np.concatenate([one.intercept_ for one in models]).astype(np.float32),
    }


def _by_meaning(kinds: NDArray[np.integer], vectors: Floats) -> Weights:
    """The weights of some small networks with one hidden layer."""
    layers = [trained(vectors * SCALE, kinds, _INNER, _LEFT_OUT, n) for n in range(_NETWORKS)]
    return {
        name: np.stack([layer._asdict()[name] for layer in layers]).astype(np.float16)
        for name in Network._fields
    }


def _marks(teaching: Sequence[Phrasing]) -> csr_matrix:
    """The marks of phrasings as a matrix: a row of unit length for each phrasing."""
    rows = [marks_of(one.text) for one in teaching]
    ends = np.cumsum([0, *map(len, rows)])
    values = np.concatenate([np.full(len(row), len(row) ** -0.5) for row in rows])
    return csr_matrix((values, np.concatenate(rows), ends), shape=(len(rows), MARKS))


def _models() -> Embedders:
    models, reason = found()
    if models is None:
        raise SystemExit(f"The extra semantic is needed. {reason or ''}")
    return models


def embedded(teaching: Sequence[Phrasing], models: Embedders) -> Floats:
    """The vectors of phrasings by both models side by side, as an engine reads the texts."""
    return np.stack([np.concatenate(vectors_of(one.text, models)) for one in teaching])


def vectors_of(text: str, models: Embedders) -> tuple[Floats, Floats]:
    """The vectors of a question by both models; a French one is read as its English."""
    if french().is_asked_in(text, language("en").stop_words):
        text = " ".join(piece.english for piece in french().pieces(text) if not piece.is_lost)
    return models.alike.embed_question(text)[0], models.answering.embed_question(text)[0]


def tell(teaching: Sequence[Phrasing], vectors: Floats) -> None:
    """Print how many phrasings left out of the training are taken for harm, rightly and wrongly."""
    for name, left_out in _left_out(teaching):
        rest = np.flatnonzero(~left_out).tolist()
        judge = Judge(learned([teaching[n] for n in rest], vectors[rest]))
        print(f"{name:>28}", *_told(judge, teaching, vectors, left_out), sep="  ")


def _left_out(teaching: Sequence[Phrasing]) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    sources = np.array([one.source for one in teaching])
    unseen = dict.fromkeys(one.source for one in once_unseen())
    for name in unseen:
        yield name, sources == name
    for hand in ONE_HAND:
        yield hand, np.char.endswith(sources, hand)
    lists = [name for name in dict.fromkeys(sources.tolist()) if name not in unseen]
    for fold in range(_FOLDS):
        yield f"lists made up, part {fold + 1}", np.isin(sources, lists[fold::_FOLDS])


def _told(
    judge: Judge,
    teaching: Sequence[Phrasing],
    vectors: Floats,
    asked: NDArray[np.bool_],
) -> Iterator[str]:
    """By words alone, then by meaning too: harm found, its kind found, false alarms."""
    half = vectors.shape[1] // 2
    for what, of in (("words", lambda v: ()), ("meaning", lambda v: (v[:half], v[half:]))):
        made: Mapping[int, tuple[str, ...]] = {
            n: judge.harms(text := teaching[n].text, of(vectors[n]), partial(kinds_said, text))
            for n in np.flatnonzero(asked).tolist()
        }
        harm = [n for n in made if teaching[n].kind != ORDINARY]
        known = sum(bool(made[n]) for n in harm)
        named = sum(teaching[n].kind in made[n] for n in harm)
        false = sum(bool(made[n]) for n in made if teaching[n].kind == ORDINARY)
        yield (
            f"{what}: {known / max(1, len(harm)):.3f} of {len(harm)} found, "
            f"{named / max(1, len(harm)):.3f} with their kind, "
            f"{false} of {len(made) - len(harm)} others taken for harm"
        )


if __name__ == "__main__":
    main()
