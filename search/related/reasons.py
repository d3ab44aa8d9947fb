"""The reason to read one post after another, in words that are true of both."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.citations.parse import parse_citation
from corpus.evidence.same_people import same_people
from corpus.message import N_, Joined, Listed, Message
from corpus.post import Post
from corpus.topics.propose import is_rest
from search.index.facets import FacetTable
from search.index.tfidf import Vectors
from search.related.concepts import About, Posts

Floats = NDArray[np.float32]

_IN = re.compile(r"\bIn\s")
PINNED = Message("Chosen by the editors.")
UPDATES = Message("It reports later research on the same question.")
UPDATED = Message("It reports earlier research, which this post updates.")
CONTRADICTS = Message("It comes to another conclusion.")
SAME_DATA = Message("Both rest on the same data.")
SAME_DATABASE = Message("Both draw on the same data.")
IN_MEANING = Message("It is close to this post in meaning.")
ABOUT = N_("Both are about %(what)s.")
_SPEAK_OF = N_("Both speak of %(what)s.")
_SAME_CHAPTER = Message("Both are from the same chapter.")
_MOST = 3
# What is named so often in two posts is named again in one of them.
_AGAIN = 3
_ADJECTIVE = re.compile(r"^[a-z-]+(ic|ed|ous|al)$")
# A concept is given by its name, unless another wording is this many times as frequent.
_CALLED = 3
# A topic of a larger share of the posts is not telling; among few posts any is.
_COMMON = 0.2
_FEW = 20


class WhatPostsAreAbout(Protocol):
    """What each post is about, by its position."""

    @property
    def least(self) -> float:
        """The least weight in both posts for something to be a reason."""

    @property
    def otherwise(self) -> str | None:
        """The reason for posts that have nothing in common that could be named."""

    def of(self, at: int, /) -> Mapping[str, About]:
        """What the post at a position is about, by name."""

    def mentions(self, at: int, /) -> Mapping[str, About]:
        """All that the post at a position names, each with the times that it is named as weight."""

    def brings_together(self, name: str, one: About, other: About, /) -> bool:
        """Whether something is a reason to read two posts of different topics."""

    def tells(self, topic: str, /) -> bool:
        """Whether a topic's name says what its posts are about."""


class Labelled:
    """What posts of any field are about: their terms with labels.

    Terms in one of ``groups`` (by term) are one. Of a field that is not known, posts that are much
    alike are shown even when nothing of it can be named.
    """

    least = 0.0
    otherwise = Message("Both use much the same words.")

    def __init__(
        self,
        vectors: Vectors,
        labels: Mapping[int, str],
        groups: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        self._vectors = vectors
        self._labels = labels
        first: dict[int, str] = {}
        for term in sorted(labels):
            first.setdefault(groups.get(term, -1 - term), labels[term])
        self._names = {term: first[groups.get(term, -1 - term)] for term in labels}

    def of(self, at: int) -> Mapping[str, About]:
        """What the post at a position is about."""
        terms, weights = self._vectors.row(at)
        found: dict[str, About] = {}
        for term, weight in zip(terms.tolist(), weights.tolist(), strict=True):
            if term in self._labels:
                about = found.setdefault(self._names[term], About())
                about.weight = max(about.weight, weight)
                about.written[self._labels[term]] += 1
        return found

    def mentions(self, at: int) -> Mapping[str, About]:
        """The same: every term with a label."""
        return self.of(at)

    def brings_together(self, name: str, _one: About, _other: About) -> bool:
        """True: every label is a reason."""
        return bool(name)

    def tells(self, topic: str) -> bool:
        """True: every topic is a reason."""
        return bool(topic)


class Reasons:
    """Finds the reason to read a post after another: common subjects, or their relation."""

    def __init__(
        self,
        posts: Posts,
        about: WhatPostsAreAbout,
        table: FacetTable,
        counted: tuple[Sequence[int], int] | None = None,
    ) -> None:
        """``counted``, where ``table`` has not all posts, is how many have each topic, and of how
        many.
        """
        self._posts = posts
        self._about = about
        here = table.topics.sum(axis=1).tolist(), table.topics.shape[1]
        counts, size = counted or here
        most = max(_COMMON * size, _FEW)
        self._telling = {
            topic.name
            for topic, count in zip(table.digest.topics, counts, strict=True)
            if count <= most and not is_rest(topic) and about.tells(topic.name)
        }

    def between(self, one: int, other: int, *, across: bool = False) -> str | None:
        """The reason for readers of ``one`` to read ``other``; None if there is none.

        Two that share no topic (``across``) must both be about something that few posts speak of.
        """
        return self.named(one, other, across=across) or self._about.otherwise

    def named(self, one: int, other: int, *, across: bool = False) -> str | None:
        """The same, where what both are about can be named."""
        first, second = self._posts[one], self._posts[other]
        told = related_as(first, second)
        if told:
            return told
        source = _source(first)
        said: list[Message] = []
        if source is not None and source == _source(second):
            said.append(_SAME_CHAPTER)
        about = self._shared(one, other, across)
        topics = [t for t in first.topics if t in second.topics and t in self._telling]
        if about is None and topics:
            about = Message(ABOUT, what=topics[0])
        if about is not None:
            said.append(about)
        return Joined(said) if said else None

    def loosely(self, one: int, other: int) -> str | None:
        """What both of two posts of different topics are about though many are, or name at all.

        One of the two must name it again, and a condition must be the subject of one.
        """
        told = self._shared(one, other, across=False)
        if told is not None:
            return told
        first, second = self._about.mentions(one), self._about.mentions(other)
        both = {
            n: first[n].weight + second[n].weight
            for n in first
            if n in second and (first[n].subject or second[n].subject)
        }
        again = {name: times for name, times in both.items() if times >= _AGAIN}
        words = _worded(again, first, second)
        return Message(_SPEAK_OF, what=Listed(words)) if words else None

    def strength(self, one: int, other: int) -> float:
        """The greatest weight of what two posts of different topics have in common.

        It counts with its weight in the one in which it weighs less.
        """
        least = 0 if self._about.otherwise is None else 1
        return max(self._worth(one, other, across=True).values(), default=least)

    @property
    def known(self) -> bool:
        """Whether posts have known subjects, so that one without a reason does not fit."""
        return self._about.otherwise is None

    def _shared(self, one: int, other: int, across: bool) -> Message | None:
        """A sentence on what both are about or mention; None for nothing.

        A condition must be the subject of one of them at least.
        """
        first, second = self._about.of(one), self._about.of(other)
        told = self._worth(one, other, across)
        sides = {n: (first[n], second[n]) for n in told}
        worth = {n: told[n] for n in told if any(side.subject for side in sides[n])}
        central = {n: worth[n] for n in worth if all(s.central and s.subject for s in sides[n])}
        words = _worded(central or worth, first, second)
        if not words:
            return None
        return Message(ABOUT if central else _SPEAK_OF, what=Listed(words))

    def _worth(self, one: int, other: int, across: bool) -> dict[str, float]:
        first, second = self._about.of(one), self._about.of(other)
        weights = ((n, min(first[n].weight, second[n].weight)) for n in first if n in second)
        return {
            name: weight
            for name, weight in weights
            if weight >= self._about.least
            and (not across or self._about.brings_together(name, first[name], second[name]))
        }


def related_as(one: Post, other: Post) -> str | None:
    """The reason that a post's editors give for a related post."""
    if one.id in other.updates:
        return UPDATES
    if other.id in one.updates:
        return UPDATED
    if other.id in one.contradicts or one.id in other.contradicts:
        return CONTRADICTS
    if other.id in one.same_data or one.id in other.same_data:
        return SAME_DATA if same_people(one, other) else SAME_DATABASE
    return None


def _worded(
    worth: Mapping[str, float], first: Mapping[str, About], second: Mapping[str, About]
) -> list[str]:
    """Labels of what two posts have in common, of most worth first."""
    words: list[str] = []
    for name in sorted(worth, key=lambda name: (-worth[name], name)):
        label = _label(name, first[name], second[name])
        # "alliance" beside "therapeutic alliance" says nothing more.
        if not any(label in word or word in label for word in words):
            words.append(label)
        if len(words) == _MOST:
            break
    return words


def _label(name: str, first: About, second: About) -> str:
    """The wording that both posts use; nouns are preferred to adjectives."""
    written = first.written + second.written
    nouns = [way for way in written if not _ADJECTIVE.search(way)] or [name]
    return max(sorted(nouns), key=lambda way: written[way] + _CALLED * (way == name))


def _source(post: Post) -> tuple[str, str] | None:
    """The chapter that a post summarises; None for an article."""
    # A quick test first, since few citations are of chapters and parsing is slow.
    if not post.citation or not _IN.search(post.citation):
        return None
    citation = parse_citation(post.citation)
    if citation.form != "chapter" or not citation.container or not citation.title:
        return None
    return citation.container.casefold(), citation.title.casefold()
