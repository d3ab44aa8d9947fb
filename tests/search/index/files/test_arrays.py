"""Arrays are written to disk and read back, never by unpickling."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search.index.files import arrays


def test_an_array_is_read_back_unchanged(tmp_path: Path) -> None:
    written = np.arange(12, dtype=np.float32).reshape(3, 4)
    arrays.write(tmp_path / "a.npy", written)
    for back in (arrays.read(tmp_path / "a.npy"), arrays.mapped(tmp_path / "a.npy")):
        assert back.dtype == written.dtype
        assert np.array_equal(back, written)


def test_an_empty_array_can_be_mapped(tmp_path: Path) -> None:
    arrays.write(tmp_path / "a.npy", np.empty((0, 5), np.int32))
    assert arrays.mapped(tmp_path / "a.npy").shape == (0, 5)


def test_a_mapped_array_is_read_only(tmp_path: Path) -> None:
    arrays.write(tmp_path / "a.npy", np.ones(3))
    mapped = arrays.mapped(tmp_path / "a.npy")
    assert type(mapped) is np.ndarray
    with pytest.raises(ValueError, match="read-only"):
        mapped[0] = 2


def test_arrays_of_objects_are_refused(tmp_path: Path) -> None:
    pickled = np.array([{"a": 1}], dtype=object)
    with pytest.raises(ValueError, match="allow_pickle"):
        arrays.write(tmp_path / "a.npy", pickled)
    np.save(tmp_path / "b.npy", pickled, allow_pickle=True)
    for way in (arrays.read, arrays.mapped):
        with pytest.raises(ValueError, match=r"allow_pickle|Python objects"):
            way(tmp_path / "b.npy")


@pytest.mark.parametrize("lines", [[], ["a"], ["naïve", "x_y", "ﷺ"]])
def test_lines_are_read_back_unchanged(tmp_path: Path, lines: list[str]) -> None:
    arrays.write_lines(tmp_path / "x.txt", lines)
    assert arrays.read_lines(tmp_path / "x.txt") == lines
