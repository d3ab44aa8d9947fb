"""Empty folders for models."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.index.model import adding, known
from tests.pretended.models import BEANS, Folders


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """No file of the tiny model, which is the only one that may be added."""
    program, user = tmp_path / "program", tmp_path / "user"
    monkeypatch.setattr(known, "_HERE", program)
    monkeypatch.setenv("XDG_DATA_HOME", str(user))
    monkeypatch.setattr(adding, "MODELS", (BEANS,))
    return Folders(program / BEANS.file, user / "pprsearch" / "models" / BEANS.file)
