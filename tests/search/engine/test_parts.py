"""Every part of a generation follows the rules: file names, all posts, order of dependencies."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.post import Post
from search.engine.generation import write_generation
from search.engine.parts import PARTS, counts, load
from search.index.files.manifest import MANIFEST, read_manifest
from search.index.files.settings import SETTINGS
from search.index.fulltext import FullText
from search.index.part import Build, Fitted, Part
from search.index.store import Store
from tests.digests import garden

# The parts that need posts read by a model.
READ = {"meaning", "answering", "places"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generation with every part that needs no model."""
    many = [garden.post(100 + n, summary=f"Beans and word{n % 40}.") for n in range(200)]
    generation = tmp_path_factory.mktemp("whole") / "000001-aaaaaa"
    generation.mkdir()
    write_generation(generation, replace(garden.digest(), posts=(*garden.POSTS, *many)))
    return generation


def test_each_file_belongs_to_the_part_whose_name_begins_its_own(whole: Path) -> None:
    names = [part.name for part in PARTS]
    assert len(set(names)) == len(names)
    owners = {
        file: [name for name in names if file.startswith(name)]
        for file in read_manifest(whole).files
        if file not in (MANIFEST, SETTINGS)
    }
    assert [file for file, found in owners.items() if len(found) != 1] == []
    assert {name for found in owners.values() for name in found} == {*names} - READ


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_part_needs_only_those_before_it(part: type[Part]) -> None:
    asked: list[type[Part]] = []

    class Watched(Build):
        def fitted(self, part: type[Part]) -> Fitted | None:
            asked.append(part)
            return super().fitted(part)

    Watched(garden.digest()).fitted(part)
    assert set(asked) <= set(PARTS[: PARTS.index(part) + 1])


@pytest.mark.slow
def test_every_part_holds_every_post(whole: Path, semantic_demo_index: Path) -> None:
    found = counts(whole)
    assert {"words", "posts", "bm25f", "fulltext"} <= found.keys()
    assert set(found.values()) == {len(garden.POSTS) + 200}
    live = semantic_demo_index / (semantic_demo_index / "CURRENT").read_text("ascii").strip()
    assert counts(live)["meaning"] == counts(live)["answering"] == counts(live)["posts"]


def test_a_loaded_part_outlives_its_folder(garden_generation: Path, tmp_path: Path) -> None:
    generation = tmp_path / "000001-aaaaaa"
    shutil.copytree(garden_generation, generation)
    opened = load(generation)
    shutil.rmtree(generation)
    assert [opened.get(part) is not None for part in PARTS] == [
        part.name not in {"lsa", *READ} for part in PARTS
    ]
    first: Post = opened[Store][0]
    assert first == garden.POSTS[0]
    assert opened[FullText].matching(phrases=["beer traps"]).any()
    opened[FullText].close()
