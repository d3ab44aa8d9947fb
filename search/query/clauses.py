"""Clauses of a question: each thing asked for, with the terms that count for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from search import weights
from search.query.decisive import Concept
from search.query.lay_words import LayPhrase
from search.query.lexicon import Lead, Lexicon
from search.results import Expansion
from search.text.analyzer import PhraseFound, Word, phrase_term
from search.text.word_parts import fold

# Fewer letters would match too many words.
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for: weighted terms (by id), of which the best match counts.

    ``literal`` says that the first term is the word itself, which outranks what it expands to.
    """

    terms: tuple[tuple[int, float], ...]
    literal: bool = False


def clauses_of(
    words: Sequence[Word],
    phrases: Sequence[PhraseFound],
    out: Collection[int],
    faint: Collection[int],
    text: str,
    lexicon: Lexicon,
    concepts: Iterable[Concept],
    everyday: Iterable[LayPhrase],
    off: Collection[str] | None,
) -> tuple[list[Clause], list[Expansion]]:
    """The clauses of the words that count, and the expansions; ``off`` None turns all off.

    ``out`` are the positions of words left out. They don't count by themselves, but phrases and
    entries are made of all words: "out" belongs to "drop out". ``faint`` ones count less.
    """
    steps = [s for w in words for s in w.steps]
    owner = [n for n, w in enumerate(words) for _ in w.steps]
    clauses: list[Clause] = []
    expansions: list[Expansion] = []
    beside: dict[int, list[Lead]] = {}
    entries = _entries(steps, owner, lexicon, concepts)
    phrased = _add_everyday(entries, owner, everyday, lexicon)
    within: set[int] = set()
    for place, (first, last, leads) in enumerate(entries):
        start, end = owner[first], owner[last - 1]
        # An abbreviation may look like a stop word ("AN"); its context shows that it is meant.
        if all(n in out and (start < end or words[n].terms) for n in range(start, end + 1)):
            continue
        typed = text[words[start].start : words[end].end]
        # Two spellings of a term are one expansion; the words themselves are none.
        said = {t for w in words[start : end + 1] for t in w.terms}
        said.add(phrase_term(steps[first:last]))
        on = _expanded(typed, leads, said, expansions, off)
        if start == end and start not in out:
            beside[start] = on
        elif place in phrased:
            clauses += _clause([], on, [], lexicon, expansion=weights.EVERYDAY)
            within.update(phrased[place].words if on else ())
        else:
            clauses += _clause([], on, [phrase_term(steps[first:last])], lexicon)
    worded: dict[int, list[Clause]] = {}
    for number, word in enumerate(words):
        if number in out:
            continue
        prefix = prefix_of(word, text)
        if prefix is not None:
            terms = tuple((term, 1.0) for term in lexicon.beginning(prefix))
            worded[number] = [Clause(terms)] if terms else []
            continue
        weight = weights.QUESTION_WORD if number in faint or number in within else 1.0
        leads = beside.get(number, [])
        said = set(word.terms)
        own: list[Clause] = []
        for term in word.terms[:-1] if leads else word.terms:
            known = lexicon.id(term)
            if known is None:
                continue
            family = lexicon.family(term) if number not in faint else []
            on = _expanded(text[word.start : word.end], family, said, expansions, off)
            own.append(_with_family(known, weight, on, lexicon))
        if leads:
            own += _clause(word.terms[-1:], leads, word.terms, lexicon, weight)
        worded[number] = own
    clauses += _joined(worded, _alternatives(words, text))
    for phrase in phrases:
        known = lexicon.id(phrase.term)
        if known is not None and any(n not in out for n in range(phrase.first, phrase.last + 1)):
            clauses.append(Clause(((known, weights.PHRASE),)))
    return clauses, expansions


def _entries(
    steps: Sequence[str], owner: Sequence[int], lexicon: Lexicon, concepts: Iterable[Concept]
) -> list[tuple[int, int, list[Lead]]]:
    """The vocabulary's entries among steps, and the concepts with other names.

    A concept that a longer entry hides, or that hides one, is none beside it.
    """
    entries = lexicon.entries(steps)
    for concept in concepts:
        if not concept.leads:
            continue
        first = owner.index(concept.first)
        last = len(owner) - owner[::-1].index(concept.end - 1)
        same = [leads for begin, end, leads in entries if (begin, end) == (first, last)]
        if same:
            same[0].extend(concept.leads)
        elif all(end <= first or last <= begin for begin, end, _ in entries):
            entries.append((first, last, list(concept.leads)))
    return entries


def _add_everyday(
    entries: list[tuple[int, int, list[Lead]]],
    owner: Sequence[int],
    everyday: Iterable[LayPhrase],
    lexicon: Lexicon,
) -> dict[int, LayPhrase]:
    """Add the everyday phrases to the entries, except those within one of the vocabulary.

    Gives those of several words that are entries by themselves, by the place of the entry.
    """
    added: dict[int, LayPhrase] = {}
    for meant in everyday:
        begin, end = meant.span
        first, last = owner.index(begin), len(owner) - owner[::-1].index(end - 1)
        leads = [lead for t in meant.terms if (lead := lexicon.named(t)).id is not None]
        if not leads:
            continue
        same = [own for a, b, own in entries if (a, b) == (first, last)]
        if same:
            same[0].extend(leads)
        elif not any(a <= first and last <= b for a, b, _ in entries):
            if len(meant.words) > 1:
                added[len(entries)] = meant
            entries.append((first, last, leads))
    return added


def prefix_of(word: Word, text: str) -> str | None:
    """The letters before the asterisk of a word that ends in one, folded; None otherwise."""
    after = text[word.end : word.end + 2]
    prefix = fold(text[word.start : word.end])
    if not after.startswith("*") or after[1:].isalnum() or len(prefix) < _LEAST:
        return None
    return prefix if prefix.isalnum() else None


def _alternatives(words: Sequence[Word], text: str) -> dict[int, int]:
    """The words after an "OR", each with the first word of its alternatives."""
    first: dict[int, int] = {}
    for number in range(1, len(words) - 1):
        if text[words[number].start : words[number].end] == "OR" and not text.isupper():
            first[number + 1] = first.get(number - 1, number - 1)
    return first


def _joined(worded: Mapping[int, list[Clause]], alternatives: Mapping[int, int]) -> list[Clause]:
    """The clauses of all words; alternatives make one clause, in which the best counts."""
    joined: dict[int, list[Clause]] = {}
    for number, own in worded.items():
        joined.setdefault(alternatives.get(number, number), []).extend(own)
    first = set(alternatives.values())
    return [
        clause
        for number, own in joined.items()
        for clause in ([_any_of(own)] if number in first and own else own)
    ]


def _any_of(clauses: Iterable[Clause]) -> Clause:
    return Clause(tuple(dict.fromkeys(term for clause in clauses for term in clause.terms)))


def _expanded(
    typed: str,
    leads: Iterable[Lead],
    said: set[str],
    expansions: list[Expansion],
    off: Collection[str] | None,
) -> list[Lead]:
    """The leads of typed words that count; new ones are added to ``expansions``.

    ``said`` has the terms that were named for these words, and gains those of the leads.
    """
    on: list[Lead] = []
    for lead in leads:
        if lead.term is None or lead.id is None or lead.term in said:
            continue
        said.add(lead.term)
        counts = off is not None and lead.name not in off
        if not any(e.id == lead.name and e.words == typed for e in expansions):
            expansions.append(Expansion(lead.name, typed, lead.text, counts))
            on += [lead] if counts else []
    return on


def _with_family(term: int, weight: float, family: Sequence[Lead], lexicon: Lexicon) -> Clause:
    """The clause of a word with its family, whose members count as forms of the word.

    So the word itself counts more, but a post that says it once need not come before all others.
    """
    rarity = lexicon.rarity(term)
    others = [
        (lead.id, weights.FAMILY * min(1.0, rarity / lexicon.rarity(lead.id)))
        for lead in family
        if lead.id is not None
    ]
    return Clause(((term, weight), *others), not others)


def _clause(
    literal: Sequence[str],
    leads: Sequence[Lead],
    asked: Sequence[str],
    lexicon: Lexicon,
    weight: float = 1.0,
    expansion: float = weights.EXPANSION,
) -> list[Clause]:
    """One clause of literal terms and their expansions; None if no post has any.

    An expansion rarer than what was asked counts no more than that would: it is its synonym, not
    a more telling word.
    """
    own = [(term, weight) for term in lexicon.ids(literal)]
    itself = bool(own)
    limit = max(map(lexicon.rarity, lexicon.ids(asked)), default=None)
    for lead in leads:
        if lead.id is None or any(lead.id == i for i, _ in own):
            continue
        rarity = lexicon.rarity(lead.id)
        share = 1.0 if limit is None or rarity <= limit else limit / rarity
        own.append((lead.id, expansion * share))
    return [Clause(tuple(own), itself)] if own else []
