"""The embedded engine serves the newest complete generation, and says if it is not the live one."""

from __future__ import annotations

import os
import shutil
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from indexer.publish import publish
from search.engine import embedded
from search.engine.embedded import EmbeddedEngine
from search.engine.open import open_generation
from search.engine.seam import Engine, Snapshot
from search.errors import (
    IndexDamaged,
    IndexMissing,
    IndexNotPrivate,
    IndexOutdated,
    ModelUnavailable,
)
from search.index import embedding
from search.index.model.known import Model
from search.question import Question
from search.results import SearchOptions
from tests.digests import garden
from tests.patience import eventually

BEANS = Question.parse("beans")
MORE = garden.digest(*garden.POSTS, garden.post(77, title="Beans on the moon"))


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index with one generation, which the test may change."""
    publish(garden.digest(), tmp_path / "index")
    return tmp_path / "index"


def opened(index: Path) -> EmbeddedEngine:
    return EmbeddedEngine.open(index, semantic=False)


def live(index: Path) -> Path:
    return index / (index / "CURRENT").read_text("ascii").strip()


def damage(generation: Path) -> None:
    file = generation / "posts.jsonl"
    data = file.read_bytes()
    # A new file, since an open reader has the old one in memory.
    file.unlink()
    file.write_bytes(data[:-1] + b"x")


def test_the_snapshot_names_its_generation(index: Path) -> None:
    engine: Engine = opened(index)
    snapshot: Snapshot = engine.now()
    assert engine.health == ()
    assert snapshot.generation == live(index).name
    assert snapshot.digest == replace(garden.digest(), posts=())
    assert snapshot.ids == [post.id for post in garden.POSTS]
    results = snapshot.search(BEANS, SearchOptions(limit=3))
    assert results.generation == snapshot.generation
    assert len(results.hits) == 3
    engine.close()


def test_the_snapshot_stays_the_same_until_a_publication(index: Path) -> None:
    engine = opened(index)
    first = engine.now()
    assert engine.now() is first
    assert not first.semantic


@pytest.mark.slow
def test_a_new_generation_is_served_while_threads_keep_asking(index: Path) -> None:
    """How soon it is served is tested over HTTP by the load test."""
    engine = opened(index)
    old, total = engine.now().generation, engine.now().search(BEANS).total
    stop = Event()
    # The totals that each thread received, by generation.
    told: list[dict[str, set[int]]] = [{} for _ in range(4)]

    def keep_asking(mine: dict[str, set[int]]) -> None:
        while not stop.is_set():
            results = engine.now().search(BEANS, SearchOptions(limit=50))
            assert len(results.hits) == results.total
            mine.setdefault(results.generation, set()).add(results.total)

    def everyone_was_told(generation: str) -> None:
        eventually(
            lambda: all(generation in mine for mine in told) or any(a.done() for a in askers)
        )

    with ThreadPoolExecutor(len(told)) as pool:
        askers = [pool.submit(keep_asking, mine) for mine in told]
        try:
            everyone_was_told(old)
            new = str(publish(MORE, index).generation)
            everyone_was_told(new)
        finally:
            stop.set()
        for asker in askers:
            asker.result()
    assert engine.now().generation == new
    # Each answer is of exactly one generation: never the posts of one with the name of another.
    assert told == [{old: {total}, new: {total + 1}}] * len(told)


@pytest.mark.parametrize("step", ["check_generation", "EmbeddedSnapshot"])
def test_the_newest_generation_is_opened_if_the_one_before_was_just_removed(
    index: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    old = live(index)
    really = getattr(embedded, step)

    def held_up(generation: Path, *more: object) -> object:
        if generation == old:
            publish(MORE, index)
            publish(garden.digest(), index)
            assert not old.exists()
        return really(generation, *more)

    monkeypatch.setattr(embedded, step, held_up)
    engine = opened(index)
    assert engine.now().generation == live(index).name
    assert engine.health == ()


@pytest.mark.usefixtures("eager")
def test_phrases_and_exclusions_work_after_an_update(index: Path) -> None:
    engine = opened(index)
    posts = [replace(garden.POSTS[0], summary="Beans were moved."), *garden.POSTS[2:]]
    publish(garden.digest(*posts), index)
    assert engine.now().search(Question.parse('"beer traps"')).total == 0
    assert engine.now().search(Question.parse("-beans")).total == 4
    assert engine.now().search(Question.parse('"beans were moved"')).total == 1


@pytest.mark.usefixtures("eager")
def test_a_damaged_live_generation_is_skipped_and_reported(index: Path) -> None:
    old = live(index).name
    publish(MORE, index)
    damaged = live(index)
    damage(damaged)
    engine = opened(index)
    assert engine.now().generation == old
    assert engine.now().search(BEANS).hits
    (note,) = engine.health
    assert damaged.name in note
    assert "posts.jsonl" in note
    assert "pprsearch index" in note
    publish(MORE, index)
    assert engine.now().generation > damaged.name
    assert engine.health == ()


@pytest.mark.usefixtures("eager")
def test_the_open_generation_is_kept_if_a_new_one_is_damaged(index: Path) -> None:
    engine = opened(index)
    old = engine.now().generation
    publish(MORE, index)
    damage(live(index))
    assert engine.now().generation == old
    (note,) = engine.health
    assert "can't be used" in note
    shutil.rmtree(index / old)
    assert engine.now().search(BEANS).generation == old


@pytest.mark.usefixtures("eager")
def test_the_open_generation_is_kept_if_all_are_damaged(index: Path) -> None:
    engine = opened(index)
    old = engine.now().generation
    damage(index / old)
    publish(MORE, index)
    damage(live(index))
    assert engine.now().search(BEANS).generation == old
    assert any("can't be opened" in note for note in engine.health)
    shutil.rmtree(index)
    assert engine.now().search(BEANS).generation == old


def test_an_index_without_a_complete_generation_is_damaged(index: Path) -> None:
    damage(live(index))
    with pytest.raises(IndexDamaged, match=r"posts\.jsonl differs"):
        opened(index)


def test_an_index_of_another_format_is_outdated(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.index.files.manifest.FORMAT", -1)
    with pytest.raises(IndexOutdated):
        opened(index)


def test_without_current_the_newest_generation_is_served(index: Path) -> None:
    publish(MORE, index)
    newest = live(index).name
    (index / "CURRENT").unlink()
    (index / "999999-unfinished.partial").mkdir()
    assert opened(index).now().generation == newest
    (index / "CURRENT").write_text("../elsewhere", "ascii")
    assert opened(index).now().generation == newest
    (index / "CURRENT").write_bytes(b"\xff")
    assert opened(index).now().generation == newest


@pytest.mark.parametrize("make", [lambda p: None, lambda p: p.mkdir(0o700)])
def test_a_missing_index_is_reported(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "index")
    with pytest.raises(IndexMissing, match="there is no index in") as raised:
        opened(tmp_path / "index")
    assert "pprsearch index" in raised.value.hint


@pytest.mark.parametrize("mode", [0o770, 0o702, 0o777])
def test_an_index_writable_by_others_is_refused(index: Path, mode: int) -> None:
    index.chmod(mode)
    with pytest.raises(IndexNotPrivate, match="could have been written by another user"):
        opened(index)
    index.chmod(0o755)
    assert opened(index).now().generation


def test_an_index_of_another_user_is_refused(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.stat

    def of_someone_else(path: Path, **options: bool) -> os.stat_result:
        found = real(path, **options)
        return os.stat_result((*found[:4], 12345, *found[5:]))

    monkeypatch.setattr("search.engine.location.os.stat", of_someone_else)
    with pytest.raises(IndexNotPrivate):
        opened(index)


def test_without_the_semantic_extra_words_are_searched_without_a_warning(
    semantic_garden_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "lacking", lambda: ModelUnavailable("not installed"))
    engine = EmbeddedEngine.open(semantic_garden_index)
    assert not engine.now().semantic
    assert engine.health == ()
    assert engine.now().search(BEANS).hits


def broken(model: Model) -> embedding.Embedder:
    raise ModelUnavailable("model.onnx is not the file that this version was tested with")


def test_no_model_is_loaded_for_an_index_without_meanings(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "lacking", lambda: None)
    monkeypatch.setattr(embedding, "embedder", broken)
    engine = EmbeddedEngine.open(index)
    assert not engine.now().semantic
    assert engine.now().search(BEANS).hits
    assert engine.health == ()


def test_a_model_that_cannot_be_loaded_gives_one_warning(
    semantic_garden_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "lacking", lambda: None)
    monkeypatch.setattr(embedding, "embedder", broken)
    engine = EmbeddedEngine.open(semantic_garden_index)
    assert not engine.now().semantic
    assert engine.now().search(BEANS).hits
    (note,) = engine.health
    assert "without sentence embeddings: model.onnx is not" in note


@pytest.mark.usefixtures("eager")
def test_the_warning_ends_once_the_index_needs_no_model(
    semantic_garden_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "lacking", lambda: None)
    monkeypatch.setattr(embedding, "embedder", broken)
    copied = shutil.copytree(semantic_garden_index, tmp_path / "index")
    engine = EmbeddedEngine.open(copied)
    assert engine.health
    publish(garden.digest(), copied)
    assert not engine.now().semantic
    assert engine.health == ()


@pytest.mark.usefixtures("eager")
def test_a_snapshot_still_answers_after_its_folder_was_removed(index: Path) -> None:
    snapshot = opened(index).now()
    with open_generation(live(index), semantic=False) as other:
        shutil.rmtree(index)
        post = garden.POSTS[3]
        for one in (snapshot, other):
            assert one.search(Question.parse('slugs "beer traps" author:smith')).hits
            assert one.search(Question.parse("ladybrids")).understanding.corrected
            assert one.order_plainly(BEANS)
            assert one.alike(post.id)
            assert one.related(post.id).across
            assert one.neighbours(post.id).newer
            assert one.suggest("bea") and one.suggest("Slugs prefer")
            assert list(one.archive()) and one.post(post.id) == post
            assert one.month("2017-06") and one.months() and one.topics() and one.kinds()


@pytest.mark.usefixtures("eager")
def test_an_unused_snapshot_is_released(index: Path) -> None:
    engine = opened(index)
    held, dropped = engine.now(), weakref.ref(engine.now())
    held.search(BEANS)
    held.related(garden.POSTS[0].id)
    publish(MORE, index)
    assert engine.now() is not held
    assert dropped() is held
    del held
    assert dropped() is None
