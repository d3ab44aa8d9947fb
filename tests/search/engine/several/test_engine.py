"""Several indexes as one engine: they change, disappear and come back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexer.publish import publish
from search.engine.location import Several, located
from search.engine.open import open_engine, open_generation
from search.engine.seam import Engine
from search.engine.several import engine as several_engine
from search.engine.several.engine import SeveralEngine
from search.errors import IndexMissing, LocationUnknown
from search.question import Question
from tests.digests import garden

BEANS = Question.parse("beans")


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The folders of the indexes of two digests, each of half of the posts."""
    plots, town = tmp_path / "plots", tmp_path / "town"
    publish(garden.digest(*garden.POSTS[::2]), plots)
    publish(garden.digest(*garden.POSTS[1::2]), town)
    return plots, town


@pytest.fixture
def engine(folders: tuple[Path, Path], eager: None) -> Iterator[Engine]:
    with closing(open_engine(located(",".join(map(str, folders))), semantic=False)) as opened:
        yield opened


def test_several_digests_answer_as_one(engine: Engine) -> None:
    found = engine.now().search(BEANS)
    assert {hit.post.id.partition("/")[0] for hit in found.hits} == {"plots", "town"}
    assert engine.health == ()
    assert engine.now() is engine.now()


def test_a_new_generation_of_one_is_served(engine: Engine, folders: tuple[Path, Path]) -> None:
    before = engine.now()
    publish(
        garden.digest(*garden.POSTS[::2], garden.post(60, title="Beans on the moon")), folders[0]
    )
    after = engine.now()
    assert after is not before and int(after.generation[:6]) == int(before.generation[:6]) + 1
    assert any("moon" in hit.title.text for hit in after.search(BEANS).hits)
    assert not any("moon" in hit.title.text for hit in before.search(BEANS).hits)


def test_a_missing_index_is_reported_and_served_once_it_is_back(
    folders: tuple[Path, Path], eager: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    plots, town = folders
    away = town.rename(town.with_name("away"))
    with closing(open_engine(located(f"{plots},{town}"), semantic=False)) as engine:
        (fault,) = engine.health
        assert fault.startswith("town: there is no index in")
        alone = engine.now().search(BEANS)
        assert {hit.post.id.partition("/")[0] for hit in alone.hits} == {"plots"}
        (note,) = alone.understanding.notes
        assert note == "The digest “town” can't be read now; its posts are not here."
        away.rename(town)
        monkeypatch.setattr(several_engine, "AGAIN_AFTER", 0)
        both = engine.now().search(BEANS)
        assert both.generation != alone.generation and not both.understanding.notes
        assert engine.health == ()


def test_a_damaged_index_does_not_stop_the_other(folders: tuple[Path, Path]) -> None:
    plots, town = folders
    generation = town / (town / "CURRENT").read_text("ascii").strip()
    (generation / "posts.jsonl").write_bytes(b"")
    with closing(open_engine(located(f"{plots},{town}"), semantic=False)) as engine:
        assert engine.now().search(BEANS).hits
        assert "town" in engine.health[0]


def test_without_any_index_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        open_engine(located(f"{tmp_path}/one,{tmp_path}/other"))


def test_messages_for_a_maintainer_name_the_digest(
    engine: Engine, folders: tuple[Path, Path]
) -> None:
    (folders[1] / "CURRENT").unlink()
    (note,) = engine.health
    assert note.startswith("town: CURRENT is missing")


def test_a_generation_of_several_digests_can_not_be_opened(tmp_path: Path) -> None:
    with (
        pytest.raises(LocationUnknown, match="several"),
        open_generation(Several({"a": tmp_path, "b": tmp_path})),
    ):
        pass
    with pytest.raises(LocationUnknown):
        SeveralEngine.open(tmp_path)


def test_files_of_all_indexes_are_closed(folders: tuple[Path, Path]) -> None:
    engine = open_engine(located(",".join(map(str, folders))), semantic=False)
    snapshot = engine.now()
    engine.close()
    for folder in folders:
        shutil.rmtree(folder)
    assert snapshot.generation
