"""What is asked about posts that stay as they are, and what is known of those that do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.post import Post
from search.engine.distributed.payload import Payload
from search.engine.distributed.summary import Summary
from search.index.tokens.wordlist import Wordlist

# The words of a term that more posts have are not counted in them: a post more or less does not
# change how most of them write it.
FEW = 50


@dataclass(frozen=True, slots=True)
class Said:
    """A post with its words as written, and what ranking needs of it.

    ``spoken`` are the terms that it has other than in its citation; nobody asks for those of one
    that is gone.
    """

    post: Post
    words: Sequence[str]
    payload: Payload
    spoken: Collection[str] = ()


class Census(Protocol):
    """The posts of the earlier generation that stay as they are."""

    def written(self, terms: Sequence[str]) -> Sequence[Counter[str]]:
        """How often those that have each term write their words; of at most ``FEW`` posts each."""

    def spoken(self, terms: Sequence[str]) -> Sequence[bool]:
        """Whether any says each term other than in its citation."""

    def least(self, terms: Sequence[str]) -> Sequence[float]:
        """The lowest share of each term in any that has it; 1 without one."""


def present(earlier: Summary, words: Wordlist) -> NDArray[np.int32]:
    """The present number of each earlier term, -1 for one that is gone."""
    return np.array([words.term_ids.get(term, -1) for term in earlier.words.terms], np.int32)
