"""Reads a table of a TOML file by name and type, and reports faults with their lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.folder.text_file import read_text
from corpus.problem import Problems
from corpus.text.folding import did_you_mean
from corpus.text.spaces import one_line

_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_WEB = re.compile(r"https?://[^\s/?#@]+(?:[/?#][!-~]*)?", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://[^\s/?#]+|mailto:[^\s@]+@[^\s@]+)\S*", re.IGNORECASE)


class Table:
    """A table of a TOML file; faults carry the line where they are.

    ``tomllib`` gives no lines, so they are found again in the text: ``first`` is the line of the
    table's own header, from which its values are looked for.
    """

    def __init__(
        self, values: Mapping[str, Any], text: str, first: int, problems: Problems
    ) -> None:
        self.values = values
        self.text = text
        self.first = first
        self.problems = problems

    @classmethod
    def read(cls, path: Path, root: Path, problems: Problems) -> Table:
        text = read_text(path, root, problems)
        values: dict[str, Any] = {}
        try:
            values = tomllib.loads(text or "")
        except tomllib.TOMLDecodeError as error:
            found = _AT_LINE.search(str(error))
            line = int(found[1]) if found else (text or "").rstrip().count("\n") + 1
            what = _AT_LINE.sub("", str(error)).replace("(at end of document)", "").strip()
            problems.error(
                line, f"the file is not valid TOML ({what})", 'write lines such as name = "..."'
            )
        except RecursionError:
            problems.error(1, "the file is nested too deep", 'write lines such as name = "..."')
        return cls(values, text or "", 1, problems)

    def line_of(self, word: str) -> int:
        """The first line with ``word`` after the table's header."""
        lines = self.text.split("\n")[self.first - 1 :]
        for number, line in enumerate(lines, self.first):
            if word in line and not line.lstrip().startswith("#"):
                return number
        return self.first

    def begin_of(self, name: str) -> int:
        """The line where a table within this one begins: its header, or the first of its values."""
        written = re.escape(name)
        begins = re.compile(rf"\s*(?:\[[^\]]*\b{written}\s*\]|{written}\s*[.=])")
        lines = self.text.split("\n")[self.first - 1 :]
        found = (number for number, line in enumerate(lines, self.first) if begins.match(line))
        return next(found, self.first)

    def error(self, what: str, cure: str) -> None:
        self.problems.error(self.first, what, cure)

    def error_near(self, word: str, what: str, cure: str) -> None:
        self.problems.error(self.line_of(word), what, cure)

    def check_names(self, known: tuple[str, ...], languages: tuple[str, ...] = ()) -> None:
        """Tell of values that are not ``known``, nor one of ``languages``, which may be tables."""
        for name, value in self.values.items():
            if name in languages:
                continue
            if languages and isinstance(value, dict) and name not in known:
                listed = ", ".join(f'"{tag}"' for tag in (*languages, name))
                what = f'"{name}" is neither a setting nor a language of this digest'
                cure = f"name it in digest.toml: languages = [{listed}]"
                self.problems.error(self.begin_of(name), what, cure)
            elif name not in known:
                cure = did_you_mean(name, known, f"the settings are: {', '.join(known)}")
                self.error_near(name, f'"{name}" is not a setting', cure)

    def string(self, name: str) -> str:
        value = self.values.get(name, "")
        if isinstance(value, str):
            return one_line(value)
        self.error_near(name, f'"{name}" must be text', f'write {name} = "..."')
        return ""

    def link(self, name: str) -> str:
        """An address that is safe as a link in pages."""
        text = self.string(name)
        if text and not _LINK.fullmatch(text):
            self.error_near(
                name,
                f'"{name}" is no address of the web or of mail: {text!r}',
                f'write {name} = "https://..." or "mailto:..."',
            )
            return ""
        return text

    def web_address(self, name: str, text: str) -> str:
        """A web address without spaces; anything else is reported and gives ""."""
        if text and not _WEB.fullmatch(text):
            self.error_near(
                name,
                f'"{name}" is no address of the web: {text!r}',
                "write an address that begins with https://",
            )
            return ""
        return text

    def truth(self, name: str) -> bool:
        value = self.values.get(name, False)
        if isinstance(value, bool):
            return value
        self.error_near(name, f'"{name}" must be true or false', f"write {name} = true")
        return False

    def array(self, name: str) -> list[Any]:
        value = self.values.get(name, [])
        if isinstance(value, list):
            return value
        self.error_near(name, f'"{name}" must be a list', f"write {name} = [...]")
        return []

    def strings(self, name: str) -> tuple[str, ...]:
        values = self.array(name)
        if is_strings(values):
            return tuple(values)
        self.error_near(name, f'"{name}" must be a list of texts', f'write {name} = ["..."]')
        return ()

    def table(self, name: str) -> Table:
        value = self.values.get(name, {})
        if isinstance(value, dict):
            return Table(value, self.text, self.line_of(f"[{name}]"), self.problems)
        self.error_near(name, f'"{name}" must be a table', f"write [{name}] above it")
        return Table({}, self.text, self.first, self.problems)

    def tables(self, name: str, within: str = "") -> list[Table]:
        """The tables of an array; ``within`` is the prefix of its name in headers: ``care.``."""
        header = re.compile(rf"\s*\[\[\s*{re.escape(within)}{name}\s*\]\]")
        lines = [n for n, line in enumerate(self.text.split("\n"), 1) if header.match(line)]
        entries = self.array(name)
        if not all(isinstance(entry, dict) for entry in entries):
            self.error_near(name, f'"{name}" must be tables', f"write [[{name}]] above each")
            return []
        if len(lines) != len(entries):
            lines = [self.line_of(name)] * len(entries)
        return [
            Table(entry, self.text, line, self.problems)
            for entry, line in zip(entries, lines, strict=True)
        ]


def is_strings(values: object) -> bool:
    """Whether a value is a list of texts that are not blank."""
    return isinstance(values, list) and all(isinstance(v, str) and v.strip() for v in values)
