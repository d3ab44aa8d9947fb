"""Reads the entries of a BibTeX file, with strings joined, crossrefs inherited, unique keys."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from corpus.problem import Problems

Fields = dict[str, str]
# Key, type, line and fields of an entry.
Read = tuple[str, str, int, Fields]

_KEY = re.compile(r"(@\w{1,40}\s*[{(]\s*)([^\s,{}()@]+)(?=\s*,)")
# What an entry that refers to another has of it, where it says nothing of its own.
_INHERITED = (
    *("editor", "publisher", "year", "date", "volume", "journal", "journaltitle", "edition"),
    *("institution", "organization", "school"),
)
_PIECE = re.compile(r"\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|\"([^\"]*)\"|([^\s#{}\"]++))\s*+(?:#|$)")


def read_entries(text: str, decoder: Any, problems: Problems) -> Iterator[Read]:
    """Key, type, line and fields of each entry; invalid ones are errors with their lines.

    ``decoder`` makes text of LaTeX. Of two entries with one key the second gets another.
    """
    # Imported here since it takes a while to load, and no other format needs it.
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import LatexDecodingMiddleware

    # The parser's own log would tell again, without file and cure, what is told below.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(
        _with_own_keys(text), append_middleware=[LatexDecodingMiddleware(decoder=decoder)]
    )
    for block in library.failed_blocks:
        what = str(block.error).strip().partition("\n")[0] or "not BibTeX"
        problems.error(
            (block.start_line or 0) + 1,
            f"the entry can't be read ({what})",
            "check that braces match, commas separate the fields, and no other entry has its key",
        )
    strings = {name.lower(): str(one.value) for name, one in library.strings_dict.items()}
    every = {entry.key.lower(): _fields(entry, strings) for entry in library.entries}
    for entry in library.entries:
        fields = every[entry.key.lower()]
        parent = every.get(fields.get("crossref", "").strip().lower(), {})
        line = (entry.start_line or 0) + 1
        yield entry.key, entry.entry_type.lower(), line, _inherited(fields, parent)


def _with_own_keys(text: str) -> str:
    """The text with a new key for each entry whose key was used before."""
    seen: Counter[str] = Counter()

    def own(found: re.Match[str]) -> str:
        seen[found[2].lower()] += 1
        count = seen[found[2].lower()]
        return f"{found[1]}{found[2]}" + (f"-again-{count}" if count > 1 else "")

    return _KEY.sub(own, text)


def _fields(entry: Any, strings: Mapping[str, str]) -> Fields:
    """The fields of an entry by lower-case name."""
    enclosed: Mapping[str, str] = entry.parser_metadata.get("removed_enclosing", {})
    return {
        field.key.lower(): _joined(str(field.value), strings)
        if "#" in str(field.value) and enclosed.get(field.key, "") not in ("{", '"')
        else str(field.value)
        for field in entry.fields
    }


def _joined(value: str, strings: Mapping[str, str]) -> str:
    """The text of pieces joined by ``#``: in braces or quotes, or names of strings."""
    texts: list[str] = []
    at = 0
    while at < len(value):
        one = _PIECE.match(value, at)
        if one is None:
            return value
        texts.append(one[1] or one[2] or (strings.get(one[3].lower(), one[3]) if one[3] else ""))
        at = one.end()
    return "".join(texts)


def _inherited(fields: Fields, parent: Fields) -> Fields:
    """The fields with those of the entry that they cross-reference."""
    if not parent:
        return fields
    told = {name: parent[name] for name in _INHERITED if name in parent}
    for own, title in (("booktitle", "title"), ("booksubtitle", "subtitle")):
        if title in parent:
            told[own] = parent[title]
    return {**told, **fields}
