"""Where an index lies when nobody says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.folder.read import DEMO
from search.engine.location import build_command, default_index, index_folder, standing_index
from search.errors import HomeMissing, IndexMissing


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_digest_has_one_index_from_wherever_it_is_named(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my-digest").mkdir()
    (tmp_path / "link").symlink_to("my-digest")
    place = default_index(tmp_path / "my-digest")
    assert place.parent == cache / "pprsearch"
    assert place.name.startswith("my-digest-")
    assert default_index(tmp_path / "link") == place
    monkeypatch.chdir(tmp_path)
    assert default_index(Path("my-digest")) == place
    monkeypatch.chdir("my-digest")
    assert default_index(Path()) == place


def test_two_digests_of_one_name_have_two(tmp_path: Path) -> None:
    assert default_index(tmp_path / "a" / "digest") != default_index(tmp_path / "b" / "digest")


def test_without_the_variable_it_lies_in_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for value in ("", "relative"):
        monkeypatch.setenv("XDG_CACHE_HOME", value)
        assert default_index(tmp_path).parent == tmp_path / ".cache" / "pprsearch"


def test_without_a_home_it_must_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(HomeMissing, match="no home") as raised:
        default_index(tmp_path)
    assert "PPRSEARCH_INDEX" in raised.value.hint


def test_an_index_that_is_named_goes_before_the_digests_own(tmp_path: Path) -> None:
    assert index_folder(DEMO, tmp_path) == tmp_path
    assert index_folder(DEMO, None) == default_index(DEMO)


def test_the_cure_of_a_missing_index_builds_that_one(tmp_path: Path) -> None:
    assert standing_index(DEMO, tmp_path) == tmp_path
    digest, missing = tmp_path / "my digest", tmp_path / "index"
    with pytest.raises(IndexMissing) as caught:
        standing_index(digest, missing)
    assert caught.value.hint == f"Build one with: pprsearch index '{digest}' --index {missing}"
    assert build_command(DEMO, None) == "pprsearch index"
