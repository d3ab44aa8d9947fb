"""A part is built or loaded once, found by its class, together with the parts that it needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
import pytest

from search.index.algebra.fitting import ByScikitLearn, LikeScikitLearn
from search.index.part import Build, Earlier, Opened
from tests.digests import garden

MADE: list[str] = []


@dataclass(frozen=True)
class Roots:
    """A part that needs no other."""

    name: ClassVar[str] = "roots"
    step: ClassVar[str] = ""
    count: int

    @classmethod
    def fit(cls, build: Build) -> Self:
        MADE.append("roots fitted")
        return cls(len(build.digest.posts))

    def save(self, folder: Path) -> None:
        (folder / "roots.txt").write_text(str(self.count))

    @classmethod
    def load(cls, opened: Opened) -> Self | None:
        MADE.append("roots loaded")
        file = opened.folder / "roots.txt"
        return cls(int(file.read_text())) if file.exists() else None


@dataclass(frozen=True)
class Leaves:
    """A part that needs another, and that a small digest doesn't have."""

    name: ClassVar[str] = "leaves"
    step: ClassVar[str] = ""
    count: int

    @classmethod
    def fit(cls, build: Build) -> Self | None:
        roots = build[Roots].count
        return cls(roots) if roots > 3 else None

    def save(self, folder: Path) -> None:
        """There is nothing to save."""

    @classmethod
    def load(cls, opened: Opened) -> Self:
        return cls(opened[Roots].count)


class Unsaved:
    """A part before it is saved."""

    def save(self, folder: Path) -> None:
        """There is nothing to save."""


class Seeds(Leaves):
    """A part that only exists once it is saved."""

    name: ClassVar[str] = "seeds"

    @classmethod
    def fit(cls, build: Build) -> Unsaved:  # type: ignore[override]  # another part, by this name
        return Unsaved()


@pytest.fixture(autouse=True)
def none_made() -> None:
    MADE.clear()


def test_a_part_is_fitted_once_for_all_that_need_it() -> None:
    build = Build(garden.digest())
    assert build[Leaves].count == build[Roots].count == len(garden.POSTS)
    assert build[Leaves] is build[Leaves]
    assert MADE == ["roots fitted"]


def test_a_part_that_a_small_digest_lacks_is_reported() -> None:
    build = Build(garden.digest(*garden.POSTS[:2]))
    assert build.get(Leaves) is None
    with pytest.raises(KeyError, match="leaves"):
        build[Leaves]


def test_a_part_that_is_not_saved_can_not_be_used() -> None:
    build = Build(garden.digest())
    assert isinstance(build.fitted(Seeds), Unsaved)
    assert build.get(Seeds) is None


def test_a_part_is_loaded_once_for_all_that_need_it(tmp_path: Path) -> None:
    Roots(7).save(tmp_path)
    opened = Opened(tmp_path)
    assert opened[Leaves].count == opened[Roots].count == 7
    (tmp_path / "roots.txt").unlink()
    assert opened[Roots] is opened[Roots]
    assert MADE == ["roots loaded"]


def test_a_part_that_a_generation_lacks_is_reported(tmp_path: Path) -> None:
    opened = Opened(tmp_path)
    assert opened.get(Roots) is None
    assert opened.get(Roots) is None
    assert MADE == ["roots loaded"]
    with pytest.raises(KeyError, match=f"{tmp_path.name} has no roots"):
        opened[Roots]


def test_values_that_parts_share_are_computed_once() -> None:
    build = Build(garden.digest())
    asked: list[Build] = []

    def counted(build: Build) -> int:
        asked.append(build)
        return len(build.digest.posts)

    assert build.once(counted) == build.once(counted) == len(garden.POSTS)
    assert asked == [build]


def test_scikit_learn_is_used_for_a_full_index_and_not_for_an_update(tmp_path: Path) -> None:
    places = np.arange(3)
    same, other = (Earlier(Opened(tmp_path), places, alike) for alike in (True, False))
    builds = [Build(garden.digest(), previous=previous) for previous in (None, other, same)]
    assert [build.earlier for build in builds] == [None, None, same]
    assert [type(build.fitting) for build in builds] == [
        ByScikitLearn,
        ByScikitLearn,
        LikeScikitLearn,
    ]
