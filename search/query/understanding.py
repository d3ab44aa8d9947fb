"""A question understood: the words that count, filler, and what else to look for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search import weights
from search.query.decisive import Concept, Concepts
from search.query.lexicon import Lead, Lexicon
from search.question import Question
from search.results import Expansion, Understanding
from search.text.analyzer import PhraseFound, Word, fold, phrase_term
from search.text.language import Language


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for: of its terms (ids with weights) the one that counts most counts.

    ``literal`` says that the first term is the word itself, which outranks what it expands to.
    """

    terms: tuple[tuple[int, float], ...]
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the legs take it.

    ``clauses`` are matched by words, ``terms`` are all their terms with the highest weight of
    each, ``text`` is embedded, ``worth`` says what each term is worth to a passage. ``wanted`` is
    the coverage of a post that has every word, those that no post has included. ``vector`` is the
    embedding, where there is a model.
    """

    clauses: tuple[Clause, ...]
    terms: tuple[tuple[int, float], ...]
    text: str
    worth: dict[str, float]
    wanted: float
    understanding: Understanding
    vector: NDArray[np.float32] | None = None


def understand(
    question: Question,
    lexicon: Lexicon,
    *,
    concepts: Concepts | None = None,
    expand: bool = True,
    off: Collection[str] = (),
) -> Asked:
    """Read a question's free text and phrases against a lexicon.

    ``concepts`` tells which decisive ones the digest does not speak of. ``off`` holds ids of
    expansions that must not count; with ``expand`` false none does. They are named all the same,
    so that a reader can switch them on.
    """
    text = " ".join((question.free, *question.phrases))
    words = list(lexicon.analyzer.words(text))
    phrases = lexicon.analyzer.phrases(words)
    out, faint = left_out(words, phrases, text, lexicon.analyzer.language)
    decisive = concepts.of(text, words, out | faint) if concepts else []
    clauses, expansions = _clauses(
        words, phrases, out, faint, text, lexicon, decisive, off if expand else None
    )
    terms: dict[int, float] = {}
    for clause in clauses:
        for term, weight in clause.terms:
            terms[term] = max(terms.get(term, 0.0), weight)
    reached = {
        t for e in expansions if e.on for w in lexicon.analyzer.words(e.words) for t in w.terms
    }
    known: list[Word] = []
    missing: list[Word] = []
    unmet: list[Word] = []
    for number, word in enumerate(words):
        if number in out:
            continue
        if lexicon.knows(word.terms):
            known.append(word)
            continue
        missing.append(word)
        if reached.isdisjoint(word.terms):
            unmet.append(word)
    rarities = {t: lexicon.rarity(t) for t in terms}
    return Asked(
        clauses=tuple(clauses),
        terms=tuple(terms.items()),
        text=text,
        worth={lexicon.term(t): w * rarities[t] for t, w in terms.items()},
        wanted=sum(max(w * rarities[t] for t, w in c.terms) for c in clauses)
        + lexicon.rarest * len({w.terms for w in unmet}),
        understanding=Understanding(
            used=_texts(known, text),
            unknown=_texts(missing, text),
            unmet=_texts(unmet, text),
            unknown_concepts=_named(c for c in decisive if not (c.known or c.near)),
            only_near=_named(c for c in decisive if c.near),
            left_out=_texts((words[n] for n in sorted(out)), text),
            phrases=question.phrases,
            excluded=question.excluded,
            expansions=tuple(expansions),
        ),
    )


def plainly(question: Question, lexicon: Lexicon) -> list[int]:
    """The terms of a question as a plain search engine takes it: every word but stop words."""
    text = " ".join((question.free, *question.phrases))
    ids = map(lexicon.id, lexicon.analyzer.word_terms(text))
    return [i for i in ids if i is not None]


def left_out(
    words: Sequence[Word], phrases: Sequence[PhraseFound], text: str, language: Language
) -> tuple[set[int], set[int]]:
    """The positions of words that are filler, and of those that say little ("work", "find").

    Filler are stop words and turns of phrase. A question word says as much as any in a known
    phrase ("getting worse"), and when there is no other.
    """
    folded = [fold(text[w.start : w.end]) for w in words]
    silent = {n for n, w in enumerate(words) if not w.terms}
    out = set(silent)
    at = 0
    while at < len(folded):
        for filler in language.filler.get(folded[at], ()):
            if tuple(folded[at : at + len(filler)]) == filler:
                out.update(range(at, at + len(filler)))
                at += len(filler) - 1
                break
        at += 1
    if len(out) == len(words):
        out = silent
    faint = {n for n, f in enumerate(folded) if f in language.question_words} - out
    for phrase in phrases:
        faint.difference_update(range(phrase.first, phrase.last + 1))
    return out, faint if len(out | faint) < len(words) else set()


def _clauses(
    words: Sequence[Word],
    phrases: Sequence[PhraseFound],
    out: Collection[int],
    faint: Collection[int],
    text: str,
    lexicon: Lexicon,
    concepts: Iterable[Concept],
    off: Collection[str] | None,
) -> tuple[list[Clause], list[Expansion]]:
    """The clauses of the words that count, and the expansions found; ``off`` None is all off.

    ``out`` are the positions of words left out. They don't count by themselves, but phrases and
    entries are made of all words: "out" belongs to "drop out". ``faint`` ones count less.
    """
    steps = [s for w in words for s in w.steps]
    owner = [n for n, w in enumerate(words) for _ in w.steps]
    clauses: list[Clause] = []
    expansions: list[Expansion] = []
    beside: dict[int, list[Lead]] = {}
    for first, last, leads in _entries(steps, owner, lexicon, concepts):
        start, end = owner[first], owner[last - 1]
        # An abbreviation may be a stop word ("AN"); its context has told that it is meant.
        if all(n in out and (start < end or words[n].terms) for n in range(start, end + 1)):
            continue
        typed = text[words[start].start : words[end].end]
        # Two spellings of a term are one expansion, and that of the words themselves is none.
        said = {t for w in words[start : end + 1] for t in w.terms}
        said.add(phrase_term(steps[first:last]))
        on = _expanded(typed, leads, said, expansions, off)
        if start == end and start not in out:
            beside[start] = on
        else:
            clauses += _clause([], on, [phrase_term(steps[first:last])], lexicon)
    for number, word in enumerate(words):
        if number in out:
            continue
        weight = weights.QUESTION_WORD if number in faint else 1.0
        leads = beside.get(number, [])
        said = set(word.terms)
        for term in word.terms[:-1] if leads else word.terms:
            known = lexicon.id(term)
            if known is None:
                continue
            family = lexicon.family(term) if number not in faint else []
            on = _expanded(text[word.start : word.end], family, said, expansions, off)
            clauses.append(_with_family(known, weight, on, lexicon))
        if leads:
            clauses += _clause(word.terms[-1:], leads, word.terms, lexicon, weight)
    for phrase in phrases:
        known = lexicon.id(phrase.term)
        if known is not None and any(n not in out for n in range(phrase.first, phrase.last + 1)):
            clauses.append(Clause(((known, weights.PHRASE),)))
    return clauses, expansions


def _entries(
    steps: Sequence[str], owner: Sequence[int], lexicon: Lexicon, concepts: Iterable[Concept]
) -> list[tuple[int, int, list[Lead]]]:
    """The vocabulary's entries among steps, and the concepts that have other names.

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


def _expanded(
    typed: str,
    leads: Iterable[Lead],
    said: set[str],
    expansions: list[Expansion],
    off: Collection[str] | None,
) -> list[Lead]:
    """Of what typed words lead to, the leads that count; ``expansions`` gains all that are new.

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
    """The clause of a word, with its family, in which it is only said in another form.

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
) -> list[Clause]:
    """One clause of literal terms and what they expand to, or none where no post has any.

    An expansion rarer than what was asked counts no more than that would: it is its synonym, not
    a more telling word.
    """
    own = [(i, weight) for t in literal if (i := lexicon.id(t)) is not None]
    itself = bool(own)
    rarities = [lexicon.rarity(n) for t in asked if (n := lexicon.id(t)) is not None]
    limit = max(rarities, default=None)
    for lead in leads:
        if lead.id is None or any(lead.id == i for i, _ in own):
            continue
        rarity = lexicon.rarity(lead.id)
        share = 1.0 if limit is None or rarity <= limit else limit / rarity
        own.append((lead.id, weights.EXPANSION * share))
    return [Clause(tuple(own), itself)] if own else []


def _named(concepts: Iterable[Concept]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(concept.text for concept in concepts))


def _texts(words: Iterable[Word], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[w.start : w.end] for w in words))
