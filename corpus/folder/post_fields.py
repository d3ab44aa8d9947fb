"""Reads the fields of a post's front matter, and reports what is wrong in them.

Missing fields are collected as ``gaps``: they are no fault in a post that is not live yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from corpus.citations.identifiers import pmid_of
from corpus.folder.evidence_fields import read_notices, read_study
from corpus.folder.fields import FieldReader
from corpus.folder.taxonomy import Taxonomy
from corpus.json_values import names_of
from corpus.post import CITATION_PARTS, Correction
from corpus.problem import Problems
from corpus.slug import POST_ID, is_month

# Ids of other posts, by what they are to this one.
RELATIONS = ("pin", "never", "updates", "contradicts", "same_data")

_A_CORRECTION = '{date: 2024-05-17, what: "..."}'
# An id, or the path of an address: no question, no place in a page, no site.
_ALIAS = re.compile(r"(?!.*//)/?[^\s?#/][^\s?#]*")


def is_alias(text: str) -> bool:
    """Whether a text can be a former address of a post: an id or a path."""
    return _ALIAS.fullmatch(text) is not None


def _missing(values: FieldReader, name: str, what: str, example: str) -> tuple[int, str, str]:
    """The line, fault and cure of a field that has no value, whether its line is there or not."""
    if name in values:
        return values.line(name), what, f"write it on this line: {example}"
    return 1, what, f"add a line {example}"


def read_title(values: FieldReader, gaps: Problems) -> str:
    """The title."""
    title = values.string("title")
    if not title and not values.is_wrong("title"):
        gaps.error(*_missing(values, "title", "the title is missing", 'title: "..."'))
    return title


def read_month(values: FieldReader, file: Path, gaps: Problems) -> str | None:
    """The month, which the file's name must begin with."""
    month = values.string("month")
    named = POST_ID.fullmatch(file.stem)
    if not month:
        if not values.is_wrong("month"):
            example = named["month"] if named else "2021-07"
            gaps.error(*_missing(values, "month", "the month is missing", f"month: {example}"))
        return None
    if not is_month(month):
        values.problems.error(
            values.line("month"),
            f'"{month}" is not a month',
            "write the year and the month in digits: month: 2021-07",
        )
        return None
    if named and named["month"] != month:
        values.problems.error(
            values.line("month"),
            f"the month is {month}, but the file's name begins with {named['month']}",
            f"write month: {named['month']}, or rename the file",
        )
    return month


def read_topics(values: FieldReader, names: Taxonomy | None, gaps: Problems) -> tuple[str, ...]:
    """The topics, by their names in the digest."""
    listed = values.listed("topics")
    if not listed and not values.is_wrong("topics"):
        line = values.line("topics") if "topics" in values else 1
        gaps.error(line, "the post has no topic", "list names of topics.toml")
    found: dict[str, int] = {}
    for name, line in listed:
        topic = names.resolve(name, line, values.problems) if names else name
        if topic is None:
            continue
        if topic in found:
            values.problems.warning(line, f'the topic "{topic}" comes twice', "delete this line")
        found.setdefault(topic, line)
    return tuple(found)


def read_research(values: FieldReader, names: Taxonomy | None) -> str | None:
    """The kind of research, by its name in the digest."""
    name = values.string("research")
    if not name:
        if not values.is_wrong("research"):
            # An imported page often does not tell it, and its posts are to be found all the same.
            what = "the kind of research is missing"
            example = next(iter(names.canonical.values()), "...") if names else "..."
            line, what, cure = _missing(values, "research", what, f"research: {example}")
            values.problems.warning(line, what, f"{cure}, or another of the kinds of digest.toml")
        return None
    return names.resolve(name, values.line("research"), values.problems) if names else name


def read_citation(values: FieldReader) -> str | None:
    """The citation of the study."""
    citation = values.string("citation")
    if not citation and not values.is_wrong("citation"):
        what = "the citation is missing"
        line, what, cure = _missing(values, "citation", what, 'citation: "..."')
        values.problems.warning(line, what, f"if you know it, {cure}")
    return citation or None


def read_proposed(values: FieldReader) -> bool:
    """Whether the topics were proposed by the program."""
    proposed = values.truth("topics_proposed", "delete the line once the topics are right")
    if proposed:
        values.problems.warning(
            values.line("topics_proposed"),
            "the topics were proposed by the program",
            "correct them if need be, then delete the line topics_proposed",
        )
    return bool(proposed)


def read_details(
    values: FieldReader, posted: str | None, today: date | None = None
) -> dict[str, Any]:
    """The fields in ``DETAILS`` of a post of the month ``posted``, by name.

    They are all optional, and what is missing of them is no gap. Notices and corrections later
    than ``today`` are reported.
    """
    related = FieldReader(values.fields("related"), values.problems)
    return {
        "pmid": _pmid(values),
        "bottom_line": values.string("bottom_line") or None,
        "study": read_study(values, posted),
        "notices": read_notices(values, today),
        **{name: _named(related, name) for name in RELATIONS[2:]},
        "aliases": _aliases(values),
        "writer": values.string("author") or None,
        "interests": values.string("interests") or None,
        "series": values.string("series") or None,
        "licence": values.string("licence") or None,
        "corrections": tuple(_corrections(values, today)),
        "draft": bool(values.truth("draft", "write draft: true, or delete the line")),
        "publish": values.date("publish", day=True),
        "unseen": tuple(_unseen(values)),
    }


def read_pins(values: FieldReader) -> dict[str, Any]:
    """The posts always shown as related to this one, and those never shown."""
    related = FieldReader(values.fields("related"), values.problems)
    related.check_names(RELATIONS)
    return {name: _named(related, name) for name in RELATIONS[:2]}


def _named(related: FieldReader, name: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for post, line in related.listed(name):
        if post in found:
            related.problems.warning(line, f'"{name}" names "{post}" twice', "delete this line")
        found.setdefault(post)
    return tuple(found)


def _unseen(values: FieldReader) -> Iterator[str]:
    for part, line in dict(values.listed("unseen")).items():
        if part in CITATION_PARTS:
            yield part
        else:
            what = f'"{part}" is no part of a citation that may be unseen'
            values.problems.error(line, what, f"write one of {', '.join(CITATION_PARTS)}")


def _pmid(values: FieldReader) -> str | None:
    written = values.string("pmid")
    if not written:
        return None
    pmid, line = pmid_of(written), values.line("pmid")
    if pmid is None:
        what = f'"{written}" is not a number of PubMed'
        cure = 'write its one to eight digits: pmid: "31758858"; one of PMC is another'
        values.problems.error(line, what, cure)
    elif pmid != written:
        what = "the number of PubMed has more than it needs"
        values.problems.warning(line, what, f'write pmid: "{pmid}"')
    return pmid


def _aliases(values: FieldReader) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for alias, line in values.listed("aliases"):
        if not is_alias(alias):
            values.problems.error(
                line,
                f'"{alias}" is not an address that a post can have had here',
                "write the id that it had, or the path of its address: /2014/05/old-title/",
            )
        elif alias in found:
            values.problems.warning(line, f'the alias "{alias}" comes twice', "delete this line")
        found.setdefault(alias)
    return tuple(found)


def _corrections(values: FieldReader, today: date | None) -> Iterator[Correction]:
    for one in values.groups("corrections", "a correction", _A_CORRECTION):
        one.check_names(names_of(Correction))
        day, what = one.date("date", day=True, until=today), one.string("what")
        for name, told in (("date", day), ("what", what)):
            if not told and not one.is_wrong(name):
                cure = f"write - {_A_CORRECTION}"
                one.problems.error(one.line(name), f'the correction lacks its "{name}"', cure)
        if day and what:
            yield Correction(day, what)
