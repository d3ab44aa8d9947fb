"""Finds the lines of a page that are titles of posts, by their citation or their looks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.citations.parse import is_citation
from corpus.importing.pages.page import Line
from corpus.problem import Problems
from corpus.text.folding import folded

# Bullets, quotes and what else stands around the words of a line.
EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_CITED_AT_END = re.compile(r"\([^()]*\b(?:19|20)\d\d[a-z]?\)\W*$")
_SENTENCE_END = re.compile(r"[.?!][\"”’)]? ")
_MAX_TITLE = 200


def titles_above_citations(lines: Sequence[Line], floor: int, stop: int) -> list[int]:
    """The titles of all citations between ``floor`` and ``stop``, by line number."""
    found: list[int] = []
    for at in range(floor, stop):
        if is_citation(lines[at].text):
            title = _title_above(lines, at, floor)
            if title is not None:
                found.append(title)
                floor = at + 1
    return found


def _title_above(lines: Sequence[Line], citation: int, floor: int) -> int | None:
    """The title of a citation: just above it, or above a line or two about a series."""
    last = next(
        (
            at
            for at in range(citation - 1, max(floor, citation - 3) - 1, -1)
            if title_rank(lines[at].text)
        ),
        None,
    )
    if last is None:
        return None
    run = [last]
    while run[0] - 1 >= floor and title_rank(lines[run[0] - 1].text) and len(run) < 5:
        run.insert(0, run[0] - 1)
    for at in run[:-1]:
        if same_title(lines[at].text, lines[at + 1].text):
            return at
    # A last short sentence of implications ends in a full stop; a title seldom does.
    return next((at for at in run if title_rank(lines[at].text) > 1), run[-1])


def guessed_titles(lines: Sequence[Line], floor: int, stop: int, problems: Problems) -> list[int]:
    """The line that looks most like a title and has text below, if any."""
    candidates = [at for at in range(floor, stop - 1) if title_rank(lines[at].text)]
    for at in candidates:
        if same_title(lines[at].text, lines[at + 1].text):
            return [at]
    if not candidates:
        return []
    best = max(title_rank(lines[at].text) for at in candidates)
    alike = [at for at in candidates if title_rank(lines[at].text) == best]
    if len(alike) > 1 or best == 1:
        what = f'"{lines[alike[0]].text}" was taken for the title of a post, which is a guess'
        problems.warning(lines[alike[0]].number, what, "check this post and the one before it")
    return alike[:1]


def title_rank(text: str) -> int:
    """How much a line looks like a title: 0 not at all, 1 a short sentence, 2 and 3 more."""
    if (
        len(text) > _MAX_TITLE
        or text[0].islower()
        or text.startswith("- ")
        or text.endswith((":", ",", ";"))
        or len(_SENTENCE_END.findall(text)) > 1
        or _CITED_AT_END.search(text)
        or is_citation(text)
    ):
        return 0
    if text.endswith("."):
        return 1
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return 3 if text.endswith("?") or capitals > len(words) / 2 else 2


def same_title(one: str, other: str) -> bool:
    """Whether two lines are the same title, ignoring case and punctuation."""
    return EDGES.sub("", folded(one)) == EDGES.sub("", folded(other))
