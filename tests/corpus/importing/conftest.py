"""A digest, and a page to import into it, for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.importing.merge_desk import Desk
from tests.digests.digest_folder import DigestFolder


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    source = tmp_path / "page.txt"
    source.write_text("a page")
    return Desk(DigestFolder.make(tmp_path / "digest").root, source)
