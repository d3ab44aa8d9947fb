"""The answer at an address, for a page and for its JSON twin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flask import current_app

from corpus.digest import CareNote
from corpus.post import Post
from search.answers.best import answers
from search.answers.care import notes_for
from search.answers.comparison import MOST, Comparison, compare
from search.answers.disagreement import Disagreement, disagreements
from search.answers.privacy import identifying
from search.question import Question
from search.results import Expansion, Hit, Results, SearchOptions
from webapp.language.choice import language
from webapp.view.address.state import YEARS_SAID, Address
from webapp.view.catalog import catalog, snapshot, there

# How many expansions are shown in all, and for one word of the question; the others are behind a
# summary.
_IN_SIGHT = 6
_BESIDE_ONE = 3


@dataclass(frozen=True, slots=True)
class Added:
    """The expansions of one word or phrase of the question."""

    words: str
    expansions: tuple[Expansion, ...]


@dataclass(frozen=True)
class Answer:
    """One page of the results at an address, with ``size`` hits on a page.

    ``pages`` counts from 1 even when there are none. ``chosen`` are the posts that a reader chose
    to compare.
    """

    address: Address
    results: Results
    pages: int
    size: int
    chosen: tuple[Post, ...] = ()

    @cached_property
    def best(self) -> tuple[Hit, ...]:
        """The hits whose practice implications are shown above the results, if any."""
        return answers(self.results)

    @cached_property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """The pairs with opposite results among the chosen posts, else on this page."""
        return disagreements(self.chosen or self.answering)

    @property
    def untold(self) -> tuple[Disagreement, ...]:
        """The disagreements that no post which stands above the hits tells of."""
        above = [hit.post for hit in self.best]
        return tuple(
            d for d in self.disagreements if d.first not in above and d.second not in above
        )

    @property
    def answering(self) -> tuple[Post, ...]:
        """The posts on this page, if they answer."""
        return tuple(hit.post for hit in self.results.hits) if self.results.answered else ()

    @property
    def comparable(self) -> bool:
        """Whether posts on this page have effects that can be compared."""
        return any(hit.post.study and hit.post.study.effects for hit in self.results.hits)

    @property
    def added(self) -> tuple[tuple[Added, ...], tuple[Added, ...]]:
        """The expansions, word by word: the first few, and the rest.

        Whatever is switched off is among the first, so that it can be switched on again.
        """
        groups: dict[str, list[Expansion]] = {}
        for expansion in self.results.understanding.expansions:
            groups.setdefault(expansion.words, []).append(expansion)
        first: list[Added] = []
        rest: list[Added] = []
        room = _IN_SIGHT
        for words, expansions in groups.items():
            share = min(room, _BESIDE_ONE)
            seen = [e for n, e in enumerate(expansions) if n < share or not e.on]
            room -= min(share, len(expansions))
            unseen = [e for e in expansions if e not in seen]
            first += [Added(words, tuple(seen))] if seen else []
            rest += [Added(words, tuple(unseen))] if unseen else []
        return tuple(first), tuple(rest)

    @cached_property
    def care(self) -> tuple[CareNote, ...]:
        """The notes on where to get help, when the question is about harm."""
        understood = self.results.understanding
        return notes_for(catalog().digest, question_at(self.address), understood)

    @cached_property
    def identifying(self) -> str | None:
        """What in the question seems to identify a person, in words."""
        return identifying(self.address.q)

    @property
    def window(self) -> tuple[int | None, ...]:
        """The page numbers to offer: first, last and near ones; ``None`` for a gap."""
        near = {1, self.pages} | {
            number
            for number in range(self.address.page - 1, self.address.page + 2)
            if 1 <= number <= self.pages
        }
        numbers: list[int | None] = []
        for number in sorted(near):
            last = numbers[-1] if numbers else 0
            if last is not None and number - last == 2:
                numbers.append(number - 1)
            elif last is not None and number - last > 2:
                numbers.append(None)
            numbers.append(number)
        return tuple(numbers)

    @property
    def previous(self) -> Address | None:
        """The page before this one."""
        return self.address.at(self.address.page - 1) if self.address.page > 1 else None

    @property
    def next(self) -> Address | None:
        """The page after this one."""
        return self.address.at(self.address.page + 1) if self.address.page < self.pages else None


def answer(address: Address) -> Answer:
    """The answer at an address; a page number beyond the last gives the last page."""
    size: int = address.size or current_app.config["POSTS_PER_PAGE"]
    found = _search(address, size)
    pages = max(1, -(-found.total // size))
    if address.page > pages:
        address = address.at(pages)
        found = _search(address, size)
    return Answer(address, found, pages, size)


def question_at(address: Address) -> Question:
    """The question that is asked at an address, with its filters."""
    as_years = YEARS_SAID not in address.off
    question = address.parsed or Question.parse(address.q, years_in_words=as_years)
    return question.with_filters(
        address.topics, address.research, address.years, address.only, address.digests
    )


def reader_language(address: Address) -> str:
    """The language of who asks at an address: the one that it names, or that of the page."""
    return address.lang or language()


def evidence(address: Address) -> tuple[Answer, Comparison]:
    """The answer at an address, with the findings of its first posts, or the chosen, side by side.

    Nothing stands side by side where none is chosen and the digest does not answer.
    """
    chosen = tuple(map(snapshot().post, there(address.chosen)))
    found = Answer(address, _search(address.at(1), MOST), 1, MOST, chosen)
    if address.chosen:
        return found, compare(chosen, len(chosen), address.by)
    total = found.results.total if found.results.answered else 0
    return found, compare(found.answering, total, address.by)


def _search(address: Address, size: int) -> Results:
    options = SearchOptions(
        limit=size,
        offset=(address.page - 1) * size,
        sort=address.sort,
        expand=address.expand,
        off=address.off,
        explain=address.explain,
        language=reader_language(address),
    )
    return snapshot().search(question_at(address), options)
