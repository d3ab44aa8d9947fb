"""The lexicon: which words of a question lead to which terms of the index."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache
from heapq import nlargest
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.slug import slug
from search.index.lsa import Lsa
from search.index.tokens.wordlist import Wordlist
from search.query.families import Families
from search.text.analyzer import Analyzer
from search.text.translated import spans

# The number of family members searched for; twice as many gain nothing.
_MEMBERS = 4
# The number of terms searched for a word with an asterisk.
_BEGINNING = 50
_LAST = "\U0010ffff"
_REMEMBERED = 10_000


class Lead(NamedTuple):
    """What a vocabulary entry leads to: its text, its key in links, its term and the term's id.

    The term is None where the text has none, the id where no post has the term. ``equal`` says
    that it means the same, not only something near or wider.
    """

    text: str
    name: str
    term: str | None
    id: int | None
    equal: bool = False


class _Entry(NamedTuple):
    """The leads of a vocabulary entry; one with a context counts only beside words of that."""

    text: str
    context: frozenset[str]
    equal: bool


class Frequencies(Protocol):
    """The document frequency of each term: the part of ``Bm25f`` that needs no posts."""

    @property
    def size(self) -> int:
        """How many posts there are."""

    @property
    def rarity(self) -> NDArray[np.float32]:
        """The rarity of each term; see ``bm25f.weigh``."""

    def frequency(self, term: int) -> int:
        """How many posts have the term."""


def _plainness(surface: str) -> tuple[bool, bool, int]:
    """A sort key that is lower for plainer spellings: no hyphens, lower case, short."""
    return not surface.isalpha(), not surface.islower(), len(surface)


class Lexicon:
    """Finds vocabulary entries in a question, and terms in an index."""

    def __init__(
        self,
        analyzer: Analyzer,
        words: Wordlist,
        frequencies: Frequencies,
        space: Lsa | None = None,
    ) -> None:
        """Take a generation's words, and ``space``, its latent space if it has one."""
        self.analyzer = analyzer
        self._words = words
        self._ids = words.term_ids
        self._frequencies = frequencies
        self._entries: dict[tuple[str, ...], list[_Entry]] = defaultdict(list)
        vocabulary = analyzer.vocabulary
        for group in vocabulary.equal:
            for member in group:
                others = [_Entry(other, frozenset(), True) for other in group if other != member]
                self._add(member, others)
        for way in vocabulary.one_way:
            context = frozenset(s for w in way.only_with for s in analyzer.sequence(w))
            for entry in way.words:
                self._add(entry, [_Entry(term, context, False) for term in way.terms])
        # Not limited: a vocabulary has few entries.
        self._lead = cache(self._find_lead)
        self.named = lru_cache(_REMEMBERED)(self._named)
        # Families add nothing to a vocabulary.
        self._families = Families(words.terms, None if self._entries else space)
        self._family = lru_cache(_REMEMBERED)(self._find_family)
        self._longest: dict[str, int] = {}
        for sequence in self._entries:
            self._longest[sequence[0]] = max(self._longest.get(sequence[0], 0), len(sequence))

    def _add(self, entry: str, leads: list[_Entry]) -> None:
        sequence = self.analyzer.sequence(entry)
        if sequence:
            self._entries[sequence] += leads

    def _find_lead(self, text: str, equal: bool) -> Lead:
        term = self.analyzer.term(text)
        return Lead(text, slug(text), term, self.id(term), equal)

    def _named(self, name: str) -> Lead:
        """The lead of a name: its term, or that of its rarest word if it is not a term.

        Its id is None where some word of it is in no post.
        """
        lead = self._find_lead(name, True)
        terms = self.analyzer.word_terms(name)
        ids = self.ids(terms)
        if lead.id is not None or len(ids) < len(terms) or not ids:
            return lead
        rarest = max(set(ids), key=self.rarity)
        return lead._replace(term=self.term(rarest), id=rarest)

    def family(self, term: str) -> list[Lead]:
        """The most frequent of a term's family, each as a post writes it."""
        return self._family(term)

    def _find_family(self, term: str) -> list[Lead]:
        words = self._words
        own = self.id(term)
        leads: list[Lead] = []
        for other in sorted(self._families.of(term), key=self.frequency, reverse=True):
            named = words.terms[other]
            # A compound that contains the word is found by that part.
            apart = [
                n
                for n in words.written(named).tolist()
                if own not in words.meant[words.starts[n] : words.starts[n + 1]]
            ]
            if apart:
                text = min((words.words[n] for n in apart), key=_plainness)
                text = text.lower() if text[1:].islower() else text
                leads.append(Lead(text, slug(text), named, other))
        return leads[:_MEMBERS]

    def written(self, word: str) -> list[str]:
        """The spellings in posts of the words that have a term of ``word``."""
        return [
            self._words.words[n]
            for found in self.analyzer.words(word)
            for term in found.terms
            for n in self._words.written(term).tolist()
        ]

    def ids(self, terms: Iterable[str]) -> list[int]:
        """The ids of those terms that some post has."""
        return [found for term in terms if (found := self.id(term)) is not None]

    def id(self, term: str | None) -> int | None:
        """The id of a term; None if no post has it."""
        return None if term is None else self._ids.get(term)

    def knows(self, terms: Iterable[str]) -> bool:
        """Whether some post has one of the terms; numbers count only if there is nothing else."""
        counting = tuple(terms)
        named = [term for term in counting if not term.isdigit()]
        return not self._ids.keys().isdisjoint(named or counting)

    def leads(self, word: str) -> bool:
        """Whether a word leads to posts, by itself or as a part of an entry of the vocabulary."""
        if self.knows(self.analyzer.word_terms(word)):
            return True
        return not self._of_entries.isdisjoint(self.analyzer.sequence(word))

    @cached_property
    def _of_entries(self) -> frozenset[str]:
        """The steps of all entries of the vocabulary."""
        return frozenset(step for sequence in self._entries for step in sequence)

    def beginning(self, word: str) -> list[int]:
        """The ids of the most frequent terms that begin with some folded letters."""
        terms = self._words.terms
        first, last = bisect_left(terms, word), bisect_left(terms, word + _LAST)
        found = (n for n in range(first, last) if "_" not in terms[n])
        return nlargest(_BEGINNING, found, key=self.frequency)

    def term(self, number: int) -> str:
        """The term with that id."""
        return self._words.terms[number]

    def rarity(self, term: int) -> float:
        """The rarity of a term."""
        return float(self._frequencies.rarity[term])

    @cached_property
    def translated(self) -> dict[str, float]:
        """The languages of translations, each with the rarity of its rarest word."""
        rarity = self._frequencies.rarity
        return {code: float(rarity[a:b].max()) for code, a, b in spans(self._words.terms)}

    @cached_property
    def rarest(self) -> float:
        """The rarity of a term in a single post."""
        return float(np.log1p((self._frequencies.size - 0.5) / 1.5))

    def frequency(self, term: int) -> int:
        """How many posts have a term."""
        return self._frequencies.frequency(term)

    def entries(self, steps: Sequence[str]) -> list[tuple[int, int, list[Lead]]]:
        """The vocabulary's entries among steps: the first step, the end, and their leads.

        A longer entry hides those inside it. An ambiguous entry leads somewhere only when the
        question has one of the steps that settle it.
        """
        found: list[tuple[int, int, list[Lead]]] = []
        asked = frozenset(steps)
        end = 0
        for at in [n for n, step in enumerate(steps) if step in self._longest]:
            if at < end:
                continue
            longest = min(self._longest[steps[at]], len(steps) - at)
            for length in range(longest, 0, -1):
                leads = self._entries.get(tuple(steps[at : at + length]))
                if leads:
                    open_ones: dict[str, bool] = {}
                    for lead in leads:
                        if not lead.context or lead.context & asked:
                            open_ones[lead.text] = open_ones.get(lead.text, False) or lead.equal
                    end = at + length
                    found.append(
                        (at, end, [self._lead(t, equal) for t, equal in open_ones.items()])
                    )
                    break
        return found
