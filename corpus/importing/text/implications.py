"""Finds the heading above the practice implications, under the names in use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.text.plain_line import plain_line

# What begins right behind a heading on its line is longer than this, in characters.
_LONG = 100
_NUMBERED = r"[\W_]*(?:\d{1,2}[.)]\s*)?"
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,2}[.)])\s")
_UNDERLINE = re.compile(r"\s*(?:-{3,}|={3,})\s*")


class ImplicationsHeading:
    """Finds the heading of the implications; earlier ``names`` take precedence."""

    def __init__(self, names: Sequence[str]) -> None:
        self._markers = [_marker(name) for name in names]

    def find(self, lines: Sequence[str]) -> tuple[int, str, int] | None:
        """The heading's line in some Markdown, the text on that line, and where the text continues.

        A line of a table of contents is none, if there is another.
        """
        plain = [plain_line(line) for line in lines]
        for marker in self._markers:
            found = [(at, rest) for at, rest in _after_each(marker, plain) if rest is not None]
            found.sort(key=lambda one: _BULLET.match(lines[one[0]]) is not None)
            if found:
                at, rest = found[0]
                underlined = at + 1 < len(lines) and _UNDERLINE.fullmatch(lines[at + 1])
                return at, rest, at + (2 if underlined else 1)
        return None

    def as_first_name(self, lines: Sequence[str], first: str) -> Iterator[str]:
        """The lines of a page with its usual heading replaced by ``first``."""
        counts = [
            sum(rest is not None for _, rest in _after_each(marker, lines))
            for marker in self._markers
        ]
        most = self._markers[counts.index(max(counts))] if any(counts) else None
        for line in lines:
            rest = implications_after(line, most) if most else None
            if rest is None:
                yield line
            else:
                yield f"{first}: {rest}" if rest else first


def implications_after(text: str, marker: re.Pattern[str] | None = None) -> str | None:
    """The text after "Practice Implications" on its line; ``None`` for other lines.

    A sentence that begins with these words is not the heading, nor is a title that does.
    """
    found = (marker or PRACTICE_IMPLICATIONS).fullmatch(text)
    if not found:
        return None
    rest = found["rest"].strip()
    if not re.search(r"[^\W_]", rest):
        return ""
    parted = re.match(r"[*_ ]*[:.–—-][*_ ]*", rest)
    if parted:
        return rest[parted.end() :]
    words = [word for word in found["words"].split() if len(word) > 3]
    is_heading = all(word[0].isupper() for word in words)
    joined = not found["rest"].startswith(" ")
    return rest if is_heading and rest[0].isupper() and (joined or len(rest) > _LONG) else None


def _after_each(marker: re.Pattern[str], lines: Sequence[str]) -> Iterator[tuple[int, str | None]]:
    return ((at, implications_after(line, marker)) for at, line in enumerate(lines))


def _marker(name: str) -> re.Pattern[str]:
    """A pattern for a line with that name, in singular or plural."""
    words = r"\s+".join(re.escape(word) for word in name.split())
    words = re.sub(r"implications?", "implications?", words, flags=re.IGNORECASE)
    return re.compile(rf"{_NUMBERED}(?P<words>{words})(?P<rest>.*)", re.IGNORECASE)


PRACTICE_IMPLICATIONS = _marker("Practice Implications")
