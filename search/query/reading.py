"""A question in the words of translations, searched beside its English."""

from __future__ import annotations

from dataclasses import replace

from search.query.asked import Asked, Reading
from search.query.clauses import Clause
from search.query.lexicon import Lexicon
from search.text.translated import marked, translation_analyzer


def reading(text: str, language: str, lexicon: Lexicon) -> Reading | None:
    """A question's text in a language; ``None`` if no translation has its words."""
    rarest = lexicon.translated.get(language)
    if rarest is None:
        return None
    known: dict[str, int] = {}
    unmet: set[tuple[str, ...]] = set()
    for word in translation_analyzer(language).words(text):
        ids = {t: n for t in word.terms if (n := lexicon.id(marked(language, t))) is not None}
        if word.terms and not ids:
            unmet.add(word.terms)
        known.update(ids)
    if not known:
        return None
    clauses = tuple(Clause(((number, 1.0),)) for number in known.values())
    worth = {term: lexicon.rarity(number) for term, number in known.items()}
    return Reading(language, clauses, worth, sum(worth.values()) + rarest * len(unmet))


def with_reading(asked: Asked, read: Reading | None) -> Asked:
    """A question that is searched in translations too.

    All of it counts as much in either language, however rare its words are there: a digest has
    fewer translations than posts. Words that translations have are not unknown.
    """
    if read is None:
        return asked
    made = asked.understanding
    used = [word for word in (*made.unknown, *made.unmet) if _has(read, word)]
    wanted = asked.wanted if asked.clauses else read.wanted
    scale = wanted / read.wanted
    clauses = tuple(Clause(((t, w * scale),)) for clause in read.clauses for t, w in clause.terms)
    return replace(
        asked,
        translated=replace(read, clauses=clauses, wanted=wanted),
        wanted=wanted,
        understanding=replace(
            made,
            used=tuple(dict.fromkeys((*made.used, *used))),
            unknown=tuple(word for word in made.unknown if not _has(read, word)),
            unmet=tuple(word for word in made.unmet if not _has(read, word)),
            unknown_concepts=tuple(t for t in made.unknown_concepts if not _has(read, t)),
            only_near=tuple(text for text in made.only_near if not _has(read, text)),
            apart=tuple(one for one in made.apart if not all(_has(read, t) for t in one.things)),
        ),
    )


def _has(read: Reading, text: str) -> bool:
    """Whether translations have every word of a text that counts."""
    words = [word.terms for word in translation_analyzer(read.language).words(text) if word.terms]
    return bool(words) and all(not read.worth.keys().isdisjoint(terms) for terms in words)
