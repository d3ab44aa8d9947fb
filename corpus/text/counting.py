"""Counts and lists in words: ``1,200 posts``; ``a, b and c``."""

from __future__ import annotations

from collections.abc import Sequence


def counted(count: int, noun: str, nouns: str | None = None) -> str:
    """A count with its noun: ``1 post``, ``1,200 posts``."""
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"


def listed(parts: Sequence[str]) -> str:
    """Words joined as a sentence joins them: ``a, b and c``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
