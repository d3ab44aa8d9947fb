"""The body of a post's file is split into its two parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.folder.front_matter import Fields, Matter
from corpus.folder.post_body import HEADING, part_lines, read_body
from corpus.problem import Problems


def read(body: str) -> tuple[tuple[str, str], list[int], list[int]]:
    """The two parts of a body that begins on line 5, and the lines of its faults and gaps."""
    problems, gaps = Problems(Path("a.md")), Problems(Path("a.md"))
    parts = read_body(Matter(Fields(2, {}, {}), body, 5), problems, gaps)
    return parts, [p.line for p in problems.found], [p.line for p in gaps.found]


@pytest.mark.parametrize(
    ("body", "parts", "faults", "gaps"),
    [
        (f"\nS.\n\n{HEADING}\n\nI.\n", ("S.", "I."), [], []),
        (f"\n\n{HEADING}\n\nI.\n", ("", "I."), [], [5]),
        (f"\nS.\n{HEADING}\n", ("S.", ""), [], [7]),
        ("\nS.\n", ("S.", ""), [], [6]),
        ("\nS.\n# Practice implication\nI.\n", ("S.\n# Practice implication\nI.", ""), [7], []),
        (f"S.\n{HEADING}\nI.\n{HEADING}\nJ.", ("S.", f"I.\n{HEADING}\nJ."), [8], []),
        ("", ("", ""), [], [5]),
    ],
)
def test_a_body_has_two_parts_and_a_missing_one_is_a_gap(
    body: str, parts: tuple[str, str], faults: list[int], gaps: list[int]
) -> None:
    assert read(body) == (parts, faults, gaps)


def test_the_lines_of_the_parts_are_known() -> None:
    matter = Matter(Fields(2, {}, {}), f"\nS.\n\n{HEADING}\n\nI.\n", 5)
    assert part_lines(matter) == {"summary": 6, "implications": 8}
    assert part_lines(Matter(Fields(2, {}, {}), "", 5)) == {"summary": 5, "implications": 5}
