"""The base of every error of this program that a person can mend."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path


class PprSearchError(Exception):
    """What went wrong, in a sentence; ``hint`` says in another what to do."""

    hint = ""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint


def to_install(extra: str) -> str:
    """How to install an extra of the program, from where it was installed itself."""
    clone = Path(__file__).resolve().parent.parent
    if (clone / "pyproject.toml").is_file():
        pip = [sys.executable, "-m", "pip", "install"]
        constraints = ["--constraint", str(clone / "constraints.txt")]
        return f"Run: {shlex.join([*pip, *constraints, '--editable', f'{clone}[{extra}]'])}"
    return f"Install its wheel again with that extra: pip install 'THE.whl[{extra}]'"
