"""Descriptions of dataclass fields, kept where a JSON schema made of them takes them from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def told(description: str, words: Iterable[str | None] = ()) -> dict[str, Any]:
    """The metadata of a dataclass's field: its description, and the only words that it may have."""
    only = {"json_schema_extra": {"enum": list(words)}} if words else {}
    return {"description": description} | only
