"""Judges whether a question names somebody: a client, or someone around one.

Each sign of a word (see ``name_signs``) has a weight, learned by ``benchmarks/learning/names.py``
from questions that were written for it. One word whose weights reach the threshold is enough.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from search.answers.name_signs import (
    FOLDS,
    TOKENS,
    candidates,
    lists,
    signs,
    signs_of_all,
    tokens,
)

FILE = Path(__file__).with_name("naming.toml")


class Learned(NamedTuple):
    """The weight of each sign, and what the weights of a word's signs must reach together."""

    weights: Mapping[str, int]
    threshold: int


@cache
def learned() -> Learned:
    """The weights in the file of this package."""
    data = tomllib.loads(FILE.read_text("utf-8"))
    pairs = (line.rpartition(" ") for line in data["weights"].splitlines())
    return Learned({sign: int(weight) for sign, _, weight in pairs}, data["threshold"])


def names_somebody(question: str, by: Learned | None = None) -> bool:
    """Whether a question seems to name a client, or someone around one.

    By the weights in the file, if no others are given.
    """
    weights, threshold = by or learned()
    read = tokens(question, lists())
    of_all = sum(weights.get(sign, 0) for sign in signs_of_all(read))
    return any(
        of_all + sum(weights.get(sign, 0) for sign in signs(read, at)) >= threshold
        for at in candidates(read)
    )


def naming_for_browsers() -> dict[str, Any]:
    """What ``names_somebody`` knows, as data: words of each kind and signs are told in one text."""
    known, (weights, threshold) = lists(), learned()
    kinds: dict[str, list[str]] = {}
    for word, kind in known.kinds.items():
        kinds.setdefault(kind, []).append(word)
    return {
        "tokens": TOKENS,
        "folds": FOLDS,
        "kinds": {kind: " ".join(words) for kind, words in kinds.items()},
        "authors": ";".join(sorted(known.authors)),
        "titles": " ".join(sorted(known.titles)),
        "weights": "\n".join(f"{sign} {weight}" for sign, weight in weights.items()),
        "threshold": threshold,
    }
