"""The model for questions about harm: its phrasings, and that it was learned from them."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean

import numpy as np
import pytest
from learning.harm import embedded, hash_of, learned
from learning.phrasings import KINDS, ORDINARY, Phrasing, made_up, once_unseen

from search.answers.harms import FILE, Judge, judge, marks_of
from search.index.embedding import found, installed

# At least this share of the phrasings must be recognized.
KNOWN = 0.9


@pytest.fixture(scope="module")
def phrasings() -> list[Phrasing]:
    """What is made up; making it takes a second."""
    return made_up()


@pytest.mark.slow
def test_every_kind_has_many_phrasings(phrasings: list[Phrasing]) -> None:
    assert len({one.text for one in phrasings}) == len(phrasings)
    for kind in KINDS:
        assert len({one.source for one in phrasings if one.kind == kind}) >= 5


@pytest.mark.slow
def test_phrasings_are_the_same_each_time(phrasings: list[Phrasing]) -> None:
    assert made_up() == phrasings


@pytest.mark.slow
def test_a_phrasing_also_used_for_testing_has_the_same_kind(phrasings: list[Phrasing]) -> None:
    judging = {one.text.casefold(): one.kind for one in once_unseen()}
    for one in phrasings:
        assert judging.get(one.text.casefold(), one.kind) == one.kind


def test_a_phrasing_is_recognized_by_its_words() -> None:
    told = {"harm": "the pond is frozen", "ordinary": "the pond is warm"}
    phrasings = [Phrasing(told.get(kind, f"{kind} pond"), kind, "pond") for kind in KINDS]
    judge = Judge(learned(phrasings, np.eye(len(KINDS), dtype=np.float32)))
    for kind in ("harm", "ordinary"):
        assert KINDS[int(judge.by_words(marks_of(told[kind])).argmax())] == kind


def recognized(phrasings: Sequence[Phrasing], told: Sequence[tuple[str, ...]]) -> float:
    """The share of phrasings whose kind was told, or of which nothing was, if they are ordinary."""
    return mean(
        one.kind in kinds if one.kind != ORDINARY else not kinds
        for one, kinds in zip(phrasings, told, strict=True)
    )


@pytest.mark.slow
def test_the_shipped_weights_were_learned_from_these_phrasings(phrasings: list[Phrasing]) -> None:
    # Learning again would take a minute by words, and many by meaning.
    with np.load(FILE, allow_pickle=False) as shipped:
        assert shipped["taught"] == hash_of([*phrasings, *once_unseen()]), "run learning.harm"


@pytest.mark.slow
def test_phrasings_used_for_learning_are_recognized_by_words(phrasings: list[Phrasing]) -> None:
    # Some, as they are many, and by meaning take long to read.
    some = phrasings[::50]
    assert recognized(some, [judge().harms(one.text) for one in some]) >= KNOWN


@pytest.mark.slow
@pytest.mark.skipif(not installed(), reason="needs the extra semantic")
def test_phrasings_used_for_learning_are_recognized_by_meaning(phrasings: list[Phrasing]) -> None:
    models, _ = found()
    assert models is not None
    some = phrasings[::500]
    vectors = embedded(some, models)
    half = vectors.shape[1] // 2
    told = [
        judge().harms(one.text, (vector[:half], vector[half:]))
        for one, vector in zip(some, vectors, strict=True)
    ]
    assert recognized(some, told) >= KNOWN
