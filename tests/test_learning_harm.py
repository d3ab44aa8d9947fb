"""The model for questions about harm: its phrasings, and that learning it again changes little."""

from __future__ import annotations

import numpy as np
import pytest
from learning.harm import by_words, embedded, learned
from learning.phrasings import KINDS, ORDINARY, Phrasing, made_up, once_unseen

from search.answers.harms import FILE, Judge, judge, marks_of
from search.index.embedding import found, installed

# Two machines may round a weight to neighbouring steps.
STEP = 1
# One phrasing in this many is asked again; at least this share must be recognized.
ONE_IN = 250
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


@pytest.mark.slow
def test_learning_again_gives_the_shipped_weights_of_words(phrasings: list[Phrasing]) -> None:
    # One kind says as much as all four, which are learned in the same way one by one.
    made = by_words([*phrasings, *once_unseen()], ["misconduct"])
    with np.load(FILE, allow_pickle=False) as shipped:
        one = KINDS.index("misconduct")
        assert np.abs(made["words"][:, 0].astype(int) - shipped["words"][:, one]).max() <= STEP
        assert made["steps"][0] == pytest.approx(shipped["steps"][one], rel=0.01)
        assert made["base"][0] == pytest.approx(shipped["base"][one], rel=0.01, abs=0.01)


@pytest.mark.slow
@pytest.mark.skipif(not installed(), reason="needs the extra semantic")
def test_phrasings_used_for_learning_are_recognized_by_meaning(phrasings: list[Phrasing]) -> None:
    # Learning again would take minutes, because both models must read every phrasing.
    models, _ = found()
    assert models is not None
    some = phrasings[::ONE_IN]
    vectors = embedded(some, models)
    half = vectors.shape[1] // 2
    told = [
        judge().harms(one.text, (vector[:half], vector[half:]))
        for one, vector in zip(some, vectors, strict=True)
    ]
    right = [
        one.kind in kinds if one.kind != ORDINARY else not kinds
        for one, kinds in zip(some, told, strict=True)
    ]
    assert np.mean(right) >= KNOWN
