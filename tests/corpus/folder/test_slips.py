"""Slips of who writes front matter by hand are told by their cause, each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.folder.post_file import read_post
from corpus.folder.salvage import MOST_FAULTS
from corpus.folder.slips import slip

POST = """---
title: Beds without digging
month: 2021-07
topics:
  - Soil
  - Worms
research: survey
citation: Gray, A. (2021). A survey of plots. Plots, 12, 34-56.
doi: 10.1000/plots.1
study:
  year: 2020
  participants: 12
---

Many people were asked.

## Practice Implications

Ask about gardens.
"""
SLIPS = [
    # What was written, what by slip, and what is told of it, with its line.
    ("title: ", "title:", "2: there is no space after the colon: write one: name: text"),
    ("doi: ", "doi:", "9: there is no space after the colon: write one: name: text"),
    ("  year: ", "  year:", "11: there is no space after the colon: write one: name: text"),
    ("title: ", " title: ", "2: the line is indented: begin it at the very left, where fields"),
    ("month: ", "  month: ", "3: the line is indented: begin it at the very left, where fields"),
    ("research: ", " research: ", "7: the line is indented: begin it at the very left, where"),
    ("  - Worms", " - Worms", "6: the line is indented not far enough: by 1: indent it by 2"),
    ("  participants", " participants", "12: the line is indented not far enough: by 1: indent"),
    ("  participants", "   participants", "12: the line is indented too far: by 3: indent it by"),
    ("- Worms", "-Worms", "6: there is no space after the hyphen: write one: - text"),
    ("- Soil\n  - ", "-Soil\n  -", '4: "topics" must be a list, not text: write a space after the'),
    (
        "month: ",
        "month:\u00a0",
        "3: the blank U+00A0 is no ordinary space: write an ordinary space",
    ),
    ("topics:\n  - Soil\n", "topics: - Soil\n", "4: a list begins on the line of its field's name"),
    ("  - Worms", "\t- Worms", "6: the front matter is not valid YAML (a tab stands at the"),
    ("  - Worms", "\u00a0 - Worms", "6: the front matter is not valid YAML (a blank that is no"),
    ("Beds", '"Beds', '2: the quote is not closed: write another " at its end'),
    ("10.1000/plots.1", '"10.1000/plots.1', '9: the quote is not closed: write another " at its'),
    ("Beds without", '"Beds" without', "2: text goes on after the closing quote: put all of it in"),
    ("Beds without digging", "'A bed's life'", "2: the text in single quotes holds another: put"),
    ("Beds without digging", '"A "bed" again"', "2: the text in double quotes holds others: write"),
    ("Beds", "A question: beds", '2: the text holds a colon: put it in double quotes: "..."'),
    ("Beds", "@beds", '2: the text begins with @: put it in double quotes: "..."'),
    ("Beds", "[Beds", "2: the [ is not closed: write ] at its end; text that begins with [ is"),
    ("month: ", "month ", "3: the line has no field's name with a colon: write name: text"),
    ("A survey of plots. ", "A survey\nof plots. ", "9: the line has no field's name with a colon"),
]


def told(text: str) -> list[str]:
    problems = read_post(text, Path("2021-07-beds.md"), None, None).problems
    return [f"{one.line}: {one.what}: {one.cure}" for one in problems if one.severity == "error"]


def test_front_matter_without_a_slip_has_none() -> None:
    assert told(POST) == []
    assert slip(POST.split("\n")[1:12]) is None


@pytest.mark.parametrize(("old", "new", "expected"), SLIPS)
def test_a_slip_is_told_by_its_cause(old: str, new: str, expected: str) -> None:
    assert POST.count(old)
    found = told(POST.replace(old, new, 1))
    # A field whose line can't be read is told besides as missing, where no value may stand for it.
    own = [one for one in found if not one.startswith("1: ")]
    assert len(own) == 1 and own[0].startswith(expected), found


def test_several_slips_are_told_together_in_the_order_of_their_lines() -> None:
    text = POST
    for old, new in (("title: ", "title:"), ("- Worms", "-Worms"), ("  partic", " partic")):
        text = text.replace(old, new, 1)
    assert [one.split(":")[0] for one in told(text)] == ["2", "6", "12"]


def test_no_more_are_told_than_of_other_faults() -> None:
    lines = "".join(f"name_{n}:text\n" for n in range(3 * MOST_FAULTS))
    assert 1 <= len(told(f"---\n{lines}---\n\nText.\n")) <= 2 * MOST_FAULTS
