"""An index of the first of two editions."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.publish import publish
from tests.indexer.two_editions import OLD


@pytest.fixture
def index(tmp_path: Path) -> Path:
    publish(OLD, tmp_path / "index")
    return tmp_path / "index"
