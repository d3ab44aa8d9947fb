"""What a question names, and whether a post speaks of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from corpus.text.words import WORD
from search.answers.stems import Sentences, stems
from search.query.clinical_terms import clinical_terms
from search.query.ordinary import is_anybody, is_kin, said_otherwise
from search.results import Expansion
from search.text.word_parts import parts

# Whom and what a study was of; what was done or measured goes by too many names.
_KINDS = frozenset(("condition", "people"))
ALL_KINDS = frozenset((*_KINDS, "treatment", "measure", "process", "outcome"))

# The names of one thing, each the stems of the words of one way to write it.
Names = tuple[frozenset[str], ...]


def named_in(
    question: str, expansions: Sequence[Expansion], kinds: Collection[str] = _KINDS
) -> tuple[Names, ...]:
    """The clinical terms of some kinds that a question names, each by all its names.

    Names are the term, those that mean the same, and what the digest's vocabulary adds. Left out
    are kin, "young women" and the like, and words that only have the stem of a term: "over" is not
    overeating.
    """
    return tuple(_names(question, expansions, kinds))


def speaks_of(told: Sentences, named: Iterable[Names]) -> bool:
    """Whether a post has, of everything that is ``named``, all words of one name."""
    return not lacking(told, named)


def lacking(told: Sentences, named: Iterable[Names]) -> int:
    """The number of things ``named`` of which a post has no name."""
    has = frozenset[str]().union(*told)
    return sum(not any(name <= has for name in names) for names in named)


def apart(told: Sentences, named: Iterable[Names]) -> int:
    """The number of things ``named`` of which no sentence of a post has all words of a name."""
    return sum(not any(name <= has for name in names for has in told) for names in named)


def _names(
    question: str, expansions: Sequence[Expansion], kinds: Collection[str]
) -> Iterator[Names]:
    terms = clinical_terms()
    added: dict[str, list[str]] = defaultdict(list)
    for expansion in expansions:
        if expansion.on:
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
        yield _all_ways([*own, *(name for w in beside for name in added.pop(w))])
    # What is no term as typed, such as French, is what it leads to.
    for names in added.values():
        if all(terms.kind(name) in kinds for name in names):
            yield _all_ways(names)


def _all_ways(names: Iterable[str]) -> Names:
    return tuple(dict.fromkeys(frozenset(stems((name,))) for name in names))


def _words(text: str) -> frozenset[str]:
    """The words of a text, apart at hyphens and without the ending of a plural."""
    return frozenset(p.removesuffix("s") for word in WORD.findall(text) for p in parts(word))
