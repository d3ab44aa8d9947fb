"""A tiny model, and folders for it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from search.index.model.known import Model

WEIGHTS = b"beans, beans, beans"
BEANS = Model(
    "beans",
    purpose="beans",
    licence="MIT",
    published="a jar of beans",
    entry="inside/beans-q.onnx",
    size=len(WEIGHTS),
    sha256=hashlib.sha256(WEIGHTS).hexdigest(),
)


@dataclass(frozen=True)
class Folders:
    """The files in which the tiny model is looked for: the program's, then the user's."""

    program: Path
    user: Path

    def put(self, file: Path, told: bytes) -> None:
        """Write a file, with its folder."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(told)
