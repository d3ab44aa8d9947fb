"""Whether posts have a text: exactly as written, or with its words together in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import product
from typing import Protocol

from corpus.text.words import WORD
from search.query.clinical_terms import is_abbreviation
from search.query.lexicon import Lexicon
from search.query.ordinary import is_generic
from search.text.word_parts import parts

# A word of at most this many letters may share its stem with an unrelated one.
_SHORT = 5
# The share of a word with which other words of its stem must begin to mean the same, unless they
# differ in one of the endings below: "cycling" and "cycled", "dizziness" and "dizzy".
_MOST_OF_IT = 0.65
_ENDING = re.compile(r"(?:ing|ed|e|e?s|[iy]|i?ness)$")
_REMEMBERED = 10_000

# The ways to write a word of a text, by the ids of their terms.
Ways = Sequence[frozenset[int]]


class Posts(Protocol):
    """What posts have together in a sentence; see ``Together``."""

    def said(self, words: Ways) -> bool:
        """Whether some post has a term of each of ``words`` together in one sentence."""

    def have(self, things: Sequence[Sequence[Ways]]) -> bool:
        """Whether some post has a name of each of some things: its words together in a sentence.

        A name of one word may stand anywhere, in a topic or a citation too.
        """


class Said:
    """Tells whether posts of one generation have a text, using its lexicon."""

    def __init__(self, lexicon: Lexicon, posts: Posts) -> None:
        self._lexicon = lexicon
        self._posts = posts
        # Cached: each page of an answer asks again.
        self._known = lru_cache(_REMEMBERED)(self._find)

    def text(self, text: str) -> bool:
        """Whether some post has a text, or its words together."""
        return self._known(text)

    def _find(self, text: str) -> bool:
        whole = self._lexicon.id(self._lexicon.analyzer.term(text))
        if whole is not None and self._posts.said([frozenset((whole,))]):
            return self._as_written(text)
        words = [self._ways(word) for word in WORD.findall(text)]
        counting = [w for w in words if w]
        if len(words) == 1 or (len(counting) == 1 and is_generic(text)):
            return False
        return any(map(self._posts.said, _each_way(counting)))

    def _as_written(self, text: str) -> bool:
        """Whether posts spell a text exactly so, if it is short or an abbreviation.

        Any other is known by its stem, if a post writes most of it: the stem of "trans" is a name,
        that of HADS is "had", and that of "mindful" is "mind".
        """
        (word, *more) = WORD.findall(text)
        if more:
            return True
        whole = "".join(parts(word))
        known = ((written, "".join(parts(written))) for written in self._lexicon.written(word))
        if is_abbreviation(word):
            # "HAD" is no measure, nor is a Dutchman called Oud a disorder.
            known = ((written, plain) for written, plain in known if written[:2].isupper())
        elif len(word) > _SHORT:
            begun, bare = whole[: round(_MOST_OF_IT * len(whole))], _ENDING.sub("", whole)
            return any(p.startswith(begun) or _ENDING.sub("", p) == bare for _, p in known)
        return any(plain in (whole, whole + "s") for _, plain in known)

    def _ways(self, surface: str) -> list[list[frozenset[int]]]:
        """The spellings of a word, each a list of words by term ids.

        None for a stop word; a word that no post has has a way without ids.
        """
        (word,) = self._lexicon.analyzer.words(surface)
        if not word.terms:
            return []
        apart = [
            self._heads if term in self._head_stems else self._ids((term,)) for term in word.apart
        ]
        joined = [self._ids((word.joined,))] if word.joined else []
        return [way for way in (apart, joined) if way]

    def _ids(self, terms: Iterable[str]) -> frozenset[int]:
        return frozenset(self._lexicon.ids(terms))

    @cached_property
    def _head_stems(self) -> frozenset[str]:
        return frozenset(map(self._lexicon.analyzer.stem, self._lexicon.analyzer.language.heads))

    @cached_property
    def _heads(self) -> frozenset[int]:
        return self._ids(self._head_stems)


def _each_way(words: Sequence[list[list[frozenset[int]]]]) -> Iterable[list[frozenset[int]]]:
    for chosen in product(*words):
        yield [ids for way in chosen for ids in way]
