"""The terms of the field are those that its people gave a digest: its vocabulary and its topics.

Two posts that share them are about the same thing; two that share others may only be written
alike.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from scipy.sparse import csr_array

from corpus.digest import Digest
from search import weights
from search.analysis import Analyzer


def field_terms(digest: Digest, analyzer: Analyzer) -> frozenset[str]:
    """The terms of the digest's vocabulary entries and of its topics' names and descriptions."""
    told = [t for e in digest.vocabulary.entries for t in analyzer.terms(e)]
    for topic in digest.topics:
        for text in (topic.description, *topic.aliases):
            told += analyzer.terms(text)
    return naming_terms(digest, analyzer).union(told)


def naming_terms(digest: Digest, analyzer: Analyzer) -> frozenset[str]:
    """The terms that name something of the field by themselves, fit to tell a reader.

    Those are whole vocabulary entries and the words of topics' names; "routine" and "health" are
    only parts of what the field calls by name.
    """
    whole = {t for e in digest.vocabulary.entries if (t := analyzer.term(e)) is not None}
    named = (t for topic in digest.topics for t in analyzer.terms(topic.name))
    return frozenset(whole.union(named))


def focused(vectors: csr_array, terms: Sequence[str], field: Collection[str]) -> csr_array:
    """The vectors with the terms of other fields at half their weight, of unit length again.

    A digest that names no field has its vectors unchanged.
    """
    if not field:
        return vectors
    share = np.array([1 if t in field else weights.OTHER_TERMS for t in terms], np.float32)
    found = csr_array(vectors, copy=True)
    found.data = found.data * share[found.indices]
    lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    found.data = (found.data / np.repeat(lengths, np.diff(found.indptr))).astype(np.float32)
    return found


def groups(digest: Digest, analyzer: Analyzer) -> dict[str, int]:
    """The number of the group of equal entries that each term is in."""
    numbered = enumerate(digest.vocabulary.equal)
    pairs = ((analyzer.term(entry), number) for number, group in numbered for entry in group)
    return {term: number for term, number in pairs if term is not None}
