"""Parses formats with a tag before each field (RIS, NBIB) into records."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from corpus.text.markup import shown_paragraphs

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True)
class Record:
    """The fields of one reference by tag, each a list; ``line`` is where it begins.

    ``ended`` says whether the mark that ends a record was found.
    """

    line: int
    fields: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    ended: bool = False

    def first(self, *tags: str) -> str:
        """The first text under the first of the tags that has one; else empty."""
        texts = (text for tag in tags for text in self.fields.get(tag, ()))
        return next((shown for text in texts if (shown := shown_paragraphs(text))), "")

    def all(self, *tags: str) -> tuple[str, ...]:
        """All texts under the first of the tags that has any."""
        found = (self.fields[tag] for tag in tags if any(self.fields.get(tag, ())))
        return tuple(shown for text in next(found, ()) if (shown := shown_paragraphs(text)))


def read_records(
    text: str, tag: re.Pattern[str], first: str, last: str | None = None
) -> tuple[list[Record], list[int]]:
    """The records of a text, and the lines outside of records.

    A line that matches ``tag`` (groups ``name`` and ``text``) begins a field; others continue
    the one before. The tag ``first`` begins a record and ``last``, if there is one, ends it.
    """
    records: list[Record] = []
    stray: list[int] = []
    name = ""
    for number, line in enumerate(_LINE_END.split(text), 1):
        found = tag.match(line)
        told = found["name"].upper() if found else ""
        if told == first:
            records.append(Record(number))
        open_ = bool(records) and not records[-1].ended
        if found and open_:
            name = told
            records[-1].fields[name].append((found["text"] or "").strip())
            records[-1].ended = name == last
        elif line.strip() and open_ and name:
            texts = records[-1].fields[name]
            texts[-1] = f"{texts[-1]} {line.strip()}".strip()
        elif line.strip():
            stray.append(number)
    return records, stray
