"""The model for questions about harm: its phrasings, and that learning it again changes little."""

from __future__ import annotations

import numpy as np
import pytest
from learning.harm import by_words, embedded, learned
from learning.phrasings import KINDS, ORDINARY, Phrasing, made_up, once_unseen
from learning.single_words import Words, by_single_words, read_singly, vocabulary

from search.answers.harms import FILE, Judge, judge, marks_of, number_of
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
    words = Words(("pond", "frozen"), np.eye(2, dtype=np.float32))
    judge = Judge(learned(phrasings, np.eye(len(KINDS), dtype=np.float32), words))
    for kind in ("harm", "ordinary"):
        assert KINDS[int(judge.by_words(marks_of(told[kind])).argmax())] == kind


def test_a_word_without_a_phrasing_counts_like_one_with_a_near_vector() -> None:
    words = Words(("ice", "fire", "frost"), np.array([[1, 0], [0, 1], [0.9, 0.1]], np.float32))
    told = [("ice", 1), ("fire", 0)] * 300
    texts, kinds = zip(*told, strict=True)
    made = by_single_words(texts, np.array(kinds), words)
    assert made["single_known"].tolist() == sorted(map(number_of, words.words))
    said = {
        word: made["single_inner"][made["single_known"] == number_of(word)] for word in words.words
    }
    apart = {word: np.abs(said["frost"].astype(int) - said[word]).sum() for word in ("ice", "fire")}
    assert apart["ice"] < apart["fire"]


def test_the_words_with_a_meaning_are_those_of_phrasings_and_the_commonest() -> None:
    words = vocabulary(["the pond qqx is Frozen", "a qqx, frozen pond", "unlikelyword"])
    assert {"qqx", "frozen", "pond", "winter", "hiver"} <= set(words)
    assert "unlikelyword" not in words
    assert len({number_of(word) for word in words}) == len(words)


@pytest.mark.slow
def test_the_shipped_words_are_those_of_the_phrasings(phrasings: list[Phrasing]) -> None:
    words = vocabulary([one.text for one in (*phrasings, *once_unseen())])
    with np.load(FILE, allow_pickle=False) as shipped:
        assert sorted(map(number_of, words)) == shipped["single_known"].tolist()


@pytest.mark.skipif(not installed(), reason="needs the extra semantic")
def test_a_french_word_is_read_as_its_english() -> None:
    models, _ = found()
    assert models is not None
    french, english = read_singly(["peur", "fear"], models).vectors
    assert french @ english > 0.9 * (english @ english)


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
