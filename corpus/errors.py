"""The base of all errors that a user of this program can mend."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path


class PprSearchError(Exception):
    """An error with a message in one sentence, and a ``hint`` that says what to do."""

    hint = ""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint


class NoRoom(PprSearchError):
    """The posts of a large digest can't be put into a file while they are read."""

    hint = "Make room there, or name another folder in TMPDIR."


def to_install(extra: str) -> str:
    """How to install an extra of the program, given how the program was installed."""
    clone = Path(__file__).resolve().parent.parent
    if (clone / "pyproject.toml").is_file():
        pip = [sys.executable, "-m", "pip", "install"]
        constraints = ["--constraint", str(clone / "constraints.txt")]
        return f"Run: {shlex.join([*pip, *constraints, '--editable', f'{clone}[{extra}]'])}"
    return f"Install its wheel again with that extra: pip install 'THE.whl[{extra}]'"
