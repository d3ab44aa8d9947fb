"""The status reports the generation served and all faults, and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.publish import publish
from indexer.status import status
from search.errors import IndexMissing, ModelMissing, ModelUnavailable
from search.index.files.folder import live_name
from tests.digests import garden
from tests.digests.indexing import make_digest, pprsearch, told, tree

OLD, NEW = garden.digest(*garden.POSTS[:2]), garden.digest(*garden.POSTS[:4])


@pytest.fixture
def index(tmp_path: Path) -> Path:
    publish(OLD, tmp_path / "index")
    publish(NEW, tmp_path / "index")
    return tmp_path / "index"


def test_a_sound_index_has_no_faults(index: Path) -> None:
    before = tree(index)
    found = status(index)
    assert found.health == ()
    assert [(one.posts, one.live, one.withdrawn, one.fault) for one in found.kept] == [
        (4, True, False, None),
        (2, False, False, None),
    ]
    assert found.serving == found.kept[0]
    assert found.kept[0].name == live_name(index)
    assert found.kept[0].written and found.kept[0].written.startswith("20")
    assert found.size > sum(one.size for one in found.kept) > 0
    assert tree(index) == before


def test_if_the_live_generation_is_damaged_the_one_before_is_served(index: Path) -> None:
    (index / str(live_name(index)) / "labels.txt").unlink()
    found = status(index)
    assert found.serving == found.kept[1]
    assert found.kept[0].fault
    assert "labels.txt" in found.health[0]
    assert "pprsearch index" in found.health[0]


def test_an_index_without_an_intact_generation_is_reported(index: Path) -> None:
    for one in status(index).kept:
        (index / one.name / "manifest.json").write_text("[]")
    found = status(index)
    assert found.serving is None
    assert [one.posts for one in found.kept] == [0, 0]
    assert "No generation is intact. Run: pprsearch index" in found.health


def test_other_faults_are_reported(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (index / "CURRENT").unlink()
    (index / "000009-aaaaaa.partial").mkdir()
    index.chmod(0o777)
    monkeypatch.setattr("indexer.status.version", lambda name: "99.0")
    told = "\n".join(status(index).health)
    for part in ("CURRENT is missing", "another user", "this is 99.0", "A killed run"):
        assert part in told


@pytest.mark.slow
def test_an_index_with_vectors_but_without_the_extra_is_reported(
    semantic_garden_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert status(semantic_garden_index).health == ()
    lacks = ModelUnavailable("the semantic extra is not installed")
    monkeypatch.setattr("indexer.status.lacking", lambda: lacks)
    (told,) = status(semantic_garden_index).health
    assert told.endswith("is not installed. Install it, or run: pprsearch index --no-semantic")
    monkeypatch.setattr("indexer.status.lacking", lambda: ModelMissing("a model is missing"))
    (told,) = status(semantic_garden_index).health
    assert "but a model is missing. " in told and told.endswith("pprsearch model add FILE")


def test_a_missing_index_is_reported(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(IndexMissing):
            status(folder)


def test_the_command_prints_the_status(tmp_path: Path, own_cache: Path) -> None:
    folder = make_digest(tmp_path / "digest")
    missing = pprsearch("status", folder.root)
    assert missing.exit_code == 1
    assert "pprsearch index" in missing.stderr
    pprsearch("index", folder.root, "--no-semantic")
    lines = pprsearch("status", folder.root).stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        *("Index", "Generation", "Posts", "Written", "Search", "Size", "Kept", "Health")
    ]
    assert lines[-1].endswith("no faults")
    found = told("status", folder.root)
    assert set(found) == {"index", "serving", "kept", "size", "health", "program"}
    assert found["serving"]["posts"] == 4
    index = Path(found["index"])
    (index / found["serving"]["name"] / "manifest.json").unlink()
    result = pprsearch("status", folder.root)
    assert result.exit_code == 1
    assert "(live, damaged)" in result.stdout
    assert "No generation is intact" in result.stderr
