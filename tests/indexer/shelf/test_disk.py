"""Errors of the disk are reported with a cure, and with the index that is served meanwhile."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from indexer.errors import DiskFault, DiskFull, FolderReadOnly
from indexer.shelf.disk import disk_faults

MEANWHILE = "Until then the old index stays live."


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.ENOSPC, DiskFull), (errno.EACCES, FolderReadOnly), (errno.EIO, DiskFault)],
)
def test_an_error_says_that_the_old_index_is_served_if_there_is_one(
    tmp_path: Path, number: int, kind: type[DiskFault]
) -> None:
    for stands in (False, True):
        if stands:
            (tmp_path / "CURRENT").write_text("000001-abcdef\n")
        with pytest.raises(kind) as raised, disk_faults(tmp_path):
            raise OSError(number, "no", str(tmp_path))
        assert raised.value.hint.endswith(MEANWHILE) == stands


def test_an_unwritable_cache_folder_is_reported_with_a_cure(tmp_path: Path) -> None:
    home = tmp_path / "none" / ".cache"
    with pytest.raises(FolderReadOnly) as raised, disk_faults(home / "pprsearch"):
        raise PermissionError(errno.EACCES, "Permission denied", str(home))
    assert raised.value.hint == (
        "Make the folder writable or choose another with --index or PPRSEARCH_INDEX."
    )
