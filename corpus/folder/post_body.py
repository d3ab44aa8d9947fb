"""Reads a post's text: its summary, and its practice implications below their heading."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from corpus.folder.front_matter import Matter
from corpus.problem import Problems

HEADING = "## Practice Implications"

_HEADING = re.compile(r"##[ \t]+practice implications[ \t]*:?[ \t]*#*[ \t]*", re.IGNORECASE)
_NEARLY_HEADING = re.compile(r"[#*_ \t]*practice[ \t]+implications?[ \t:.*_#]*", re.IGNORECASE)


class Heading(NamedTuple):
    """The line above the practice implications: how to write it, and how to recognise it.

    ``matches`` says whether a line is the heading, ``nearly`` whether it is meant to be.
    """

    written: str
    matches: Callable[[str], object]
    nearly: Callable[[str], object]


ENGLISH = Heading(HEADING, _HEADING.fullmatch, _NEARLY_HEADING.fullmatch)


def read_body(
    matter: Matter, problems: Problems, gaps: Problems, heading: Heading = ENGLISH
) -> tuple[str, str]:
    """The summary and the practice implications, without blank lines around them.

    A part that is missing is noted among ``gaps``, anything else among ``problems``.
    """
    lines = matter.body.split("\n")
    headings = [i for i, line in enumerate(lines) if heading.matches(line)]
    if not headings:
        nearly = next((i for i, line in enumerate(lines) if heading.nearly(line)), None)
        if nearly is None:
            gaps.error(
                matter.body_line + _last_line(lines),
                "the practice implications are missing",
                f"add a line {heading.written} and write them below it",
            )
        else:
            problems.error(
                matter.body_line + nearly,
                f'the heading is written "{lines[nearly].strip()}"',
                f"write it as {heading.written}",
            )
        return "\n".join(lines).strip(), ""
    at = headings[0]
    written = lines[at].strip()
    for again in headings[1:]:
        problems.error(
            matter.body_line + again,
            f"the heading {lines[again].strip()} is a second one (first on line "
            f"{matter.body_line + at})",
            "keep one; a file holds one post",
        )
    summary = "\n".join(lines[:at]).strip()
    implications = "\n".join(lines[at + 1 :]).strip()
    if not summary:
        gaps.error(matter.body_line, "the summary is empty", f"write it above the line {written}")
    if not implications:
        gaps.error(
            matter.body_line + at,
            "the practice implications are empty",
            f"write them below the line {written}",
        )
    return summary, implications


def part_lines(matter: Matter, heading: Heading = ENGLISH) -> dict[str, int]:
    """The lines where the two parts of the body begin; the last line for a missing part."""
    lines = matter.body.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    at = next((i for i, line in enumerate(lines) if heading.matches(line)), _last_line(lines))
    return {"summary": matter.body_line + first, "implications": matter.body_line + at}


def _last_line(lines: list[str]) -> int:
    return max((i for i, line in enumerate(lines) if line.strip()), default=0)
