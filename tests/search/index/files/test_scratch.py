"""Large arrays are in temporary files, small ones in memory; both are used in the same way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search.index.files import scratch as rooms
from search.index.files.scratch import Growing, scratch, scratch_in


@pytest.fixture
def all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every array counts as a large one."""
    monkeypatch.setattr(rooms, "LARGE", 1)


def in_a_file(array: np.ndarray) -> bool:
    """Whether an array is in a mapped file."""
    base: object = array
    while isinstance(base, np.ndarray):
        base = base.base
    return type(base).__name__ in ("mmap", "memoryview") and not isinstance(
        getattr(base, "obj", base), bytearray
    )


def test_a_small_array_is_in_memory(tmp_path: Path) -> None:
    with scratch_in(tmp_path):
        assert not in_a_file(scratch(1_000, np.float32))


@pytest.mark.usefixtures("all_large")
def test_a_large_array_is_in_a_file_that_is_removed_with_it(tmp_path: Path) -> None:
    with scratch_in(tmp_path):
        found = scratch((3, 5), np.float32)
    assert in_a_file(found)
    assert found.shape == (3, 5)
    found[:] = 7
    assert found.sum() == 105
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("all_large")
def test_without_a_folder_all_arrays_are_in_memory() -> None:
    assert not in_a_file(scratch(5, np.int32))
    growing = Growing(np.int32)
    growing.add(np.arange(3, dtype=np.int32))
    assert not in_a_file(growing.array())


@pytest.mark.usefixtures("all_large")
def test_a_full_disk_raises_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __enter__(self) -> Full:
            return self

        def __exit__(self, *error: object) -> None:
            """Closes nothing."""

        def write(self, data: bytes) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(rooms, "TemporaryFile", lambda dir: Full())
    with scratch_in(tmp_path), pytest.raises(OSError, match="No space left"):
        scratch(5, np.int32)


@pytest.mark.parametrize("large", [1, 2**20])
def test_added_rows_are_returned_in_order(
    large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "LARGE", large)
    with scratch_in(tmp_path):
        growing = Growing(np.int32)
        for number in range(4):
            growing.add(np.arange(2 * number, dtype=np.int32).reshape(-1, 2))
        assert len(growing) == 12
        found = growing.array()
        assert in_a_file(found) == (large == 1)
        assert found.tolist() == [0, 1, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5]
        found[0] = 9
        assert Growing(np.int32).array().tolist() == []
    assert not list(tmp_path.iterdir())
