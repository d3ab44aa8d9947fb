"""The fields of front matter read by name and type; a wrong type is an error with its line."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.folder.front_matter import Fields, Items, Text, Value
from corpus.problem import Problems
from corpus.text.folding import did_you_mean


class FieldReader:
    """Reads the fields of a mapping by name and type; a wrong type is an error."""

    def __init__(self, fields: Fields, problems: Problems) -> None:
        self._fields = fields
        self.problems = problems
        self._wrong: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._fields.values

    def line(self, name: str) -> int:
        """The line of a field; that of the mapping when the field is missing."""
        return self._fields.lines.get(name, self._fields.line)

    def is_wrong(self, name: str) -> bool:
        """Whether the field has been found to be of a wrong type."""
        return name in self._wrong

    def check_names(self, known: Iterable[str]) -> None:
        """Note each field whose name is none of the ``known``."""
        for name, line in self._fields.lines.items():
            if name not in known:
                cure = did_you_mean(name, known, f"the fields are: {', '.join(known)}")
                self.problems.error(line, f'"{name}" is not a field of a post', cure)

    def string(self, name: str) -> str:
        """The text of a field on one line; empty when it is missing or of another type."""
        value = self._fields.values.get(name)
        if value is None:
            return ""
        if isinstance(value, Text):
            return " ".join((value.value or "").split())
        self._wrong_type(name, value, "text", f'write {name}: "..." on one line')
        return ""

    def listed(self, name: str) -> tuple[tuple[str, int], ...]:
        """The texts of a list with their lines; empty when it is missing or of another type."""
        value = self._fields.values.get(name)
        if value is None or (isinstance(value, Text) and value.value is None):
            return ()
        if not isinstance(value, Items):
            cure = f"write {name}: on a line, and each item on a line of its own after a hyphen"
            self._wrong_type(name, value, "a list", cure)
            return ()
        found = []
        for item in value.items:
            if isinstance(item, Text) and item.value is not None and item.value.strip():
                found.append((" ".join(item.value.split()), item.line))
            else:
                self.problems.error(
                    item.line, f'an item of "{name}" is not text', "write one name after the hyphen"
                )
        return tuple(found)

    def strings(self, name: str) -> tuple[str, ...]:
        """The texts of a list, each once."""
        return tuple(dict.fromkeys(text for text, _ in self.listed(name)))

    def fields(self, name: str) -> Fields:
        """The mapping under a field; an empty one when it is missing or of another type."""
        value = self._fields.values.get(name)
        if isinstance(value, Fields):
            return value
        if value is not None and not (isinstance(value, Text) and value.value is None):
            self._wrong_type(name, value, "a group of fields", f"write {name}: and fields below it")
        return Fields(self.line(name), {}, {})

    def _wrong_type(self, name: str, value: Value, wanted: str, cure: str) -> None:
        self._wrong.add(name)
        sort = {Text: "text", Items: "a list", Fields: "a group of fields"}[type(value)]
        self.problems.error(self.line(name), f'"{name}" must be {wanted}, not {sort}', cure)
