"""Reading a post's text: its summary, and its practice implications below their heading."""

from __future__ import annotations

import re

from corpus.folder.front_matter import Matter
from corpus.problem import Problems

HEADING = "## Practice Implications"

_HEADING = re.compile(r"##[ \t]+practice implications[ \t]*:?[ \t]*#*[ \t]*", re.IGNORECASE)
_NEARLY_HEADING = re.compile(r"[#*_ \t]*practice[ \t]+implications?[ \t:.*_#]*", re.IGNORECASE)


def read_body(matter: Matter, problems: Problems, gaps: Problems) -> tuple[str, str]:
    """The summary and the practice implications, without the blank lines around them.

    A part that is missing is noted among ``gaps``, anything else among ``problems``.
    """
    lines = matter.body.split("\n")
    headings = [i for i, line in enumerate(lines) if _HEADING.fullmatch(line)]
    if not headings:
        nearly = next((i for i, line in enumerate(lines) if _NEARLY_HEADING.fullmatch(line)), None)
        if nearly is None:
            gaps.error(
                matter.body_line + _last_line(lines),
                "the practice implications are missing",
                f"add a line {HEADING} and write them below it",
            )
        else:
            problems.error(
                matter.body_line + nearly,
                f'the heading is written "{lines[nearly].strip()}"',
                f"write it as {HEADING}",
            )
        return "\n".join(lines).strip(), ""
    for again in headings[1:]:
        problems.error(
            matter.body_line + again,
            f"the heading {HEADING} appears twice (first on line {matter.body_line + headings[0]})",
            "keep one; a file holds one post",
        )
    summary = "\n".join(lines[: headings[0]]).strip()
    implications = "\n".join(lines[headings[0] + 1 :]).strip()
    if not summary:
        gaps.error(matter.body_line, "the summary is empty", f"write it above the line {HEADING}")
    if not implications:
        gaps.error(
            matter.body_line + headings[0],
            "the practice implications are empty",
            f"write them below the line {HEADING}",
        )
    return summary, implications


def part_lines(matter: Matter) -> dict[str, int]:
    """The lines where the two parts of the body begin; the last line where one is missing."""
    lines = matter.body.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    heading = next((i for i, line in enumerate(lines) if _HEADING.fullmatch(line)), None)
    at = _last_line(lines) if heading is None else heading
    return {"summary": matter.body_line + first, "implications": matter.body_line + at}


def _last_line(lines: list[str]) -> int:
    return max((i for i, line in enumerate(lines) if line.strip()), default=0)
