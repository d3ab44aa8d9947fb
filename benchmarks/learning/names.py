"""Trains the judge of words that name somebody, and estimates how good it is.

    PYTHONPATH=benchmarks python -m learning.names ../shared/data [--estimate]

A logistic regression with few weights is fitted to the words of four kinds of questions: those
drawn from shapes, those written one by one for it, the judged sets of the tests, and collections
that name nobody. Where a question was only judged as a whole, its likeliest word counts as the
name. With ``--estimate`` nothing is written: each judged set with half of the collections, each
fifth of the shapes, and each fifth of the questions written one by one is left out of the training
in turn and judged.
"""

from __future__ import annotations

import argparse
from collections import ChainMap
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from learning.naming.questions import Example, drawn, elsewhere, judged, singly
from search.answers.name_signs import candidates, lists, signs, signs_of_all, tokens
from search.answers.naming import FILE, Learned

# The unit of the weights in the file, in the logarithm of the odds.
UNIT = 10
# The logarithm of the odds from which a word counts as a name. Fewer than three in a hundred of the
# ordinary questions written one by one are above it when they are left out (see ``--estimate``).
THRESHOLD = 1.3
_STRENGTH = 1.0
# Signs of fewer words than this are ignored.
_LEAST = 5
# The weight of a judged question, where a drawn one has 1.
_JUDGED = 3.0
_FOLDS = 5

Words = list[tuple[str, list[str]]]


class Fitted(NamedTuple):
    """The weight of each sign, and the constant."""

    weights: dict[str, float]
    base: float

    def score(self, words: Words) -> float:
        """The logarithm of the odds of the likeliest word of a question."""
        return self.base + max(
            (sum(self.weights.get(sign, 0.0) for sign in of) for _, of in words),
            default=-np.inf,
        )


def words_of(example: Example) -> Words:
    """Each word of a question that may be a name, with its signs."""
    known = lists()
    if example.unlisted:
        unlisted = dict.fromkeys(example.unlisted, "o")
        known = known._replace(kinds=ChainMap(unlisted, known.kinds), authors=frozenset())  # type: ignore[arg-type]
    read = tokens(example.text, known)
    of_all = list(signs_of_all(read))
    return [(read[at].word, [*signs(read, at), *of_all]) for at in candidates(read)]


def fit(examples: Sequence[Example]) -> Fitted:
    """The weights for some examples: fitted first to those whose words were judged, then to all."""
    read = [(example, words_of(example)) for example in examples]
    fitted = _regression([pair for pair in read if pair[0].names is not None], None)
    return _regression(read, fitted)


def _regression(read: list[tuple[Example, Words]], before: Fitted | None) -> Fitted:
    places: dict[str, int] = {}
    rows: list[list[int]] = []
    is_name: list[bool] = []
    counts: list[float] = []

    def learn(of: list[str], name: bool, count: float) -> None:
        rows.append([places.setdefault(sign, len(places)) for sign in of])
        is_name.append(name)
        counts.append(count)

    for example, words in read:
        if example.names is None:
            if before and words:
                likeliest = max(words, key=lambda word: before.score([word]))
                learn(likeliest[1], True, _JUDGED)
        else:
            for word, of in words:
                learn(of, word in example.names, 1.0)
    matrix = csr_matrix(
        (
            np.ones(sum(map(len, rows))),
            np.concatenate([np.array(row, np.int32) for row in rows]),
            np.cumsum([0, *map(len, rows)]),
        ),
        shape=(len(rows), len(places)),
    )
    often: NDArray[np.intp] = np.flatnonzero(np.bincount(matrix.indices) >= _LEAST)
    model = LogisticRegression(
        solver="liblinear", l1_ratio=1.0, C=_STRENGTH, tol=1e-4, max_iter=1000, random_state=0
    )
    model.fit(matrix[:, often], is_name, sample_weight=counts)
    named = list(places)
    weights = {
        named[place]: round(weight, 1)
        for place, weight in zip(often.tolist(), model.coef_[0].tolist(), strict=True)
        if round(weight, 1)
    }
    return Fitted(weights, round(float(model.intercept_[0]), 1))


def learn(data: Path) -> Learned:
    """The weights fitted to all examples, as whole numbers."""
    named = [one for examples in judged().values() for one in examples]
    fitted = fit([*drawn(), *singly(), *named, *elsewhere(data)])
    weights = {sign: round(UNIT * weight) for sign, weight in sorted(fitted.weights.items())}
    return Learned(weights, round(UNIT * (THRESHOLD - fitted.base)))


def written(found: Learned) -> str:
    """The text of the file with the weights."""
    lines = "\n".join(f"{sign} {weight}" for sign, weight in found.weights.items())
    return (
        "# Learned by benchmarks/learning/names.py: the weight of each sign of a word, and what\n"
        "# those of a word that names somebody reach together.\n\n"
        f"threshold = {found.threshold}\nweights = '''\n{lines}\n'''\n"
    )


def estimate(data: Path) -> None:
    """Print how many of the names left out are found, and how many false alarms there are."""
    named, taught, other = judged(), [*drawn(), *singly()], list(elsewhere(data))
    for at, (name, left_out) in enumerate(named.items()):
        rest = [one for of, examples in named.items() if of != name for one in examples]
        fitted = fit([*taught, *rest, *other[at % 2 :: 2]])
        _tell(name, fitted, left_out)
        _tell("  collections", fitted, other[1 - at % 2 :: 2])
    alone = {one.group for one in singly()}
    groups = {group: at % _FOLDS for at, group in enumerate({one.group: 0 for one in taught})}
    for fold in range(_FOLDS):
        fitted = fit([*(one for one in taught if groups[one.group] != fold), *other])
        left_out = [one for one in taught if groups[one.group] == fold]
        _tell(f"shapes {fold + 1}", fitted, [one for one in left_out if one.group not in alone])
        _tell(f"one by one {fold + 1}", fitted, [one for one in left_out if one.group in alone])


def _tell(name: str, fitted: Fitted, left_out: list[Example]) -> None:
    scores = [(one, fitted.score(words_of(one)) >= THRESHOLD) for one in left_out]
    found = [is_found for one, is_found in scores if one.naming]
    false = [one.text for one, is_found in scores if is_found and not one.naming]
    print(f"{name}:", end=" ")
    if found:
        print(f"{sum(found) / len(found):.3f} of {len(found)} with a name found;", end=" ")
    print(f"{len(false)} of {len(scores) - len(found)} others taken for one")


def main() -> None:
    """Write what was learned, or print an estimate."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="the folder of the collections")
    parser.add_argument("--estimate", action="store_true", help="only measure, write nothing")
    given = parser.parse_args()
    if given.estimate:
        estimate(given.data)
    else:
        FILE.write_text(written(learn(given.data)), "utf-8")


if __name__ == "__main__":
    main()
