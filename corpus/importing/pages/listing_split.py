"""Where one post of a listing page ends and the next begins.

Where the implications of a post end and the next title begins is told, in this order, from a
heading of the page's markup, from the citation below a title, from a title printed twice, and at
last from the looks of a line. A guess is reported, so that a person looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.citations.parse import is_citation
from corpus.importing.pages.page import Line
from corpus.importing.pages.titles import (
    EDGES,
    guessed_titles,
    same_title,
    title_rank,
    titles_above_citations,
)
from corpus.importing.text.implications import PRACTICE_IMPLICATIONS, implications_after
from corpus.problem import Problems
from corpus.text.dates import MONTHS
from corpus.text.folding import folded

_MONTH = re.compile(rf"({'|'.join(MONTHS)}),? ((?:19|20)\d\d)(?: ?\(\d+\))?[:.]?", re.IGNORECASE)
_FURNITURE = re.compile(
    r"blog|this month|type of research|topics|menu|search|home|archives?|skip to (?:main )?content"
    r"|share(?: this)?(?: post)?|print|e-?mail|read more|continue reading|back to top|loading"
    r"|(?:older|newer|previous|next)(?: posts?| page)?|all \w+ \(clear|page \d+(?: of \d+)?"
    r"|all rights reserved|(?:leave a )?(?:comments?|reply)|\d+",
)
_LONG = 200  # characters: a paragraph rather than a title or a label


@dataclass(frozen=True, slots=True)
class PostLines:
    """The lines of one post: its title once, lines before it that belong to it, the rest.

    ``month`` is ``YYYY-MM`` from the heading above, ``None`` when there is none.
    """

    month: str | None
    title: Line
    before: tuple[Line, ...]
    body: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    month: str | None
    lines: tuple[Line, ...]


def split_posts(
    lines: Sequence[Line], labels: Container[str], problems: Problems
) -> tuple[PostLines, ...]:
    """The posts of a page in order; a part without a title is a problem.

    ``labels`` are folded names (of topics and kinds) that a page's own menus list.
    """
    sections = [s for s in _sections(lines, labels, problems) if _holds_posts(s)]
    level = _title_level(sections)
    return tuple(post for section in sections for post in _posts(section, level, problems))


def month_of(text: str) -> str | None:
    """The month (``YYYY-MM``) in a line that is a month heading."""
    found = _MONTH.fullmatch(text)
    return f"{found[2]}-{MONTHS.index(found[1].lower()) + 1:02}" if found else None


def _sections(lines: Sequence[Line], labels: Container[str], problems: Problems) -> list[_Section]:
    """The lines below each month heading; those before the first follow the menus."""
    sections: list[tuple[str | None, list[Line]]] = [(None, [])]
    for line in lines:
        month = month_of(line.text)
        if month:
            sections.append((month, []))
        else:
            sections[-1][1].append(line)
    front = sections[0][1]
    first = next((i for i, ln in enumerate(front) if _opens_content(ln.text)), len(front))
    menus = [i for i in range(first) if _is_furniture(front[i].text) or _in_menu(front, i, labels)]
    sections[0] = (None, front[menus[-1] + 1 :] if menus else front)
    return [_Section(month, _without_furniture(part, problems)) for month, part in sections]


def _without_furniture(lines: Sequence[Line], problems: Problems) -> tuple[Line, ...]:
    """The lines that are a post's; a heading of the page's own below all posts is kept, as it
    tells where they end.
    """
    last = max(
        (i for i, ln in enumerate(lines) if PRACTICE_IMPLICATIONS.fullmatch(ln.text)),
        default=len(lines),
    )
    kept = []
    for at, line in enumerate(lines):
        if _is_furniture(line.text) and not (line.level and at > last):
            what = f'the line "{line.text}" was left out, as part of the page and not of a post'
            problems.warning(
                line.number, what, "if it belongs to a post, add it to the post's file"
            )
        else:
            kept.append(line)
    return tuple(kept)


def _is_furniture(text: str) -> bool:
    return len(text) < 60 and bool(_FURNITURE.fullmatch(EDGES.sub("", text.lower())))


def _in_menu(lines: Sequence[Line], at: int, labels: Container[str]) -> bool:
    """Whether a line is a menu item: a topic's name with a bullet or beside another."""

    def is_label(index: int) -> bool:
        return 0 <= index < len(lines) and folded(lines[index].text.removeprefix("- ")) in labels

    beside = is_label(at - 1) or is_label(at + 1)
    return is_label(at) and (beside or lines[at].text.startswith("- "))


def _opens_content(text: str) -> bool:
    return implications_after(text) is not None or is_citation(text)


def _holds_posts(section: _Section) -> bool:
    """Whether a section has a post; a month in a list of months has none."""
    if section.month is None:
        return any(_opens_content(line.text) for line in section.lines)
    return any(len(ln.text) > _LONG or _opens_content(ln.text) for ln in section.lines)


def _title_level(sections: Sequence[_Section]) -> int:
    """The heading level of titles, from the page's first post; 0 without markup."""
    if not sections:
        return 0
    lines = sections[0].lines
    end = next((i for i, ln in enumerate(lines) if _opens_content(ln.text)), len(lines))
    levels = [line.level for line in lines[:end] if line.level]
    if not levels:
        return 0
    return levels[0] if sections[0].month else levels[-1]


def _posts(section: _Section, level: int, problems: Problems) -> list[PostLines]:
    lines = section.lines
    starts, end = _starts(section, level, problems)
    if end < len(lines):
        what = f'the page was read up to here; what follows "{lines[end].text[:60]}" is no post'
        problems.warning(lines[end].number, what, "if a post is missing, write its file by hand")
    if not starts:
        problems.error(
            lines[0].number,
            "no title of a post is found here",
            "put the title on a line of its own above the post, and import the page again",
        )
        return []
    if section.month is None and starts[0] > 0:
        what = "the lines before the first title were left out, as part of the page"
        problems.warning(lines[0].number, what, "if they belong to a post, add them to its file")
    posts = []
    for place, (start, stop) in enumerate(pairwise([*starts, end])):
        first = start + 1
        title = lines[start]
        while first < stop and same_title(lines[first].text, title.text):
            # Of two prints of a title, one may have a full stop that is not the other's.
            title = min(title, lines[first], key=lambda line: line.text.endswith("."))
            first += 1
        before = lines[:start] if place == 0 and section.month else ()
        posts.append(PostLines(section.month, title, before, lines[first:stop]))
    return posts


def _starts(section: _Section, level: int, problems: Problems) -> tuple[list[int], int]:
    """The lines of the titles in a section, and where its last post ends."""
    lines = section.lines
    rests = {
        i: rest for i, ln in enumerate(lines) if (rest := implications_after(ln.text)) is not None
    }
    markers = sorted(rests)
    starts = _front_starts(section, markers[0] if markers else len(lines), level, problems)
    for place, marker in enumerate(markers):
        is_last = place + 1 == len(markers)
        stop = len(lines) if is_last else markers[place + 1]
        # The implications have a line at least, either behind their heading or below it.
        floor = marker + (1 if rests[marker] else 2)
        found = _headings(lines, floor, stop, level)
        if is_last and (end := _end_of_posts(lines, floor, found)) is not None:
            return starts + [at for at in found if at < end], end
        found = found or titles_above_citations(lines, floor, stop)
        if not found and not is_last:
            found = guessed_titles(lines, floor, stop, problems)
        starts.extend(found)
    return starts, len(lines)


def _front_starts(section: _Section, stop: int, level: int, problems: Problems) -> list[int]:
    """The titles before a section's first implications; below a month, its first line."""
    lines = section.lines
    headings = _headings(lines, 0, stop, level)
    if headings:
        return headings if section.month else _with_text(lines, headings, stop)
    found = titles_above_citations(lines, 0, stop)
    if section.month and lines and title_rank(lines[0].text):
        # A citation's own title further down is that of another post if a summary is between.
        later = [at for at in found if any(len(line.text) > _LONG for line in lines[1:at])]
        return [0, *later]
    return found or guessed_titles(lines, 0, stop, problems)


def _headings(lines: Sequence[Line], start: int, stop: int, level: int) -> list[int]:
    """The headings at the titles' level, each title once."""
    return [
        at
        for at in range(start, stop)
        if level
        and lines[at].level == level
        and not (at > start and same_title(lines[at].text, lines[at - 1].text))
    ]


def _with_text(lines: Sequence[Line], headings: Sequence[int], stop: int) -> list[int]:
    """The headings with a post's text below; those at a page's top have none."""
    return [at for at, end in pairwise([*headings, stop]) if _has_text(lines, at, end)]


def _end_of_posts(lines: Sequence[Line], floor: int, headings: Sequence[int]) -> int | None:
    """The heading that begins the page's own parts, such as a menu, if there is one."""
    own = [
        at for at in range(floor, len(lines)) if lines[at].level and _is_furniture(lines[at].text)
    ]
    last_text = max((at for at in range(floor, len(lines)) if _is_text(lines[at])), default=0)
    return min([*own[:1], *(at for at in headings if at >= last_text)], default=None)


def _has_text(lines: Sequence[Line], start: int, stop: int) -> bool:
    return any(_is_text(line) for line in lines[start + 1 : stop])


def _is_text(line: Line) -> bool:
    return len(line.text) > _LONG or is_citation(line.text)
