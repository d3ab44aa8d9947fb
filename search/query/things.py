"""The things that a question names, and which two of them no post speaks of both.

A thing is a clinical term by all its names: those that mean the same, and what the digest's
vocabulary and everyday words add.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from corpus.text.words import WORD
from search.query.clinical_terms import Kind, clinical_terms
from search.query.lexicon import Lexicon
from search.query.ordinary import is_anybody, is_helping, is_kin, said_otherwise
from search.query.said import Posts, Ways
from search.results import Apart, Expansion
from search.text.word_parts import fold, parts

ALL_KINDS: frozenset[Kind] = frozenset(
    ("condition", "people", "treatment", "measure", "process", "outcome")
)
# The number of things of a question that are compared, each with each.
_MOST = 4
# Stems of so many letters are taken for forms of each other that differ in their ends alone.
_LONG = 7
_REMEMBERED = 1024
_POSSESSIVE = re.compile(r"['’]s$")
_FILE = Path(__file__).with_name("things.toml")


class Thing(NamedTuple):
    """A thing that a question names: as it is typed, and by all its names.

    ``means`` is the clinical term that it is typed as, empty if it only leads to some.
    """

    text: str
    names: tuple[str, ...]
    means: str = ""


def things_in(
    question: str, expansions: Iterable[Expansion], kinds: Collection[str] = ALL_KINDS
) -> Iterator[Thing]:
    """The things of some kinds that a question names.

    Left out are kin, "young women" and the like, and words that only have the stem of a term:
    "over" is not overeating.
    """
    terms = clinical_terms()
    added: dict[str, list[str]] = defaultdict(list)
    for expansion in expansions:
        added[expansion.words].append(expansion.term)
    words = WORD.findall(question)
    for named in terms.among(question):
        term = named.term
        typed = " ".join(words[named.first : named.end])
        if term.kind not in kinds or is_anybody(typed) or is_kin(typed):
            continue
        own = [*said_otherwise(term, terms), *terms.equals(term)]
        if _words(typed) not in map(_words, own):
            continue
        beside = [w for w in added if _words(w) & _words(typed)]
        more = (name for w in beside for name in added.pop(w))
        yield Thing(typed, tuple(dict.fromkeys((*own, *more))), term.means)
    # What is no term as typed, such as French, is what it leads to.
    for typed, names in added.items():
        if all(terms.kind(name) in kinds for name in names):
            yield Thing(typed, tuple(names))


class Pairs:
    """Finds pairs of things that a question names and no post of one generation has both of."""

    def __init__(self, lexicon: Lexicon, posts: Posts) -> None:
        self._lexicon = lexicon
        self._beside: dict[frozenset[str], list[str]] = defaultdict(list)
        for group in (*lexicon.analyzer.vocabulary.equal, *_told()["near"]):
            for name in group:
                self._beside[_words(name)] += group
        # Cached: each page of an answer asks again.
        self._have = lru_cache(_REMEMBERED)(posts.have)
        self._ways = lru_cache(_REMEMBERED)(self._find_ways)

    def of(self, question: str, expansions: Iterable[Expansion]) -> tuple[Apart, ...]:
        """The pairs of things that a question names and no post has both of."""
        general = _told()["general"]
        told = {
            thing.text: self._ways(self._all_names(thing))
            for thing in things_in(question, expansions)
            if thing.means and thing.means not in general and not _is_by_the_way(thing.text)
        }
        known = {text: self._have((told[text],)) for text in list(told)[:_MOST]}
        return tuple(
            Apart((one, other), (known[one], known[other]))
            for one, other in combinations(known, 2)
            if not _words(one) & _words(other)
            and not (known[one] and known[other] and self._have((told[one], told[other])))
        )

    def _all_names(self, thing: Thing) -> tuple[str, ...]:
        """The names of a thing, with what they are equal or near to."""
        beside = (other for name in thing.names for other in self._beside.get(_words(name), ()))
        return tuple(dict.fromkeys((*thing.names, *beside)))

    def _find_ways(self, names: tuple[str, ...]) -> tuple[Ways, ...]:
        """The ways to write each of some names of which posts have every word."""
        found = map(self._way, names)
        return tuple(dict.fromkeys(way for way in found if way and all(way)))

    def _way(self, name: str) -> Ways:
        """The words of a name, without those that say nothing beside another one."""
        telling = " ".join(w for w in name.split() if fold(w) not in _told()["everywhere"])
        words = self._lexicon.analyzer.words(telling or name)
        return tuple(self._forms(word.terms) for word in words if word.terms)

    def _forms(self, terms: Iterable[str]) -> frozenset[int]:
        """The ids of some terms and of what differs from them in its ending alone."""
        ids = set(self._lexicon.ids(terms))
        for term in terms:
            if len(term) >= _LONG and term.isalpha():
                others = self._lexicon.beginning(term[:-1])
                ids.update(n for n in others if len(self._lexicon.term(n)) <= len(term) + 1)
        return frozenset(ids)


def _is_by_the_way(typed: str) -> bool:
    """Whether typed words only say whose somebody is, or who asks: "my son's", "the nurse"."""
    bare = _POSSESSIVE.sub("", typed)
    return is_kin(bare) or is_helping(bare)


def _words(text: str) -> frozenset[str]:
    """The words of a text, apart at hyphens and without the ending of a plural."""
    return frozenset(p.removesuffix("s") for word in WORD.findall(text) for p in parts(word))


@cache
def _told() -> dict[str, list[Any]]:
    return tomllib.loads(_FILE.read_text("utf-8"))
