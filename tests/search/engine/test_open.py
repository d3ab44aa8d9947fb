"""A location is opened by the engine for it, which one module chooses."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.publish import publish
from search.engine import open as opening
from search.engine.open import load_engine, open_engine, open_generation
from search.engine.seam import Engine, Snapshot
from search.errors import IndexDamaged, IndexMissing, LocationUnknown
from search.index import embedding
from search.question import Question
from tests.digests import garden
from tests.pretended.engine_fake import FakeEngine, FakeSnapshot

ADDRESS = "elsewhere+https://host1:9200,host2:9200/digest"


class Elsewhere:
    """A second engine; only its opening is tested."""

    asked: list[tuple[str, object, bool]]

    @classmethod
    def open(cls, location: object, semantic: bool) -> Engine:
        cls.asked.append(("engine", location, semantic))
        return FakeEngine(garden.digest())

    @classmethod
    def open_generation(cls, location: object, semantic: bool) -> Snapshot:
        cls.asked.append(("generation", location, semantic))
        return Closing(garden.digest())


class Closing(FakeSnapshot):
    """A snapshot that its opener closes."""

    def close(self) -> None:
        Elsewhere.asked.append(("closed", "", False))


def test_a_folder_is_opened_by_the_embedded_engine(tmp_path: Path) -> None:
    publish(garden.digest(), tmp_path / "index")
    for location in (tmp_path / "index", str(tmp_path / "index")):
        engine = open_engine(location, semantic=False)
        assert engine.now().ids == [post.id for post in garden.POSTS]
        engine.close()


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        open_engine(tmp_path / "none")
    with pytest.raises(IndexDamaged), open_generation(tmp_path / "none"):
        pass


def test_an_engine_is_loaded_without_an_index(tmp_path: Path) -> None:
    load_engine(tmp_path / "none")
    with pytest.raises(LocationUnknown):
        load_engine(ADDRESS)


def test_an_unknown_address_is_reported_without_its_password() -> None:
    for way in (open_engine, lambda location: open_generation(location).__enter__()):
        with pytest.raises(LocationUnknown, match=r"no engine .* reads .* ftp://") as caught:
            way("ftp://someone:secret@host/digest")
        assert "secret" not in f"{caught.value} {caught.value.hint}"
        assert "folder" in caught.value.hint


def test_another_engine_is_added_by_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    Elsewhere.asked = []
    monkeypatch.setitem(opening.ENGINES, "elsewhere+https", f"{__name__}:Elsewhere")
    assert open_engine(ADDRESS, semantic=False).now().digest.name == "Garden Digest"
    with open_generation(ADDRESS) as snapshot:
        assert snapshot.ids
    assert Elsewhere.asked == [
        ("engine", ADDRESS, False),
        ("generation", ADDRESS, True),
        ("closed", "", False),
    ]
    with pytest.raises(LocationUnknown) as caught:
        open_engine("ftp://host/digest")
    assert "elsewhere+https://" in caught.value.hint


def test_a_generation_that_is_not_live_can_be_opened(garden_generation: Path) -> None:
    with open_generation(garden_generation, semantic=False) as snapshot:
        assert snapshot.generation == garden_generation.name
        assert snapshot.search(Question.parse("slugs")).answered


def test_the_model_is_loaded_only_for_a_generation_that_can_use_it(
    garden_generation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loaded() -> tuple[None, None]:
        raise AssertionError("the model was loaded")

    monkeypatch.setattr(embedding, "found", loaded)
    with open_generation(garden_generation, semantic=True) as snapshot:
        assert not snapshot.semantic
