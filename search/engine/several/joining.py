"""Merges the settings of several digests: names, topics, kinds of research, vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from corpus.digest import Care, Digest, Questions, ResearchKind, Source, Topic, Vocabulary
from corpus.post import Post

Named = TypeVar("Named", Topic, ResearchKind)
Value = TypeVar("Value")


def joined(digests: Mapping[str, Digest]) -> Digest:
    """Several digests, by slug, as one; home and contact are the first one's.

    Topics and kinds of research of the same slug, or name, are one, as the first has it.
    """
    first, *others = digests.values()
    every = list(digests.values())
    return Digest(
        name=", ".join(dict.fromkeys(digest.name for digest in every)),
        language=first.language,
        home=first.home,
        contact=first.contact,
        description=" ".join(_each(digest.description for digest in every if digest.description)),
        card=first.card,
        study_years=first.study_years,
        kinds=_united([digest.kinds for digest in every]),
        topics=_united([digest.topics for digest in every]),
        vocabulary=Vocabulary(
            *(
                _each(chain.from_iterable(getattr(digest.vocabulary, part) for digest in every))
                for part in ("equal", "one_way", "protected", "stems")
            )
        ),
        care=Care(
            first.care.words,
            first.care.text,
            _each((*first.care.notes, *(n for d in others for n in d.care.every_note))),
            first.care.texts,
        ),
        this_month=_openings(digest.this_month for digest in every),
        months_translated=tuple(
            (tag, month, sentence)
            for tag in _each(tag for digest in every for tag in digest.languages)
            for month, sentence in _openings(_months_in(tag, digest) for digest in every)
        ),
        questions=Questions(
            # A reader is promised by each what becomes of a question.
            keep=all(digest.questions.keep for digest in every),
            examples=_each(_in_turn([digest.questions.examples for digest in every])),
            translated=_each(_in_turn([digest.questions.translated for digest in every])),
        ),
        gone=tuple(
            replace(one, address=at, read=tuple(outside(slug, post) for post in one.read))
            for slug, digest in digests.items()
            for one in digest.gone
            for at in (one.address, outside(slug, one.address))
        ),
        page_languages=_each(tag for digest in every for tag in digest.languages),
        sources=tuple(
            Source(slug, _told_apart(slug, digest, every), digest.language)
            for slug, digest in digests.items()
        ),
    )


def outside(slug: str, post_id: str) -> str:
    """The id of a digest's post among the posts of all."""
    return f"{slug}/{post_id}"


class Terms:
    """The topics, or kinds of research, of one digest as terms of all."""

    def __init__(self, own: Sequence[Topic | ResearchKind], all_: Sequence[Topic | ResearchKind]):
        self._all: dict[str, Topic | ResearchKind] = {}
        self._own: dict[str, Topic | ResearchKind] = {}
        for one in own:
            same = next(other for other in all_ if _same(one, other))
            self._all[one.slug] = self._all[one.name] = same
            self._own[same.slug] = one

    def told(self, name: str) -> str:
        """The name among all for a topic or kind of this digest."""
        known = self._all.get(name)
        return name if known is None else known.name

    def slug(self, value: str) -> str:
        """The slug among all for one of this digest's slugs."""
        return self._all[value].slug

    def own(self, slug: str) -> str | None:
        """This digest's slug for one among all; ``None`` if it has no such topic or kind."""
        known = self._own.get(slug)
        return None if known is None else known.slug


def told(post: Post, slug: str, topics: Terms, kinds: Terms) -> Post:
    """A post of a digest with its ids and terms as among all."""

    def named(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(outside(slug, one) for one in ids)

    return replace(
        post,
        id=outside(slug, post.id),
        topics=tuple(map(topics.told, post.topics)),
        research=None if post.research is None else kinds.told(post.research),
        pin=named(post.pin),
        never=named(post.never),
        updates=named(post.updates),
        contradicts=named(post.contradicts),
        same_data=named(post.same_data),
    )


def _same(one: Topic | ResearchKind, other: Topic | ResearchKind) -> bool:
    return one.slug == other.slug or one.name.casefold() == other.name.casefold()


def _united(lists: Sequence[Sequence[Named]]) -> tuple[Named, ...]:
    """The topics or kinds of several digests, each once, in order of digests."""
    found: list[Named] = []
    for one in chain.from_iterable(lists):
        if not any(_same(one, other) for other in found):
            found.append(one)
    return tuple(found)


def _months_in(tag: str, digest: Digest) -> list[tuple[str, str]]:
    """The months with a sentence in another language, and the sentences."""
    return [(month, told) for language, month, told in digest.months_translated if language == tag]


def _openings(digests: Iterable[Iterable[tuple[str, str]]]) -> tuple[tuple[str, str], ...]:
    """The opening sentences of each month."""
    months: dict[str, list[str]] = {}
    for month, sentence in chain.from_iterable(digests):
        months.setdefault(month, []).append(sentence)
    return tuple((month, " ".join(_each(told))) for month, told in months.items())


def _told_apart(slug: str, digest: Digest, all_: Sequence[Digest]) -> str:
    """The name of a digest, with its slug if another digest has the same name."""
    alone = sum(other.name == digest.name for other in all_) == 1
    return digest.name if alone else f"{digest.name} ({slug})"


def _in_turn(lists: Sequence[Sequence[Value]]) -> Iterable[Value]:
    """The first of each list, then the second of each."""
    longest = max(map(len, lists))
    return (one[n] for n in range(longest) for one in lists if n < len(one))


def _each(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(values))
