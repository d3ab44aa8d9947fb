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
    vocabulary = digest.vocabulary
    entries = [e for group in vocabulary.equal for e in group]
    entries += [e for way in vocabulary.one_way for e in way.terms]
    whole = {t for e in entries if (t := analyzer.term(e)) is not None}
    told = [t for e in entries for t in analyzer.terms(e)]
    for topic in digest.topics:
        for text in (topic.name, topic.description, *topic.aliases):
            told += analyzer.terms(text)
    return frozenset(whole.union(told))


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
