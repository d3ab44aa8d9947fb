"""A problem is a fault of the digest's text that a person must mend, told so that they can."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, where, and how to mend it.

    ``file`` is relative to the digest's folder where it lies inside; ``line`` counts from 1.
    An ``error`` keeps the digest from being indexed; a ``warning`` asks for a look.
    """

    file: Path
    line: int
    what: str
    cure: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        mark = "" if self.severity == "error" else "warning: "
        return f"{self.file}:{self.line}: {mark}{self.what}: {self.cure}"
