"""Descriptions of dataclass fields, which the JSON schema takes over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def told(description: str, words: Iterable[str | None] = ()) -> dict[str, Any]:
    """Metadata of a dataclass field: its description, and its permitted values, if limited."""
    only = {"json_schema_extra": {"enum": list(words)}} if words else {}
    return {"description": description} | only
