"""Suggestions go on from what a reader has typed: topics, posts and terms of the digest."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from search.analysis import fold
from search.results import Suggestion

_START = re.compile(r"\w+")
_FIRST = {"topic": 0, "term": 1, "post": 2}


class Suggestions:
    """Suggestions by the beginning of any of their words."""

    def __init__(self, weighed: Iterable[tuple[Suggestion, int]]) -> None:
        """Take suggestions, each with how many posts it leads to."""
        self._all = list(weighed)
        starts: list[tuple[str, int]] = []
        for number, (suggestion, _) in enumerate(self._all):
            text = fold(suggestion.text)
            starts += [(text[m.start() :], number) for m in _START.finditer(text)]
        starts.sort()
        self._texts = [text for text, _ in starts]
        self._numbers = [number for _, number in starts]

    def of(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """What goes on from ``typed``: topics first, then terms, then posts, the fullest first."""
        wanted = " ".join(fold(typed).split())
        if not wanted:
            return ()
        first = bisect_left(self._texts, wanted)
        last = bisect_left(self._texts, wanted + "\U0010ffff")
        found = {self._numbers[n] for n in range(first, min(last, first + 2000))}
        ranked = sorted(
            found,
            key=lambda n: (_FIRST[self._all[n][0].kind], -self._all[n][1], self._all[n][0].text),
        )
        return _mixed([self._all[n][0] for n in ranked], limit)


def _mixed(ranked: list[Suggestion], limit: int) -> tuple[Suggestion, ...]:
    """The best of each kind, so that many topics do not hide every post."""
    share = max(limit // 3, 1)
    chosen: list[Suggestion] = []
    for kind in _FIRST:
        chosen += [s for s in ranked if s.kind == kind][:share]
    for suggestion in ranked:
        if len(chosen) >= limit:
            break
        if suggestion not in chosen:
            chosen.append(suggestion)
    return tuple(sorted(chosen, key=lambda s: _FIRST[s.kind]))[:limit]
