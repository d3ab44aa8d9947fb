"""Clinical terms: conditions, treatments, people, measures, processes and outcomes.

``clinical_terms.tsv`` has a term on each line, with its kind and the term it equals, if any. They
are the same for every digest; a digest's own vocabulary takes precedence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from corpus.text.words import WORD
from search.text.analyzer import Analyzer
from search.text.word_parts import fold, parts

Kind = Literal["condition", "treatment", "people", "measure", "process", "outcome"]
FILE = Path(__file__).with_name("clinical_terms.tsv")

_ABBREVIATION = re.compile(
    r"[A-Z][^A-Z0-9]{0,60}[A-Z0-9]|^[a-z]{0,30}[A-Z]+s?$|^[A-Z0-9]{0,30}\d[A-Z]{0,30}$"
)
# The step of an abbreviation has a prefix that no stem begins with.
_WHOLE = "="
# The number of words whose steps are cached.
_MOST_KNOWN = 50_000
# The number of texts whose terms are.
_MOST_TEXTS = 32


class Term(NamedTuple):
    """A clinical term; ``means`` is the term that it equals, else the term itself."""

    text: str
    kind: Kind
    means: str


class Named(NamedTuple):
    """A clinical term in a list of words, from word ``first`` to the one before ``end``."""

    first: int
    end: int
    term: Term


# A clinical term with its steps.
_Sequence = tuple[tuple[str, ...], Term]


class _Step(NamedTuple):
    """A part of a word: folded, its stem, and the terms that begin with it."""

    part: str
    stem: str
    begins: Sequence[_Sequence]


class ClinicalTerms:
    """Finds clinical terms in questions, the longest first.

    Words match by their stems; abbreviations whole, since the stem of HADS is that of "had". Terms
    are analysed when a question first has a word with their first two letters: to analyse all of
    them would take longer than to answer a question.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        """Take the lines of the file without its header."""
        self._rows: dict[str, list[Term]] = defaultdict(list)
        for line in lines:
            text, kind, means = line.split("\t")
            term = Term(text, kind, means or text)  # type: ignore[arg-type]  # tests hold the kinds
            self._rows[_beginning(text)].append(term)
        # With an analyzer of its own: a digest's vocabulary changes stems, but not these terms.
        self._analyzer = Analyzer()
        self._in_capitals = self._analyzer.language.in_capitals
        self._begun: dict[str, dict[str, list[_Sequence]]] = {}
        # Cached, since whole posts are read too, and most of their words recur.
        self._steps = lru_cache(_MOST_KNOWN)(self._steps_of)
        # Several modules ask for those of one question.
        self._among = lru_cache(_MOST_TEXTS)(self._found)

    def among(self, text: str) -> Sequence[Named]:
        """The clinical terms in a text by word numbers; terms within longer ones are left out."""
        return self._among(text)

    def _found(self, text: str) -> tuple[Named, ...]:
        words = WORD.findall(text)
        # The parts of the words, and the number of the word that each is of.
        steps: list[_Step] = []
        numbers: list[int] = []
        for number, word in enumerate(words):
            for step in self._steps(word):
                steps.append(step)
                numbers.append(number)
        shouted = text.isupper()
        found: list[Named] = []
        past = 0
        for at, step in enumerate(steps):
            if at < past or not step.begins:
                continue
            taken = self._longest(steps, at, shouted or not words[numbers[at]].isupper())
            if taken:
                length, term = taken
                past = at + length
                found.append(Named(numbers[at], numbers[past - 1] + 1, term))
        return tuple(found)

    def _steps_of(self, word: str) -> tuple[_Step, ...]:
        return tuple(
            _Step(part, stem, self._beginning_with(part, stem))
            for part in parts(word)
            for stem in (self._analyzer.stem(part),)
        )

    def _longest(
        self, steps: Sequence[_Step], at: int, in_lower_case: bool
    ) -> tuple[int, Term] | None:
        """The longest term that begins at a step, and how many steps it has."""
        best: tuple[int, Term] | None = None
        for sequence, term in steps[at].begins:
            length = len(sequence)
            if best is not None and length <= best[0]:
                continue
            here = steps[at : at + length]
            if len(here) == length and all(map(_matches, sequence, here)):
                if in_lower_case and sequence[0][1:] in self._in_capitals:
                    continue
                best = length, term
        return best

    def _beginning_with(self, part: str, stem: str) -> list[_Sequence]:
        """The terms that begin with a step, each with its steps."""
        keys = dict.fromkeys((stem, _WHOLE + part, _WHOLE + _singular(part)))
        return [
            found
            for letters in dict.fromkeys((_beginning(part), _beginning(stem)))
            for key in keys
            for found in self._analysed(letters).get(key, ())
        ]

    def _analysed(self, letters: str) -> dict[str, list[_Sequence]]:
        """The terms with these first letters, each with its steps, by the first of them."""
        begun = self._begun.get(letters)
        if begun is None:
            begun = defaultdict(list)
            for term in self._rows.get(letters, ()):
                sequence = self._sequence(term.text)
                begun[sequence[0]].append((sequence, term))
            self._begun[letters] = begun
        return begun

    def _sequence(self, text: str) -> tuple[str, ...]:
        return tuple(
            _WHOLE + part if is_abbreviation(word) else self._analyzer.stem(part)
            for word in WORD.findall(text)
            for part in parts(word)
        )

    def equals(self, term: Term) -> tuple[str, ...]:
        """Every text that means the same as a term, the term itself first."""
        return tuple(dict.fromkeys((term.text, term.means, *self._meaning.get(term.means, ()))))

    @cached_property
    def _meaning(self) -> dict[str, list[str]]:
        meaning: dict[str, list[str]] = defaultdict(list)
        for rows in self._rows.values():
            for term in rows:
                meaning[term.means].append(term.text)
        return meaning

    def kind(self, text: str) -> Kind | None:
        """The kind of a term written exactly so."""
        return next((t.kind for t in self._rows.get(_beginning(text), ()) if t.text == text), None)

    @cached_property
    def spelt(self) -> frozenset[str]:
        """The folded words of all terms."""
        texts = (term.text for rows in self._rows.values() for term in rows)
        return frozenset(part for text in texts for part in re.findall(r"[^\W_]+", fold(text)))


def _beginning(text: str) -> str:
    """The first two letters of a text, or its only one."""
    letters = text[:2].lower()
    return letters if letters.isalnum() else letters[:1]


def is_abbreviation(word: str) -> bool:
    """Whether a word is written as an abbreviation: "CBT-I", "iCBT", "K10"."""
    return bool(_ABBREVIATION.search(word))


def _matches(wanted: str, step: _Step) -> bool:
    if wanted.startswith(_WHOLE):
        return wanted[1:] in (step.part, _singular(step.part))
    return wanted == step.stem


def _singular(part: str) -> str:
    return part[:-1] if part.endswith("s") and len(part) > 2 else part


@cache
def clinical_terms() -> ClinicalTerms:
    """The clinical terms of the file."""
    return ClinicalTerms(FILE.read_text("utf-8").splitlines()[1:])
