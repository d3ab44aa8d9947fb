"""Reads fields of front matter by name and type; a wrong type is an error with its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date as Date

from corpus.folder.front_matter import Fields, Items, Text, Value
from corpus.problem import Problems
from corpus.text.dates import is_date
from corpus.text.folding import did_you_mean
from corpus.text.spaces import one_line

# Digits as a table prints them; a sign may be the typographic one.
_NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{1,25})?|\.\d{1,25})", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_TRUTHS = {"true": True, "false": False}


class FieldReader:
    """Reads the fields of a mapping by name and type; a wrong type is an error.

    ``owner`` is what the fields are of, for messages; ``lost`` names those that stand in the
    file and could not be read.
    """

    def __init__(
        self,
        fields: Fields,
        problems: Problems,
        owner: str = "a post",
        lost: Collection[str] = (),
    ) -> None:
        self._fields = fields
        self.problems = problems
        self._owner = owner
        self._wrong: set[str] = set(lost)
        self._cut: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._fields.values

    def line(self, name: str) -> int:
        """The line of a field; that of the mapping if the field is missing."""
        return self._fields.lines.get(name, self._fields.line)

    def is_wrong(self, name: str) -> bool:
        """Whether the field had a wrong type, or could not be read."""
        return name in self._wrong

    def check_names(self, known: Iterable[str]) -> bool:
        """Report fields that are not ``known``; returns False if there are any."""
        known = tuple(known)
        strange = [name for name in self._fields.lines if name not in known]
        cut_off = [name for name in strange if self._is_cut_off(name)]
        # Each comma of a line cuts something off; they have one cure.
        told: set[int] = set()
        for name in strange:
            line = self._fields.lines[name]
            cure = did_you_mean(name, known, f"the fields are: {', '.join(known)}")
            if name in cut_off:
                if line in told:
                    continue
                told.add(line)
                cure = (
                    "write 1240 for 1,240 and 0.25 for 0,25, and put text that holds a comma in "
                    'quotes: "a, b"'
                )
            what = f'"{name}" is not a field of {self._owner}'
            self.problems.error(line, what, cure)
        return not strange

    def _is_cut_off(self, name: str) -> bool:
        """Whether a name is the rest of a value with a comma: ``{value: 1,240}``."""
        value = self._fields.values[name]
        empty = isinstance(value, Text) and value.value is None
        same_line = list(self._fields.lines.values()).count(self._fields.lines[name]) > 1
        return empty and same_line

    def string(self, name: str) -> str:
        """The text of a field on one line; empty if it is missing or has another type.

        Text behind a # that YAML takes for a comment is reported.
        """
        value = self._fields.values.get(name)
        if isinstance(value, Text) and name not in self._cut:
            self._cut.add(name)
            tell_cut(value, self.problems)
        return self._written(name)

    def _written(self, name: str) -> str:
        value = self._fields.values.get(name)
        if value is None:
            return ""
        if isinstance(value, Text):
            return one_line(value.value or "")
        self._wrong_type(name, value, "text", f'write {name}: "..." on one line')
        return ""

    def word(self, name: str, words: Collection[str]) -> str | None:
        """One of the ``words``; ``None`` if the field is missing or has another value."""
        written = self._written(name)
        if not written or written in words:
            return written or None
        cure = did_you_mean(written, words, f"write one of: {', '.join(words)}")
        self._wrong_value(name, f'"{written}" is not a word for "{name}"', cure)
        return None

    def number(self, name: str) -> float | None:
        """A number; ``None`` if the field is missing or has another type."""
        written = self._written(name).replace("−", "-")
        if not written:
            return None
        if _NUMBER.fullmatch(written):
            # -0 becomes 0, since a post's hash would tell them apart.
            return float(written) + 0.0
        cure = f"write it in digits with a point, and its unit as the measure: {name}: 0.25"
        self._wrong_value(name, f'"{written}" is not a number', cure)
        return None

    def count(self, name: str) -> int | None:
        """A whole number from 0; ``None`` if the field is missing or has another value."""
        written = self._written(name).replace("−", "-")
        if not written:
            return None
        number = int(written) if _WHOLE.fullmatch(written) else None
        if number is None or number < 0:
            sort = "a count: it is below 0" if number is not None else "a whole number"
            cure = f"write it in digits alone: {name}: 1240"
            self._wrong_value(name, f'"{written}" is not {sort}', cure)
            return None
        return number

    def truth(self, name: str, cure: str) -> bool | None:
        """A boolean; ``None`` if the field is missing or has another value."""
        written = self._written(name)
        if not written:
            return None if self.is_wrong(name) else False
        if written.casefold() not in _TRUTHS:
            self._wrong_value(name, f'"{name}" must be true or false, not "{written}"', cure)
        return _TRUTHS.get(written.casefold())

    def date(self, name: str, *, day: bool = False, until: Date | None = None) -> str | None:
        """A date to the ``day``, or as precise as given (``2020``, ``2020-05``).

        ``None`` when the field is missing or holds something else. One later than ``until`` is
        reported: what is told of has happened.
        """
        written = self._written(name)
        if not written:
            return None
        if is_date(written, day=day):
            if until and written > until.isoformat()[: len(written)]:
                what, cure = f"{written} is still to come", "write the day on which it happened"
                self.problems.warning(self.line(name), what, cure)
            return written
        shorter = "" if day else ", or 2020-05 or 2020 when no more is known"
        cure = f"write year, month and day in digits: {name}: 2020-05-06{shorter}"
        self._wrong_value(name, f'"{written}" is not a date', cure)
        return None

    def listed(self, name: str) -> tuple[tuple[str, int], ...]:
        """The texts of a list with their lines; empty if it is missing or no list."""
        found = []
        for item in self._items(name, "each item on a line of its own after a hyphen"):
            if isinstance(item, Text) and item.value is not None and item.value.strip():
                tell_cut(item, self.problems)
                found.append((one_line(item.value), item.line))
            else:
                cure = "write one name after the hyphen, in quotes if it holds a colon"
                self.problems.error(item.line, f'an item of "{name}" is not text', cure)
        return tuple(found)

    def strings(self, name: str) -> tuple[str, ...]:
        """The texts of a list, each once."""
        return tuple(dict.fromkeys(text for text, _ in self.listed(name)))

    def fields(self, name: str) -> Fields:
        """The mapping in a field; empty if it is missing or has another type."""
        value = self._fields.values.get(name)
        if isinstance(value, Fields):
            return value
        if value is not None and not (isinstance(value, Text) and value.value is None):
            self._wrong_type(name, value, "a group of fields", f"write {name}: and fields below it")
        return Fields(self.line(name), {}, {})

    def groups(self, name: str, owner: str, example: str) -> Iterator[FieldReader]:
        """The mappings in a list, each with a reader of its own, named ``owner`` in messages."""
        for item in self._items(name, f"each item on a line of its own: - {example}"):
            if isinstance(item, Fields):
                yield FieldReader(item, self.problems, owner)
            else:
                what = f'an item of "{name}" is not a group of fields'
                self.problems.error(item.line, what, f"write - {example}")

    def _items(self, name: str, how: str) -> tuple[Value, ...]:
        value = self._fields.values.get(name)
        if value is None or (isinstance(value, Text) and value.value is None):
            return ()
        if not isinstance(value, Items):
            cure = f"write {name}: on a line, and {how}"
            if isinstance(value, Text) and value.value and value.value.startswith("-"):
                cure = "write a space after the hyphen of each item"
            self._wrong_type(name, value, "a list", cure)
            return ()
        return value.items

    def _wrong_type(self, name: str, value: Value, wanted: str, cure: str) -> None:
        sort = {Text: "text", Items: "a list", Fields: "a group of fields"}[type(value)]
        self._wrong_value(name, f'"{name}" must be {wanted}, not {sort}', cure)

    def _wrong_value(self, name: str, what: str, cure: str) -> None:
        # A field that is read twice is reported once.
        if name not in self._wrong:
            self._wrong.add(name)
            self.problems.error(self.line(name), what, cure)


def tell_cut(text: Text, problems: Problems) -> None:
    """Report a text that ends at a # without quotes, behind which YAML reads a comment.

    With a blank behind the # it may be a comment indeed.
    """
    behind = text.comment.removeprefix("#")
    if behind[:1].strip():
        what = f"what stands behind a # is not read: {text.comment}"
        cure = 'put the text in double quotes: "..."; a comment has a space behind its #'
        problems.error(text.line, what, cure)
    elif behind and " " in (text.value or ""):
        what = f"what stands behind a # is taken for a comment: {text.comment}"
        cure = "put the text in double quotes, or the comment on a line of its own"
        problems.warning(text.line, what, cure)
