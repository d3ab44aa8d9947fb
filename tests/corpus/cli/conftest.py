"""A digest for each test of the commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.digests.digest_folder import DigestFolder


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    return DigestFolder.make(tmp_path / "digest")
