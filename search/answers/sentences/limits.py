"""What a question asks for that limits a finding, and which sentences of posts tell it.

``limits.toml`` has the phrases.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from search.answers.phrases import Phrases, plain
from search.answers.stems import stems, worth
from search.results import Expansion
from search.text.analyzer import Analyzer, phrase_term

_FILE = Path(__file__).with_name("limits.toml")
# What limits a finding: no effect, no cause, how long, which of two, how sure, and for whom.
_Kind = Literal["null", "cause", "lasting", "ranking", "sure", "whom"]
KINDS: tuple[_Kind, ...] = get_args(_Kind)
# A shorter sentence with a pronoun leans on the one before it.
_SHORT = 70
_MOST_REMEMBERED = 10_000
_CLAUSES = re.compile(r"[,;:–(] ?")


class Limits(NamedTuple):
    """The kinds of limits that a sentence tells, and those of which it may only seem to."""

    said: frozenset[str]
    beside: frozenset[str]


class Wanted(NamedTuple):
    """What a question asks for: ``kinds`` of limits, ``whether`` something is so.

    ``sides`` are the things that it compares, each by its terms; no terms stand for all others.
    """

    kinds: frozenset[str] = frozenset()
    whether: bool = False
    sides: tuple[frozenset[str], ...] = ()


NOTHING_WANTED = Wanted()
_NO_LIMITS = Limits(frozenset(), frozenset())


@lru_cache(_MOST_REMEMBERED)
def limits_in(sentence: str) -> Limits:
    """What a sentence of a post tells of limits, advice in it left out."""
    known = _phrases()
    # Most sentences tell none, which one search shows.
    if not known["any"].found_in(plain(sentence)):
        return _NO_LIMITS
    clauses = [sentence]
    if advises(sentence):
        clauses = [clause for clause in _CLAUSES.split(sentence) if not advises(clause)]
    text = plain(". ".join(clauses))
    return Limits(
        *(
            frozenset(kind for kind in KINDS if known[f"{kind}.{name}"].found_in(text))
            for name in Limits._fields
        )
    )


@lru_cache(_MOST_REMEMBERED)
def advises(sentence: str) -> bool:
    """Whether a sentence gives advice, or a question to ask."""
    return "?" in sentence or bool(_phrases()["advice.said"].found_in(plain(sentence)))


@lru_cache(_MOST_REMEMBERED)
def leans(sentence: str) -> bool:
    """Whether a sentence speaks of something that the one before it names."""
    known = _phrases()
    if known["dangling.said"].begin(plain(sentence[:_SHORT])):
        return True
    return len(sentence) < _SHORT and bool(known["leaning.said"].found_in(plain(sentence)))


def speaks_of_others(sentence: str) -> bool:
    """Whether a sentence compares with all others of a kind."""
    return _phrases()["others.said"].found_in(plain(sentence))


def wanted_in(
    question: str, expansions: Iterable[Expansion], analyzer: Analyzer, terms: Mapping[str, float]
) -> Wanted:
    """What a question asks for; ``terms`` are those that a passage may show."""
    known, text = _phrases(), plain(question)
    begins = known["whether.begins"].begin(text)
    return Wanted(
        kinds=frozenset(kind for kind in KINDS if known[f"{kind}.asked"].found_in(text)),
        whether=bool(begins or known["whether.asked"].found_in(text)),
        sides=_sides(question, tuple(expansions), analyzer, terms),
    )


def _sides(
    question: str, expansions: Sequence[Expansion], analyzer: Analyzer, terms: Mapping[str, float]
) -> tuple[frozenset[str], ...]:
    """The two things that a question compares, if it does, by those terms that tell them."""
    found = _any_word("said").search(question)
    if not found and _phrases()["ranking.asked"].found_in(plain(question)):
        found = _any_word("choice").search(question)
    if not found:
        return ()
    apart = _any_word("apart")
    # What is compared stands next to the word between, or in front of what it is compared for.
    texts = (apart.split(question[: found.start()])[0], apart.split(question[found.end() :])[0])
    sides = tuple(_terms_of(text, expansions, analyzer, terms) for text in texts)
    others = any(_phrases()["others.asked"].found_in(plain(text)) for text in texts)
    return sides if all(sides) or (others and any(sides)) else ()


def _terms_of(
    text: str, expansions: Iterable[Expansion], analyzer: Analyzer, terms: Mapping[str, float]
) -> frozenset[str]:
    """The terms of a part of a question and of what was added for its words."""
    words = list(analyzer.words(text))
    found = {term for word in words for term in word.terms if _tells(text[word.start : word.end])}
    found.update(phrase.term for phrase in analyzer.phrases(words))
    if found:
        for expansion in expansions:
            if expansion.on and expansion.words in text:
                found.add(phrase_term([s for w in analyzer.words(expansion.term) for s in w.steps]))
    return frozenset(found & terms.keys())


def _tells(word: str) -> bool:
    """Whether a word says what is compared, not that or how it is."""
    compares = _phrases()["ranking.asked"].found_in(plain(word))
    return not compares and all(worth(stem) == 1 for stem in stems((word,)))


@cache
def _phrases() -> dict[str, Phrases]:
    """The phrases of each list of the file, by its table and name."""
    data = tomllib.loads(_FILE.read_text("utf-8"))
    sets = data.pop("sets")
    found = {
        f"{table}.{name}": Phrases(phrases, sets)
        for table, lists in data.items()
        for name, phrases in lists.items()
    }
    every = (phrase for kind in KINDS for name in Limits._fields for phrase in data[kind][name])
    return found | {"any": Phrases(every, sets)}


@cache
def _any_word(name: str) -> re.Pattern[str]:
    words = tomllib.loads(_FILE.read_text("utf-8"))["between"][name]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
