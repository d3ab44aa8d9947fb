"""What a question names, and whether a post speaks of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from search.answers.stems import Sentences, stems
from search.query.things import things_in
from search.results import Expansion

# Whom and what a study was of; what was done or measured goes by too many names.
_KINDS = frozenset(("condition", "people"))

# The names of one thing, each the stems of the words of one way to write it.
Names = tuple[frozenset[str], ...]


def named_in(
    question: str, expansions: Sequence[Expansion], kinds: Collection[str] = _KINDS
) -> tuple[Names, ...]:
    """The things of some kinds that a question names, each by all its names; see ``things_in``."""
    on = [expansion for expansion in expansions if expansion.on]
    return tuple(_all_ways(thing.names) for thing in things_in(question, on, kinds))


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


def _all_ways(names: Iterable[str]) -> Names:
    return tuple(dict.fromkeys(frozenset(stems((name,))) for name in names))
