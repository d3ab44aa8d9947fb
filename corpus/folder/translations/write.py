"""Writes a translation's file; equal translations give equal text."""

from __future__ import annotations

from corpus.folder.front_matter import FENCE
from corpus.folder.translations.file import heading_in
from corpus.folder.write import quoted, scalar
from corpus.post import Translation


def translation_text(told: Translation) -> str:
    """The text of the translation's file, which reads back as the same translation.

    That holds for one as a file can say it, with the heading of the implications in neither part;
    in a language whose headings are not known, with no heading of the second level in either.
    """
    front = [f"title: {quoted(told.title)}"]
    if told.bottom_line:
        front.append(f"bottom_line: {quoted(told.bottom_line)}")
    if told.of:
        front.append(f"of: {scalar(told.of)}")
    heading = heading_in(told.language).written
    parts = [part for part in (told.summary, heading, told.implications) if part]
    return "\n".join((FENCE, *front, FENCE, "", "")) + "\n\n".join(parts) + "\n"
