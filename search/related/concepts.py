"""The clinical concepts that each post is about."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest
from corpus.evidence.study import Study
from corpus.post import Post
from corpus.text.words import WORD
from search.query.clinical_terms import Term, clinical_terms, is_abbreviation
from search.text.analyzer import Analyzer
from search.text.same_name import telling
from search.text.word_parts import fold

_GENERAL = Path(__file__).with_name("general.toml")
# A digest is clinical if this share of its vocabulary and topics are clinical terms.
_CLINICAL = 0.5
# A post is about what its title names, or its text names this often; for a short post, once in this
# many words.
_OFTEN = 3
_WORDS = 100
# A concept of a larger share of the posts is no reason across topics.
_COMMON = 0.2
# How many mentions a mention in the title counts for.
_TITLE = 3
# More mentions than this do not count.
_MOST = 6
_REMEMBERED = 4096

Rarity = Callable[[str], float]


class Posts(Protocol):
    """The posts of a digest, by position."""

    def __getitem__(self, position: int, /) -> Post:
        """The post at a position."""


@dataclass(slots=True)
class About:
    """How much a post is about something, how often it names it, and in which words.

    ``central`` tells that the post is about it, and does not only speak of it. ``subject`` is false
    for a condition that its study is not of, by what the post says of the people.
    """

    weight: float = 0
    central: bool = False
    subject: bool = True
    written: Counter[str] = field(default_factory=Counter)


class Concepts:
    """The clinical concepts of the posts of a digest, by name.

    A concept weighs in a post as often as it is named there, times its ``rarity``: the logarithm
    of how many posts there are for each that has it (inverse document frequency).

    Left out are measures, designs and statistics, and what is too general to say (see
    ``general.toml``). Entries that the digest's vocabulary holds equal are one.
    """

    # The least weight of a concept in both posts to be a reason. So a concept of most posts is none
    # even in a title, and one of few posts is one if it is named twice.
    least = 2.5
    otherwise = None

    def __init__(self, digest: Digest, posts: Posts, rarity: Rarity) -> None:
        self._posts = posts
        self._rarity = rarity
        self._terms = clinical_terms()
        equal = digest.vocabulary.equal
        self._groups = {fold(entry): group[0] for group in equal for entry in group}
        self._equal = {group[0]: group for group in equal}
        self.of = lru_cache(_REMEMBERED)(self._of)

    def _of(self, at: int) -> Mapping[str, About]:
        """The concepts that the post at a position names more than once."""
        post = self._posts[at]
        text = "\n".join((post.bottom_line or "", post.summary, post.implications))
        often = min(_OFTEN, 1 + len(WORD.findall(text)) // _WORDS)
        found: dict[str, About] = defaultdict(About)
        for name, written in self._named(text):
            found[name].weight = min(found[name].weight + 1, _MOST)
            found[name].written[written] += 1
        for name, written in dict(self._named(post.title)).items():
            found[name].weight += _TITLE
            found[name].written[written] += 1
        told = {name: about for name, about in found.items() if about.weight >= min(2, often)}
        studied = self._studied(post)
        for name, about in told.items():
            about.subject = self._is_subject(name, studied)
            about.central = about.weight >= often
            about.weight *= self.rarity(name)
        return told

    def mentions(self, at: int) -> Mapping[str, About]:
        """The concepts that the post or the facts of its study name, if only once."""
        post = self._posts[at]
        study = post.study or Study()
        done = (what for e in study.effects for what in (e.intervention, e.outcome))
        told = (post.title, post.bottom_line, post.summary, post.implications, study.population)
        found: dict[str, About] = defaultdict(About)
        for name, written in self._named("\n".join(filter(None, (*told, *done)))):
            found[name].weight += 1
            found[name].written[written] += 1
        studied = self._studied(post)
        for name, about in found.items():
            about.subject = self._is_subject(name, studied)
        return found

    def _studied(self, post: Post) -> frozenset[str] | None:
        """What a study is of, by the names and words of its fields; ``None`` if no people are."""
        study = post.study or Study()
        if study.population is None:
            return None
        done = (what for e in study.effects for what in (e.intervention, e.outcome))
        told = filter(None, (post.title, post.bottom_line, study.population, *done))
        return frozenset(name for named in self._named("\n".join(told)) for name in named)

    def _is_subject(self, name: str, studied: frozenset[str] | None) -> bool:
        """Whether a concept is no condition, or one that a study is of, if by a longer name."""
        if studied is None or name in studied or self._terms.kind(name) != "condition":
            return True
        words = telling(name)
        return bool(words) and any(words <= telling(other) for other in studied)

    def rarity(self, name: str) -> float:
        """The rarity of a concept, taken from its most frequent name."""
        return min(map(self._rarity, self._equal.get(name, (name,))))

    def brings_together(self, name: str, one: About, other: About) -> bool:
        """Whether both posts are about a concept that few enough posts are about."""
        return one.central and other.central and self.rarity(name) >= -math.log(_COMMON)

    def tells(self, topic: str) -> bool:
        """Whether a topic's name says what its posts are about, not how studies were made."""
        return {named.term.kind for named in self._terms.among(topic)} != {"measure"}

    def _named(self, text: str) -> Iterator[tuple[str, str]]:
        """The concepts in a text, once for each time they are named, with their wording."""
        words = WORD.findall(text)
        for named in self._terms.among(text):
            written = words[named.first : named.end]
            term = named.term
            if term.kind == "measure" or term.means in general_terms():
                continue
            if named.end - named.first == 1 and not is_itself(written[0], term):
                continue
            name = self._groups.get(fold(term.text)) or self._groups.get(fold(term.means))
            said = " ".join(map(_in_lower_case, written))
            yield name or term.means, said if is_itself(said, term) else term.text


def rarities(
    posts: int, frequency: NDArray[np.integer], ids: Mapping[str, int], analyzer: Analyzer
) -> Rarity:
    """The rarity of what ``frequency`` posts have, among so many posts.

    That of a name of several words is at least that of the rarest of them.
    """

    def rarity(name: str) -> float:
        whole = analyzer.term(name)
        terms = [whole] if whole is not None and whole in ids else analyzer.terms(name)
        known = [int(frequency[ids[term]]) for term in terms if term in ids]
        return math.log(posts / max(1, min(known, default=1)))

    return lru_cache(_REMEMBERED)(rarity)


def is_clinical(digest: Digest) -> bool:
    """Whether a digest is clinical: by its vocabulary or, without one, by its topics."""
    terms = clinical_terms()
    groups = digest.vocabulary.equal
    if groups:
        clinical = sum(any(terms.kind(entry) for entry in group) for group in groups)
        return clinical >= _CLINICAL * len(groups)
    topics = [topic.name for topic in digest.topics]
    return sum(bool(terms.among(name)) for name in topics) >= _CLINICAL * len(topics) > 0


@cache
def general_terms() -> frozenset[str]:
    """The clinical terms that nearly every post of a clinical digest has."""
    return _terms("general")


@cache
def usual_people() -> frozenset[str]:
    """The people whom a study is of whose post names no others."""
    return _terms("usual_people")


@cache
def helpers() -> frozenset[str]:
    """People who treat others, by whom a post does not tell whom its study is of."""
    return _terms("helpers")


@cache
def neighbouring_conditions() -> tuple[frozenset[str], ...]:
    """Groups of conditions whose studies are of much the same people."""
    return tuple(map(frozenset, _data()["neighbouring_conditions"]))


@cache
def asking_comparators() -> frozenset[str]:
    """Treatments that a study is compared with to ask a question of its own."""
    return _terms("asking_comparators")


def is_itself(written: str, term: Term) -> bool:
    """Whether that is a term but for its ending as a plural or possessive.

    Stems alone are too wide where a whole text is read: "over" has that of "overeating".
    """
    forms = {fold(text) for text in clinical_terms().equals(term)}
    word = fold(re.sub(r"['’]s?$", "", written))
    return not forms.isdisjoint((word, word.removesuffix("s"), word.removesuffix("es")))


def _terms(named: str) -> frozenset[str]:
    return frozenset(_data()[named])


@cache
def _data() -> dict[str, list[Any]]:
    return tomllib.loads(_GENERAL.read_text("utf-8"))


def _in_lower_case(word: str) -> str:
    return word if is_abbreviation(word) else word.lower()
