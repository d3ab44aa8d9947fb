"""A snapshot of several digests, which answers as one."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from heapq import merge
from itertools import chain, zip_longest

from corpus.message import N_, Message
from corpus.post import Post
from search import weights
from search.engine.seam import Member as Opened
from search.engine.several.asking import Asking, listed
from search.engine.several.joining import joined
from search.engine.several.member import Member
from search.engine.several.merging import counted, dated, in_order, summed, understood
from search.errors import PostMissing
from search.index.files.folder import number
from search.index.store import bare
from search.meanings import Meanings
from search.question import Question
from search.results import (
    FIRST_TEN,
    FacetValue,
    Hit,
    Neighbours,
    Related,
    Results,
    SearchOptions,
    Suggestion,
)

# How many topics to try are told where nothing answers.
_TOPICS = 3


class SeveralSnapshot:
    """Answers from a generation of each of several digests; see ``Snapshot``.

    Each ranks its posts by the scores of the posts of all, so that they come in one order. What
    leads on from a post stays within its digest. Safe to use from several threads.
    """

    def __init__(self, opened: Mapping[str, Opened], missing: Sequence[str] = ()) -> None:
        """Take the open generations by the slugs of their digests.

        ``missing`` are the slugs of those that can't be opened.
        """
        self.digest = joined({slug: one.digest for slug, one in opened.items()})
        alike = _of_a_language(opened)
        self._members = [
            Member(slug, one.among(*alike[one.digest.language]), self.digest)
            for slug, one in opened.items()
        ]
        self._asking = Asking(self._members)
        self._missing = tuple(
            Message("The digest “%(name)s” can't be read now; its posts are not here.", name=name)
            for name in missing
        )
        told = {slug: one.generation for slug, one in opened.items()}
        mark = hashlib.sha256(repr((sorted(told.items()), sorted(missing))).encode()).hexdigest()
        # Higher whenever one of them is, as that of one digest is.
        self.generation = f"{sum(map(number, told.values())):06d}-{mark[:6]}"
        self.semantic = any(one.semantic for one in opened.values())

    def search(self, question: Question, options: SearchOptions = FIRST_TEN) -> Results:
        """Answer a question."""
        started = time.perf_counter()
        asked, chosen, options = self._asking.asked(question, options)
        told = []
        for (member, own), (offset, limit) in zip(
            chosen, self._asking.spans(chosen, options), strict=True
        ):
            page = replace(options, offset=offset, limit=limit)
            told.append((member, member.snapshot.search(own, page)))
        counts = {member.slug: results.total for member, results in told}
        for member, own in asked:
            # Of a digest that was not chosen it is told how many posts it would add.
            if member.slug not in counts:
                nothing = replace(options, offset=0, limit=0)
                counts[member.slug] = member.snapshot.search(own, nothing).total
        answered = any(results.answered for _, results in told)
        total = sum(results.total for _, results in told)
        facets = counted(self.digest, [member.facets(one.facets) for member, one in told])
        made = understood([results for _, results in told])
        return Results(
            question=question,
            understanding=replace(made, notes=(*self._notes(question), *made.notes)),
            hits=_hits(told, options, answered),
            total=total if answered else min(total, weights.NEAREST),
            offset=options.offset,
            sort=options.sort,
            facets=replace(facets, digests=self._of_digests(question, counts)),
            answered=answered,
            nearest=() if answered else _nearest(told),
            generation=self.generation,
            seconds=time.perf_counter() - started,
        )

    def found(self, question: Question, options: SearchOptions = FIRST_TEN) -> tuple[str, ...]:
        """The ids of the posts that answer a question."""
        _, chosen, options = self._asking.asked(question, options)
        end = options.offset + options.limit
        every = listed(chosen, replace(options, offset=0, limit=end))
        return tuple(member.outside(one.id) for member, one in every[options.offset : end])

    def answers(self, question: Question) -> bool:
        """Whether one of the digests answers a question, corrected if need be."""
        options = replace(FIRST_TEN, meanings=Meanings())
        asked = self._asking.put(question)
        return any(member.snapshot.standing(own, options).answered for member, own in asked)

    def order(self, question: Question, limit: int = 100) -> list[tuple[str, float]]:
        """The ids and scores of the best posts, answering or not, best first."""
        _, chosen, options = self._asking.asked(question, FIRST_TEN)
        lists = [member.named(member.snapshot.order(own, limit, options)) for member, own in chosen]
        return list(merge(*lists, key=lambda one: -one[1]))[:limit]

    def order_plainly(self, question: Question, limit: int = 100) -> list[tuple[str, float]]:
        """The ids and scores of the best posts by the question's words alone."""
        _, chosen, _ = self._asking.asked(question, FIRST_TEN)
        lists = [member.named(member.snapshot.order_plainly(own, limit)) for member, own in chosen]
        return list(merge(*lists, key=lambda one: -one[1]))[:limit]

    @cached_property
    def ids(self) -> Sequence[str]:
        """The id of every post, digest by digest."""
        return [member.outside(post) for member in self._members for post in member.snapshot.ids]

    def post(self, post_id: str) -> Post:
        """The post with that id. Raises ``PostMissing``."""
        member = self._of(post_id)
        return member.post(member.snapshot.post(member.own(post_id)))

    def moved(self, address: str) -> str | None:
        """The id of the post that had an id or address before; ``None`` when none had it.

        An id or address that a post has in its own digest is one that it had before.
        """
        for member in self._members:
            slug, _, own = bare(address).partition("/")
            if slug == member.slug and (found := member.snapshot.moved(own)):
                return member.outside(found)
        for member in self._members:
            if found := member.snapshot.moved(address):
                return member.outside(found)
        slugs = {member.slug for member in self._members}
        if bare(address).partition("/")[0] in slugs:
            return None
        return next((m.outside(address) for m in self._members if _has(m, address)), None)

    def archive(self) -> Iterator[Post]:
        """Every post, newest first."""
        posts = [map(member.post, member.snapshot.archive()) for member in self._members]
        return merge(*posts, key=lambda post: post.month or "", reverse=True)

    def related(self, post_id: str) -> Related:
        """The related posts of a post, from its digest. Raises ``PostMissing``."""
        member = self._of(post_id)
        found = member.snapshot.related(member.own(post_id))
        return Related(*map(member.related, (found.closest, found.across, found.newer)))

    def alike(
        self, post_id: str, limit: int = 100, *, across: bool = False, plain: bool = False
    ) -> list[tuple[str, float]]:
        """The most similar posts of the same digest, with likeness. Raises ``PostMissing``."""
        member = self._of(post_id)
        found = member.snapshot.alike(member.own(post_id), limit, across=across, plain=plain)
        return [(member.outside(post), score) for post, score in found]

    def neighbours(self, post_id: str) -> Neighbours:
        """The posts of its digest next to one in time. Raises ``PostMissing``."""
        member = self._of(post_id)
        found = member.snapshot.neighbours(member.own(post_id))
        return Neighbours(*(post and member.post(post) for post in (found.newer, found.older)))

    def suggest(self, typed: str, limit: int = 8, language: str = "") -> tuple[Suggestion, ...]:
        """Topics, posts and questions that complete the typed text, digest by digest."""
        lists = [
            [_suggested(member, one) for one in member.snapshot.suggest(typed, limit, language)]
            for member in self._members
        ]
        in_turn = chain.from_iterable(zip_longest(*lists))
        return tuple(dict.fromkeys(one for one in in_turn if one is not None))[:limit]

    def topics(self) -> tuple[FacetValue, ...]:
        """Every topic with the number of its posts."""
        values = [m.values(m.snapshot.topics(), m.topics) for m in self._members]
        return summed(values, [topic.slug for topic in self.digest.topics])

    def kinds(self) -> tuple[FacetValue, ...]:
        """Every kind of research with the number of its posts."""
        values = [m.values(m.snapshot.kinds(), m.kinds) for m in self._members]
        return summed(values, [kind.slug for kind in self.digest.kinds])

    def months(self) -> tuple[FacetValue, ...]:
        """Every month that has posts, newest first."""
        found = summed(member.snapshot.months() for member in self._members)
        return tuple(sorted(found, key=lambda month: month.value, reverse=True))

    def month(self, month: str) -> tuple[Post, ...]:
        """The posts of a month, digest by digest."""
        return tuple(m.post(post) for m in self._members for post in m.snapshot.month(month))

    def _of(self, post_id: str) -> Member:
        """The digest of a post. Raises ``PostMissing``."""
        slug = post_id.partition("/")[0]
        for member in self._members:
            if member.slug == slug:
                return member
        raise PostMissing.named(post_id)

    def _notes(self, question: Question) -> tuple[str, ...]:
        """Notes for readers on the digests themselves."""
        known = {member.slug for member in self._members}
        unknown = [name for name in question.digests if name not in known]
        return (*self._missing, *(Message(_NO_DIGEST, name=name) for name in unknown))

    def _of_digests(self, question: Question, counts: Mapping[str, int]) -> tuple[FacetValue, ...]:
        """The number of posts of an answer by digest."""
        return tuple(
            FacetValue(one.slug, one.name, counts.get(one.slug, 0), one.slug in question.digests)
            for one in self.digest.sources
            if counts.get(one.slug) or one.slug in question.digests
        )


_NO_DIGEST = N_("There is no digest “%(name)s” here.")


def _of_a_language(opened: Mapping[str, Opened]) -> dict[str, tuple[int, Mapping[str, int]]]:
    """By language: the number of posts, and how many have each term."""
    found: dict[str, tuple[int, Counter[str]]] = {}
    for one in opened.values():
        size, having = one.frequencies
        posts, counts = found.get(one.digest.language, (0, Counter[str]()))
        counts.update(having)
        found[one.digest.language] = posts + size, counts
    return dict(found)


def _hits(
    told: Sequence[tuple[Member, Results]], options: SearchOptions, answered: bool
) -> tuple[Hit, ...]:
    """The hits of one page."""
    lists = [[(member, hit) for hit in results.hits] for member, results in told]

    def place(one: tuple[Member, Hit]) -> tuple[float, int]:
        return one[1].score, dated(one[1].post, one[0].snapshot.digest)

    most = options.limit if answered else min(options.limit, weights.NEAREST)
    listed = in_order(lists, place, options.sort)[:most]
    first = options.offset + 1
    return tuple(member.hit(hit, n) for n, (member, hit) in enumerate(listed, first))


def _nearest(told: Sequence[tuple[Member, Results]]) -> tuple[FacetValue, ...]:
    """Topics to try, from each digest in turn."""
    lists = [member.values(results.nearest, member.topics) for member, results in told]
    in_turn = {one.value: one for one in chain.from_iterable(zip_longest(*lists)) if one}
    return tuple(in_turn.values())[:_TOPICS]


def _suggested(member: Member, one: Suggestion) -> Suggestion:
    if one.kind == "post":
        return replace(one, value=member.outside(one.value))
    if one.kind == "topic":
        # A name in another language is the topic's own.
        text = one.text if one.language else member.topics.told(one.text)
        return replace(one, text=text, value=member.topics.slug(one.value))
    return one


def _has(member: Member, post_id: str) -> bool:
    try:
        member.snapshot.post(post_id)
    except PostMissing:
        return False
    return True
