"""The parts of a generation for some of its posts alone, upon what is known of the others.

So they are as in a generation of all posts, but for the numbers of terms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.post import Post
from search import weights
from search.engine.distributed.summary import Summary
from search.errors import WholeNeeded
from search.index.algebra.cosines import Moments
from search.index.answering import Answering
from search.index.bm25f import weigh, worth
from search.index.facets import table
from search.index.files.settings import write_settings
from search.index.lsa import Lsa, placed
from search.index.meaning import Meaning
from search.index.part import Build, Opened, Progress
from search.index.store import Store
from search.index.tokens.analysed import PARTS, Analysed
from search.index.tokens.sums import sums

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def parts_of(
    folder: Path,
    posts: Sequence[Post],
    known: Summary,
    lengths: NDArray[np.float64],
    say: Progress,
) -> Opened:
    """The parts of some posts, whose texts are put into an empty ``folder``.

    ``known`` is the summary of the generation that they come to, and ``lengths`` are the mean
    lengths of the parts of its posts. Raises ``WholeNeeded`` for a part that none of them has, and
    ``ModelUnavailable``.
    """
    digest = replace(known.digest, posts=tuple(posts))
    build = Build(digest, semantic=bool(known.embedded), say=say)
    write_settings(digest, folder)
    Store.fit(build).save(folder)
    words = build[Analysed]
    for part in np.flatnonzero((words.lengths > 0).any(axis=0) & (lengths == 0)).tolist():
        raise WholeNeeded(f"no post had a {PARTS[part]} before")
    summed = sums(words, worth(words, weights.BOOSTS, weights.B, lengths))
    made = Opened(folder).with_part(words).with_part(weigh(summed.worth, weights.K1))
    made = made.with_part(table(digest))
    if known.space is not None:
        made = made.with_part(_space(summed.times, words.terms, known, known.space))
    for embedded in (Meaning.fit(build), Answering.fit(build)):
        if embedded is not None:
            made = made.with_part(embedded)
    return made


def _space(times: csr_array, terms: Sequence[str], known: Summary, space: Lsa) -> Lsa:
    """The latent space of ``known`` with these posts in it alone."""
    numbers = np.array([known.words.term_ids.get(term, -1) for term in terms], np.int32)
    at = np.minimum(np.searchsorted(space.ids, numbers), max(len(space.ids) - 1, 0))
    ids = np.flatnonzero(space.ids[at] == numbers).astype(np.int32) if len(space.ids) else at[:0]
    vectors = np.asarray(space.terms)[at[ids]]
    posts = placed(times, ids, vectors)
    return Lsa(ids, vectors, posts, Moments.of(posts), space.sample)
