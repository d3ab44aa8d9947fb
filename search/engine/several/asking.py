"""Puts a question to several digests, each in its own terms, ranked by shared statistics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from search.engine.several.member import Member
from search.engine.several.merging import in_order
from search.meanings import Meanings
from search.question import Question, Years
from search.ranking.standing import together
from search.results import Scored, SearchOptions

# How a question is put to a digest: in its own terms.
Asked = list[tuple[Member, Question]]
# No post is of this year.
_NEVER = Years(1, 1)


class Asking:
    """Puts questions to several digests."""

    def __init__(self, members: Sequence[Member]) -> None:
        self._members = members

    def put(self, question: Question) -> Asked:
        """The question for each digest that may have posts for it.

        Where none may, the first tells what it makes of it.
        """
        asked = [(member, member.asked(question)) for member in self._members]
        found = [(member, own) for member, own in asked if own is not None]
        return found or [(self._members[0], _nothing(question))]

    def asked(
        self, question: Question, options: SearchOptions
    ) -> tuple[Asked, Asked, SearchOptions]:
        """How a question is put to the digests, and to those of them that the reader chose.

        The options come back with how these stand to a question in words together, and with what
        models make of it, so that these read it once.
        """
        options = replace(options, meanings=Meanings())
        asked = self.put(question)
        named = self.named(question)
        chosen = [one for one in asked if not named or one[0] in named]
        if not chosen:
            chosen = [(named[0], _nothing(question))]
        if question.free and len(asked) > 1:
            standings = [member.snapshot.standing(own, options) for member, own in chosen]
            options = replace(options, beside=together(standings))
        return asked, chosen, options

    def named(self, question: Question) -> list[Member]:
        """The slugs of the digests that a question is restricted to; none if it is not."""
        return [member for member in self._members if member.slug in question.digests]

    def spans(self, chosen: Asked, options: SearchOptions) -> list[tuple[int, int]]:
        """For each digest, which of its hits are among those wanted: the first, and how many."""
        if len(chosen) == 1 or not options.offset:
            return [(options.offset, options.limit)] * len(chosen)
        end = options.offset + options.limit
        every = listed(chosen, replace(options, offset=0, limit=end))
        before = Counter(member.slug for member, _ in every[: options.offset])
        within = Counter(member.slug for member, _ in every[options.offset : end])
        return [(before[member.slug], within[member.slug]) for member, _ in chosen]


def listed(chosen: Asked, options: SearchOptions) -> list[tuple[Member, Scored]]:
    """The posts that answer, in order, without passages."""
    lists = [
        [(member, one) for one in member.snapshot.scored(own, options)] for member, own in chosen
    ]
    return in_order(lists, lambda one: (one[1].score, one[1].date), options.sort)


def _nothing(question: Question) -> Question:
    """The question as one that no post can pass."""
    return replace(question, topics=(), research=(), years=(_NEVER,), digests=())
