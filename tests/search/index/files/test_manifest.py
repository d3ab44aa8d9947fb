"""A manifest describes a generation, and damage to any of its files is detected."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from search.errors import IndexDamaged, IndexOutdated
from search.index.files.manifest import MANIFEST, check_generation, read_manifest
from tests.digests import garden


def test_the_manifest_lists_every_file_and_post(garden_generation: Path) -> None:
    manifest = read_manifest(garden_generation)
    files = {
        str(f.relative_to(garden_generation)) for f in garden_generation.rglob("*") if f.is_file()
    }
    assert files == {*manifest.files, MANIFEST}
    assert manifest.posts == {p.id: p.content_hash for p in garden.POSTS}
    assert not manifest.semantic
    check_generation(garden_generation)


def copied(source: Path, target: Path) -> Path:
    """A copy that can be damaged without changing the shared generation."""
    target.mkdir()
    (target / "fulltext").mkdir()
    for file in source.rglob("*"):
        if file.is_file():
            (target / file.relative_to(source)).write_bytes(file.read_bytes())
    return target


def cut_short(generation: Path) -> None:
    file = generation / "posts.jsonl"
    file.write_bytes(file.read_bytes()[:-7])


def flip_a_bit(generation: Path) -> None:
    file = generation / "bm25f-weights.npy"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (cut_short, r"/posts\.jsonl differs from what was written"),
        (flip_a_bit, r"/bm25f-weights\.npy differs"),
        (lambda g: (g / "posts-ids.json").unlink(), r"/posts-ids\.json is missing or unreadable"),
        (lambda g: (g / "fulltext" / "x.toc").write_bytes(b"cos\n"), "x.toc is not part of it"),
        (lambda g: (g / MANIFEST).unlink(), "the manifest of generation damaged is unreadable"),
        (lambda g: (g / MANIFEST).write_text("{", "utf-8"), "the manifest of"),
        (lambda g: (g / MANIFEST).write_text("[]", "utf-8"), "the manifest of"),
        (lambda g: (g / MANIFEST).write_bytes(b"\xff"), "the manifest of"),
        (lambda g: changed(g, files=None), "the manifest of"),
        (lambda g: changed(g, more=1), "the manifest of"),
        (lambda g: changed(g, posts={}), "the manifest of"),
        (lambda g: changed(g, checksum=None), "the manifest of"),
    ],
)
def test_damage_is_detected_and_named(
    garden_generation: Path, tmp_path: Path, damage: Callable[[Path], object], message: str
) -> None:
    generation = copied(garden_generation, tmp_path / "damaged")
    check_generation(generation)
    damage(generation)
    with pytest.raises(IndexDamaged, match=message) as raised:
        check_generation(generation)
    assert "pprsearch index" in raised.value.hint


def changed(generation: Path, **values: object) -> None:
    file = generation / MANIFEST
    data = {**json.loads(file.read_text("utf-8")), **values}
    kept = {k: v for k, v in data.items() if v is not None}
    file.write_text(json.dumps(kept), "utf-8")


def test_another_format_is_outdated_and_not_damaged(
    garden_generation: Path, tmp_path: Path
) -> None:
    generation = copied(garden_generation, tmp_path / "old")
    changed(generation, format=0)
    with pytest.raises(
        IndexOutdated, match=r"old was made by another version .*its format is 0"
    ) as raised:
        check_generation(generation)
    assert "pprsearch index" in raised.value.hint


def test_an_unreadable_file_is_damage(garden_generation: Path, tmp_path: Path) -> None:
    generation = copied(garden_generation, tmp_path / "blocked")
    (generation / "labels.txt").unlink()
    os.symlink("labels.txt", generation / "labels.txt")
    with pytest.raises(IndexDamaged, match=r"labels\.txt is missing or unreadable"):
        check_generation(generation)
