"""What generations that build on each other have in common, kept beside the base of their posts.

It is sent with a base, and not again with the layers upon it: the base's words and terms, and the
latent space. A generation tells in which words it differs.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.index.lsa import Lsa
from search.index.part import Opened
from search.index.tokens.analysed import Analysed
from search.index.tokens.wordlist import Wordlist, join

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

# The pieces that a reader holds.
HELD = ("words", "terms", "meant", "space")


@dataclass(frozen=True, slots=True)
class Base:
    """The words of a base, and the latent space of its posts.

    ``name`` is that of the index with its posts. ``ids`` are the terms that have a vector in the
    space, ascending, and ``vectors`` theirs; None where there is no space.
    """

    name: str
    words: Wordlist
    ids: Ints
    vectors: Floats | None

    @classmethod
    def of(cls, name: str, parts: Opened) -> Base:
        """The base that a whole generation is."""
        space = parts.get(Lsa)
        nothing = np.empty(0, np.int32)
        ids, vectors = (nothing, None) if space is None else (space.ids, space.terms)
        return cls(name, parts[Analysed].words, ids, vectors)

    def packed(self) -> dict[str, bytes]:
        """Its pieces by name."""
        space = b"" if self.vectors is None else _stored(ids=self.ids, vectors=self.vectors)
        return {
            "words": "\n".join(self.words.words).encode(),
            "terms": "\n".join(self.words.terms).encode(),
            "meant": _stored(meant=self.words.meant, starts=self.words.starts),
            "space": space,
        }

    @classmethod
    def unpacked(cls, name: str, pieces: Mapping[str, bytes]) -> Base:
        """The base in pieces made by ``packed``."""
        meant = _opened(pieces["meant"])
        words = Wordlist(
            _lines(pieces["words"]), _lines(pieces["terms"]), meant["meant"], meant["starts"]
        )
        if not pieces["space"]:
            return cls(name, words, np.empty(0, np.int32), None)
        return cls(name, words, **_opened(pieces["space"]))

    def apart(self, words: Wordlist) -> bytes:
        """In which words a generation upon it differs; empty where in none."""
        here, there = frozenset(self.words.words), frozenset(words.words)
        gone = [n for n, word in enumerate(self.words.words) if word not in there]
        starts, terms = words.starts.tolist(), words.terms
        fresh = {
            word: [terms[t] for t in words.meant[starts[n] : starts[n + 1]].tolist()]
            for n, word in enumerate(words.words)
            if word not in here
        }
        if not gone and not fresh:
            return b""
        return json.dumps({"gone": gone, "fresh": fresh}, ensure_ascii=False).encode()

    def upon(self, apart: bytes) -> tuple[Wordlist, Ints]:
        """The words of a generation upon it, and the number there of each of its own terms.

        The number of a term that is gone is -1.
        """
        terms = self.words.terms
        if not apart:
            return self.words, np.arange(len(terms), dtype=np.int32)
        told = json.loads(apart)
        kept = np.ones(len(self.words.words), np.bool_)
        kept[told["gone"]] = False
        words, _, _ = join(self.words, kept, told["fresh"])
        return words, np.array([words.term_ids.get(term, -1) for term in terms], np.int32)

    def space(self, numbers: Ints) -> tuple[Ints, Floats] | None:
        """The terms with a vector in the space, ascending, and their vectors.

        ``numbers`` has the present number of each of its own terms, -1 for one that is gone.
        """
        if self.vectors is None:
            return None
        found = numbers[self.ids]
        still = found >= 0
        return (found, self.vectors) if still.all() else (found[still], self.vectors[still])


def _stored(**arrays: NDArray[Any]) -> bytes:
    """Arrays as bytes."""
    told = io.BytesIO()
    np.savez(told, allow_pickle=False, **arrays)
    return told.getvalue()


def _opened(told: bytes) -> dict[str, NDArray[Any]]:
    """The arrays in bytes made by ``_stored``."""
    with np.load(io.BytesIO(told), allow_pickle=False) as opened:
        return {name: opened[name] for name in opened.files}


def _lines(text: bytes) -> list[str]:
    """The words or terms in a piece."""
    return text.decode().split("\n") if text else []
