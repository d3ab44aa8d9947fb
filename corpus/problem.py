"""A problem in a digest's files: file, line, what is wrong, and how to mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal


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
        # A file's name may hold line ends, which would break the line.
        name = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in str(self.file))
        return f"{name}:{self.line}: {mark}{self.what}: {self.cure}"

    def as_dict(self) -> dict[str, Any]:
        """The problem as JSON: ``file``, ``line``, ``what``, ``cure`` and ``severity``."""
        return {**asdict(self), "file": str(self.file)}


class Problems:
    """Collects the problems of one file; ``faulty`` once one of them is an error."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.found: list[Problem] = []

    def error(self, line: int, what: str, cure: str) -> None:
        """Add an error, which keeps the digest from being indexed."""
        self.found.append(Problem(self.file, line, what, cure))

    def warning(self, line: int, what: str, cure: str) -> None:
        """Add a warning."""
        self.found.append(Problem(self.file, line, what, cure, "warning"))

    @property
    def faulty(self) -> bool:
        """Whether there is an error among them."""
        return any(problem.severity == "error" for problem in self.found)
