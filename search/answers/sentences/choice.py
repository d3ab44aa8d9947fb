"""Which sentences of a post answer a question, and which one limits what they say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from search.answers.sentences.limits import Wanted, advises, leans, limits_in, speaks_of_others

# So long a passage is not made longer, and one so short has room for a second sentence.
_LONG = 420
_SHORT = 90
_LONG_LIMIT = 300
# The length of a sentence whose words count as they are.
_USUAL = 160
# So many sentences at most are shown before one that leans on them.
_MOST_BEFORE = 2
# What the nearness of a sentence to a question counts beside its words, of which a post that has
# all that it has in one sentence shows 1; see ``docs/relevance.md`` for how these were chosen.
_NEAR = 1.0
# What is left of a sentence of advice where a question asks whether something is so, and of one
# that needs another.
_ADVICE = 0.3
_LEANING = 0.6
# What a sentence that speaks of both things compared gains.
_BOTH = 1.0
# What a limit gains for the words of the question that the finding lacks, for a kind that is asked
# for, for being surely one, and for standing in the practice implications.
_NEW = 0.5
_ASKED = 0.2
_TOLD = 0.5
_PRACTICE = 0.2
# What a limit must have, with vectors and without.
_ENOUGH = 1.1
_ENOUGH_BY_WORDS = 0.7
# The share of a summary that is not searched for limits, as a divisor.
_OPENING = 4


class Sentence(NamedTuple):
    """A sentence of a post: its part, its text, and how it fits a question.

    ``terms`` are those of the question that it has, ``near`` is the cosine of its vector with the
    question's, 0 without vectors.
    """

    part: int
    text: str
    terms: frozenset[str] = frozenset()
    near: float = 0.0


class Choice:
    """Chooses among the sentences of a post by what a question wants."""

    def __init__(
        self,
        title: frozenset[str],
        sentences: Sequence[Sentence],
        worth: Mapping[str, float],
        wanted: Wanted,
    ) -> None:
        """Take all sentences of a post in order, and what each term of the question is worth.

        ``title`` are those of them that the post's title has.
        """
        self._title = title
        self._all = sentences
        self._worth = worth
        self._wanted = wanted
        self._fully = self._sum(frozenset[str]().union(*(one.terms for one in sentences))) or 1.0

    def finding(self, part: range) -> list[int]:
        """The best sentence of a part, with those it leans on or one that adds something."""
        best = self._best(part)
        chosen = self._with_those_before(best, part)
        if len(chosen) > 1:
            return chosen
        length = len(self._all[best].text)
        sides = [
            n
            for n in (best + 1, best - 1)
            if n in part and length + len(self._all[n].text) <= _LONG
        ]
        own = self._all[best].terms
        gain = {n: self._sum(self._all[n].terms - own) for n in sides}
        side = max(gain, key=gain.__getitem__, default=None)
        if side is None or not (length < _SHORT or gain[side] > 0.5 * self._sum(own)):
            return chosen
        return sorted((best, side))

    def limit(self, finding: Sequence[int], practice: range) -> list[int]:
        """The sentence that limits a finding as to what is asked, with one that it leans on.

        ``practice`` is the part of the practice implications, whose limits are told for readers.
        What comes before is the summary, which opens with what leads to its question.
        """
        known = frozenset[str]().union(*(self._all[n].terms for n in finding))
        missing = not self.compares(finding)
        values: dict[int, float] = {}
        for number in range(practice.start // _OPENING, len(self._all)):
            one = self._all[number]
            told, beside = limits_in(one.text)
            asked = bool((told | beside) & self._wanted.kinds)
            compares = missing and self._has_both((one,))
            if number not in finding and (told or asked or compares):
                values[number] = (
                    self._likeness(one)
                    + _NEW * self._sum(one.terms - known) / self._fully
                    + _ASKED * asked
                    + _TOLD * bool(told)
                    + _PRACTICE * (number in practice)
                )
        enough = _ENOUGH if any(one.near for one in self._all) else _ENOUGH_BY_WORDS
        for best in sorted(values, key=values.__getitem__, reverse=True):
            if values[best] < enough:
                break
            part = practice if best in practice else range(practice.start)
            # What it leans on may stand in the finding already.
            chosen = [best] if best - 1 in finding else self._with_those_before(best, part)
            if sum(len(self._all[n].text) for n in chosen) <= _LONG_LIMIT:
                return chosen
        return []

    def compares(self, chosen: Iterable[int]) -> bool:
        """Whether some sentences speak of both things compared, or one says that none ranks them.

        Where a question compares nothing, any do.
        """
        some = [self._all[n] for n in chosen]
        return (
            not self._wanted.sides
            or self._has_both(some)
            or any("ranking" in limits_in(one.text).said for one in some)
        )

    def _has_both(self, some: Collection[Sentence]) -> bool:
        """Whether some sentences speak of both things that a question compares.

        What the title names, all sentences of its post speak of.
        """
        if not self._wanted.sides:
            return False
        own = frozenset[str]().union(*(one.terms for one in some))
        terms = own | self._title
        sides = self._wanted.sides
        return any(side & own or not side for side in sides) and all(
            side & terms if side else any(speaks_of_others(one.text) for one in some)
            for side in sides
        )

    def _best(self, part: range) -> int:
        """The sentence of a part that fits best as a finding; of equal ones the first."""
        # Most sentences have nothing of the question, and are like it not at all.
        likeness = {
            n: self._likeness(one)
            for n in part
            for one in (self._all[n],)
            if one.terms or one.near or self._wanted.sides
        }
        best, most = part[0], 0.0
        for number in sorted(likeness, key=likeness.__getitem__, reverse=True):
            # What a sentence is like is read only of those that can still be the best.
            if likeness[number] <= most:
                break
            fit = likeness[number] * self._share_left(self._all[number].text)
            if fit > most:
                best, most = number, fit
        return best

    def _share_left(self, text: str) -> float:
        """What is left of a sentence that is advice where none is asked for, or that leans."""
        advice = _ADVICE if self._wanted.whether and advises(text) else 1.0
        return advice * (_LEANING if leans(text) else 1.0)

    def _likeness(self, one: Sentence) -> float:
        """How a sentence is like the question.

        A long sentence has more room for the question's words; its length is held against it a
        little.
        """
        beside = _NEAR * one.near
        if self._wanted.sides:
            beside += _BOTH * self._has_both((one,))
        if not one.terms:
            return beside
        room = (_USUAL / max(len(one.text), 40)) ** 0.25
        return float(room) * self._sum(one.terms) / self._fully + beside

    def _with_those_before(self, number: int, part: range) -> list[int]:
        """A sentence of a part, after those before it that it leans on."""
        first = number
        while leans(self._all[first].text) and first - 1 in part and number - first < _MOST_BEFORE:
            first -= 1
        return list(range(first, number + 1))

    def _sum(self, terms: Iterable[str]) -> float:
        """The summed weight of some of the question's terms."""
        return sum(map(self._worth.__getitem__, terms))
