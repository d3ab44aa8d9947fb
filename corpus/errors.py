"""The base of every error of this program that a person can mend."""

from __future__ import annotations


class PprSearchError(Exception):
    """What went wrong, in a sentence; ``hint`` says in another what to do."""

    hint = ""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint
