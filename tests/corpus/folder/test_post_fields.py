"""The details of a post are read from front matter: author, dates, relations, aliases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corpus.folder.fields import FieldReader
from corpus.folder.front_matter import read_matter
from corpus.folder.post_fields import read_details, read_pins
from corpus.post import DETAILS, Correction
from corpus.problem import Problems


def read(matter: str) -> tuple[dict[str, Any], list[str]]:
    """The details of a post that are set, and the faults in them."""
    fields = FieldReader(read_matter(f"---\n{matter}\n---\n").fields, Problems(Path("a.md")))
    details = read_details(fields, "2021-07")
    assert set(details) == set(DETAILS)
    problems = [str(problem).removeprefix("a.md:") for problem in fields.problems.found]
    return {name: said for name, said in details.items() if said}, problems


def test_details_are_read_as_they_are_written() -> None:
    details, problems = read(
        'pmid: "31758858"\nbottom_line: "It helped."\nauthor: A. Green\ninterests: none\n'
        "series: Soil\nlicence: CC BY 4.0\ndraft: true\npublish: 2027-01-15\n"
        "unseen: [volume, pages, volume]\n"
        "aliases:\n  - 2015-02-old\n  - /2014/05/für-immer/\n"
        "related:\n  pin: [p]\n  updates: [u]\n  contradicts: [c]\n  same_data: [d]\n"
        "corrections:\n  - {date: 2024-05-17, what: 'A figure: 0.52'}\n"
    )
    assert problems == []
    assert details == {
        "pmid": "31758858",
        "bottom_line": "It helped.",
        "writer": "A. Green",
        "interests": "none",
        "series": "Soil",
        "licence": "CC BY 4.0",
        "draft": True,
        "publish": "2027-01-15",
        "unseen": ("volume", "pages"),
        "aliases": ("2015-02-old", "/2014/05/für-immer/"),
        "updates": ("u",),
        "contradicts": ("c",),
        "same_data": ("d",),
        "corrections": (Correction("2024-05-17", "A figure: 0.52"),),
    }


def test_all_details_are_optional() -> None:
    assert read("title: x\nauthor:\ncorrections:\nrelated:\ndraft: false") == ({}, [])


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ("pmid: PMC123", '2: "PMC123" is not a number of PubMed: write its one to eight digits'),
        ("pmid: 'PMID: 123'", "2: warning: the number of PubMed has more than it needs: write pm"),
        ("unseen: [issue]", '2: "issue" is no part of a citation that may be unseen: write one of'),
        ("unseen: volume", '2: "unseen" must be a list'),
        ("pmid: [1]", '2: "pmid" must be text, not a list'),
        ("author: [A, B]", '2: "author" must be text, not a list'),
        ("draft: maybe", '2: "draft" must be true or false, not "maybe": write draft: true, or'),
        ("publish: soon", '2: "soon" is not a date: write year, month and day in digits: publish'),
        ("publish: 2027-01", '2: "2027-01" is not a date'),
        ("publish: 2027-02-30", '2: "2027-02-30" is not a date'),
        ("aliases: x", '2: "aliases" must be a list, not text'),
        ("aliases: [a b]", '2: "a b" is not an address that a post can have had here'),
        ("aliases: ['/?p=1']", '2: "/?p=1" is not an address'),
        ("aliases: [/]", '2: "/" is not an address'),
        ("aliases: ['https://a.example/x']", '2: "https://a.example/x" is not an address'),
        ("aliases: [a, b, a]", '2: warning: the alias "a" comes twice'),
        ("related: {updates: [a, b, a]}", '2: warning: "updates" names "a" twice'),
        ("related: {same_data: [a, a]}", '2: warning: "same_data" names "a" twice'),
        ("corrections: [x]", '2: an item of "corrections" is not a group of fields: write - {da'),
        ("corrections: [{what: x}]", '2: the correction lacks its "date": write - {date: 2024'),
        ("corrections: [{date: 2024-05-17}]", '2: the correction lacks its "what"'),
        ("corrections: [{date: 2024-05, what: x}]", '2: "2024-05" is not a date'),
        ("corrections: [{date: 2024-05-17, what: x, who: y}]", '2: "who" is not a field of a cor'),
    ],
)
def test_a_fault_of_the_details_is_reported_with_line_and_cure(matter: str, expected: str) -> None:
    problems = read(matter)[1]
    assert len(problems) == 1, problems
    assert problems[0].startswith(expected)


def test_an_unknown_relation_is_reported() -> None:
    problems = Problems(Path("a.md"))
    matter = read_matter("---\nrelated: {update: [a]}\n---\n")
    assert read_pins(FieldReader(matter.fields, problems)) == {"pin": (), "never": ()}
    assert [str(problem) for problem in problems.found] == [
        'a.md:2: "update" is not a field of a post: did you mean "updates"?'
    ]


def test_a_repeated_pin_is_reported_and_read_once() -> None:
    problems = Problems(Path("a.md"))
    matter = read_matter("---\nrelated:\n  pin:\n    - a\n    - b\n    - a\n---\n")
    assert read_pins(FieldReader(matter.fields, problems)) == {"pin": ("a", "b"), "never": ()}
    assert [str(problem) for problem in problems.found] == [
        'a.md:6: warning: "pin" names "a" twice: delete this line'
    ]
