"""Extracts the texts of data files that pages show, for the catalogues."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

# What of these files is a text for readers: the tables, and their keys.
_TEXTS = {
    "measures.toml": ("measures", ("means", "group")),
    "comparators.toml": ("kinds", ("told",)),
}


def texts(
    file: IO[bytes], keywords: object, comments: object, options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """The texts of a data file as Babel's extractors return them."""
    table, keys = _TEXTS.get(Path(file.name).name, ("", ()))
    text = file.read().decode()
    entries: list[dict[str, Any]] = tomllib.loads(text).get(table, []) if table else []
    for entry in entries:
        for key in keys:
            if key in entry:
                line = text[: text.index(f'"{entry[key]}"')].count("\n") + 1
                yield line, "N_", entry[key], []
