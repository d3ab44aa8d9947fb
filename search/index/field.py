"""The terms of the digest's field: those of its vocabulary and topics.

Two posts that share such terms are about the same thing. Two that share other words may only be
worded alike.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest
from search import weights
from search.text.analyzer import Analyzer

Floats = NDArray[np.float32]


def field_terms(digest: Digest, analyzer: Analyzer) -> frozenset[str]:
    """The terms of the digest's vocabulary entries and of its topics' names and descriptions."""
    told = [t for e in digest.vocabulary.entries for t in analyzer.terms(e)]
    for topic in digest.topics:
        for text in (topic.description, *topic.aliases):
            told += analyzer.terms(text)
    return naming_terms(digest, analyzer).union(told)


def naming_terms(digest: Digest, analyzer: Analyzer) -> frozenset[str]:
    """Those field terms that can be shown to readers as a subject.

    Those are whole vocabulary entries and the words of topics' names; "routine" and "health" are
    only parts of what the field calls by name.
    """
    whole = {t for e in digest.vocabulary.entries if (t := analyzer.term(e)) is not None}
    named = (t for topic in digest.topics for t in analyzer.terms(topic.name))
    return frozenset(whole.union(named))


def shares(terms: Sequence[str], field: Collection[str]) -> Floats | None:
    """The weight of each term in likeness: half outside the field; None without a field."""
    if not field:
        return None
    return np.array([1 if t in field else weights.OTHER_TERMS for t in terms], np.float32)


def groups(digest: Digest, analyzer: Analyzer) -> dict[str, int]:
    """The number of the group of equal entries that each term is in."""
    numbered = enumerate(digest.vocabulary.equal)
    pairs = ((analyzer.term(entry), number) for number, group in numbered for entry in group)
    return {term: number for term, number in pairs if term is not None}
