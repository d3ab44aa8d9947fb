"""Adds notices to a post's file without changing anything else in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import yaml

from corpus.errors import PprSearchError
from corpus.evidence.notice import Notice
from corpus.folder.front_matter import FENCE
from corpus.folder.post_file import read_post
from corpus.folder.write import group_line

_FIELD = "notices"


class NotAdded(PprSearchError):
    """A post's file to which a notice can only be added by hand."""

    def __init__(self, file: Path, line: int) -> None:
        super().__init__(f"{file}:{line}: the notices can't be added to the front matter as it is")
        self.hint = "Add them by hand, as the command lists them."


def with_notices(text: str, notices: Iterable[Notice], file: Path) -> str:
    """The text of ``file`` with notices added to those in its front matter.

    Comments, the order of the fields, quotes and ends of lines stay as they are. Raises
    ``NotAdded`` where what comes of it would not be the post with those notices.
    """
    added = tuple(notices)
    lines = text.split("\n")
    ends = [at for at, line in enumerate(lines) if line.rstrip() == FENCE or at == 0]
    if len(ends) < 2:
        raise NotAdded(file, 1)
    newline = "\r" if lines[0].endswith("\r") else ""
    try:
        at, inserted, kept = _place(lines[1 : ends[1]], added)
    except yaml.YAMLError as error:
        raise NotAdded(file, 1) from error
    at += 1
    made = [*lines[:at], *(line + newline for line in inserted), *lines[at + kept :]]
    written = "\n".join(made)
    before, after = (read_post(_plain(one), file, None, None) for one in (text, written))
    if before.post is None or after.post != replace(
        before.post, notices=(*before.post.notices, *added)
    ):
        raise NotAdded(file, at + 1)
    return written


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _place(front: list[str], added: tuple[Notice, ...]) -> tuple[int, list[str], int]:
    """Where in the front matter to write, what, and how many lines that replaces."""
    source = "\n".join(front)
    root = yaml.compose(source.replace("\r", ""), Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    for key, value in pairs:
        if key.value != _FIELD:
            continue
        if isinstance(value, yaml.SequenceNode) and not value.flow_style:
            last = value.value[-1]
            # The mark of a plain scalar's end is right behind it, that of a block's on a later
            # line, below comments which belong to what follows.
            end = _last_line(last)
            return end + 1, _lines(added, " " * value.start_mark.column), 0
        line = key.start_mark.line
        if isinstance(value, yaml.SequenceNode) and value.value:
            return _into_flow(front, value, added)
        head = front[line].rstrip()
        # What is not written ends anywhere; a comment behind it stays.
        written = value.start_mark.index != value.end_mark.index
        rest = head[value.end_mark.column if written else key.end_mark.column + 1 :]
        return line, [f"{_FIELD}:{rest}".rstrip(), *_lines(added, "  ")], 1
    return len(front), [f"{_FIELD}:", *_lines(added, "  ")], 0


def _into_flow(
    front: list[str], value: yaml.SequenceNode, added: tuple[Notice, ...]
) -> tuple[int, list[str], int]:
    """Insert into a list in brackets, before the closing one."""
    line, column = value.end_mark.line, value.end_mark.column - 1
    head = front[line].rstrip("\r")
    more = ", ".join(group_line(notice) for notice in added)
    before = head[:column].rstrip()
    comma = "" if before.endswith(",") else ", "
    return line, [f"{before}{comma or ' '}{more}{head[column:]}"], 1


def _last_line(node: yaml.Node) -> int:
    """The last line of a value, without comments and blanks below it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.line)


def _lines(added: tuple[Notice, ...], indent: str) -> list[str]:
    return [f"{indent}- {group_line(notice)}" for notice in added]
