"""Verifying finds faults of an index, and none in a sound one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer import verify as verifying
from indexer.publish import publish
from indexer.verify import Check, verify
from search.errors import IndexMissing
from search.index import embedding
from search.index.files.folder import live_name
from search.index.files.manifest import read_manifest, write_manifest
from tests.digests import garden, translated_garden
from tests.digests.indexing import QUESTIONS, make_digest, pprsearch, told


@pytest.fixture
def index(tmp_path: Path) -> Path:
    publish(garden.digest(*garden.POSTS[:3]), tmp_path / "index")
    publish(garden.digest(), tmp_path / "index")
    return tmp_path / "index"


def checks(index: Path, sample: int = 50) -> dict[str, Check]:
    """The last check of each name."""
    return {check.name: check for check in verify(index, ["do beans like compost?"], sample)}


def tampered(index: Path, name: str, data: str | NDArray[Any]) -> None:
    """Change a file of the live generation and its checksum too."""
    live = index / str(live_name(index))
    if isinstance(data, str):
        (live / name).write_text(data)
    else:
        np.save(live / name, data)
    manifest = read_manifest(live)
    files = {**manifest.files, name: hashlib.sha256((live / name).read_bytes()).hexdigest()}
    write_manifest(live, manifest.analysis, manifest.semantic, manifest.posts, files)


def test_a_sound_index_passes_every_check(index: Path) -> None:
    found = checks(index)
    assert list(found) == ["privacy", "live", "checksums", "counts", "answers"]
    assert all(check.passed for check in found.values())
    assert found["answers"].told.startswith(
        "11 questions and 10 lists of related posts are the same as in"
    )
    assert "answers" not in checks(index, sample=0)
    assert checks(index, sample=3)["answers"].told.startswith("3 questions")


def test_a_folder_with_other_files_is_no_index(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear reader")
    with pytest.raises(IndexMissing):
        checks(tmp_path)


def test_an_index_writable_by_others_fails(index: Path) -> None:
    index.chmod(0o777)
    assert checks(index, 0)["privacy"].passed is False


def test_an_index_without_a_live_generation_fails(index: Path) -> None:
    (index / "CURRENT").write_text("what?")
    found = checks(index)
    assert list(found) == ["privacy", "live"]
    assert found["live"].passed is False


def test_a_damaged_file_fails(index: Path) -> None:
    file = index / str(live_name(index)) / "words-tokens.npy"
    file.write_bytes(file.read_bytes()[:-1])
    found = [check for check in verify(index) if check.name == "checksums"]
    assert [check.passed for check in found] == [False, True]
    assert "words-tokens.npy" in found[0].told


def test_parts_that_do_not_agree_fail(index: Path) -> None:
    live = index / str(live_name(index))
    starts = np.load(live / "vectors-starts.npy")
    tampered(index, "vectors-starts.npy", starts[:-1])
    posts = (live / "posts.jsonl").read_text()
    tampered(index, "posts.jsonl", posts.replace("Compost", "Kompost", 1))
    check = checks(index, 0)["counts"]
    assert check.passed is False
    assert check.told == "10 posts, but 9 in the vectors and 1 post with another text"


def test_answers_unlike_those_of_a_new_index_fail(index: Path) -> None:
    live = index / str(live_name(index))
    weights = np.load(live / "vectors-weights.npy")
    tampered(index, "vectors-weights.npy", np.zeros_like(weights))
    check = checks(index)["answers"]
    assert check.passed is False
    assert check.told.endswith("differs on 4 posts with other related posts")


def test_answers_in_translations_are_compared_too(tmp_path: Path) -> None:
    index = tmp_path / "index"
    publish(translated_garden.digest(), index)
    assert checks(index)["answers"].passed
    assert checks(index)["answers"].told.startswith("14 questions")
    live = index / str(live_name(index))
    terms = (live / "words-terms.txt").read_text("utf-8").split("\n")
    starts = np.load(live / "bm25f-starts.npy")
    posts = np.load(live / "bm25f-posts.npy")
    assert len(starts) == len(terms) + 1
    # As if these words belonged to another post.
    for row, term in enumerate(terms):
        if term.startswith("@fr:") and starts[row + 1] - starts[row] == 1:
            posts[starts[row]] = 9
    tampered(index, "bm25f-posts.npy", posts)
    check = checks(index)["answers"]
    assert check.passed is False
    assert translated_garden.COMPOST.title in check.told
    # A sample smaller than the number of titles includes some of translations.
    assert checks(index, sample=4)["answers"].passed is False


def test_answers_of_another_version_are_not_compared(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "version", lambda name: "99")
    assert checks(index)["answers"].passed is None


def test_answers_by_meaning_are_not_compared_without_a_model(
    semantic_garden_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "found", lambda: (None, None))
    (found,) = [c for c in verify(semantic_garden_index) if c.name == "answers"]
    assert found.passed is None


def test_a_missing_index_is_reported(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        list(verify(tmp_path / "none"))


def test_the_command_prints_each_check(tmp_path: Path, own_cache: Path) -> None:
    folder = make_digest(tmp_path / "digest")
    folder.write("relevance/questions.toml", QUESTIONS)
    pprsearch("index", folder.root, "--no-semantic")
    result = pprsearch("verify", folder.root)
    assert result.exit_code == 0
    assert result.stdout.count("ok ") == 5
    assert "7 questions" in result.stdout
    found = told("verify", folder.root, "--sample", "0")
    assert found["sound"]
    assert [check["name"] for check in found["checks"]] == [
        *("privacy", "live", "checksums", "counts")
    ]
    index = Path(told("status", folder.root)["index"])
    (index / str(live_name(index)) / "posts-ids.json").unlink()
    broken = pprsearch("verify", folder.root)
    assert broken.exit_code == 1
    assert "FAULT" in broken.stdout
    assert "The index has 1 fault" in broken.stderr
