"""French questions, translated word by word into English.

``french_terms.tsv`` has French terms with their English, ``lay_words_french.toml`` everyday turns
of phrase. They are applied only to questions known to be French, since many are spelt like English
words of another meaning ("grave", "court").
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from corpus.slug import slug
from corpus.text.words import WORD, WordStemmer
from search.query.clinical_terms import clinical_terms, is_abbreviation
from search.query.lay_words import Typed
from search.query.spelt import is_of
from search.results import Apart, Expansion, Understanding
from search.text.language import FRENCH
from search.text.word_parts import fold, parts

FILE = Path(__file__).with_name("french_terms.tsv")
_ELIDED = re.compile(r"((?:[ldjnscmt]|qu|jusqu|lorsqu))['’ʼ](?=\w)", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_PLURAL_VERB = re.compile(r"(?<=\w\w[^m])(?<!iss)ent$")


class Piece(NamedTuple):
    """Some words of a question as typed, and their English; empty for a stop word."""

    typed: str
    english: str

    @property
    def is_lost(self) -> bool:
        """Whether it is a French word without English here."""
        return self.english == self.typed and _is_french_alone(self.typed)


class _Part(NamedTuple):
    """A part of a word of a question: where it is typed, folded, and its stem."""

    start: int
    end: int
    folded: str
    stem: str


class _Term(NamedTuple):
    """A French term: the stems and folded parts of its words, and its English."""

    stems: tuple[str, ...]
    words: tuple[str, ...]
    english: str


class French:
    """Reads French questions."""

    def __init__(self, lines: Iterable[str], words: Mapping[str, Any]) -> None:
        """Take the lines of the file without its header, and the words of the language."""
        self._stop = frozenset(words["stop_words"].split())
        self._telling = self._stop - frozenset(words["also_english"].split())
        self._links = frozenset(words["links"].split())
        self._carried = {
            french: english for english, forms in words["words"].items() for french in forms.split()
        }
        self._stemmer = WordStemmer("french")
        self._terms: dict[str, list[_Term]] = defaultdict(list)
        everyday = (
            (french, english)
            for english, words in words["everyday"].items()
            for french in words.split(", ")
        )
        for french, english in (*(line.split("\t") for line in lines), *everyday):
            term = self._term(french, english)
            self._terms[term.stems[0]].append(term)

    def has_small_words(self, text: str) -> bool:
        """Whether a text has an accent, or a small word that only French has: soon told."""
        return not text.isascii() or not self._telling.isdisjoint(_LETTERS.findall(fold(text)))

    def is_asked_in(
        self, text: str, english: frozenset[str], everyday: Sequence[Typed] = ()
    ) -> bool:
        """Whether a question is French; ``english`` are the stop words of English.

        Two signs tell it, and more than there are English ones: small words that only French has,
        elisions, terms that are no English words, and everyday phrases. Where all words are such
        terms, one does.
        """
        read = self._parts(text)
        small = sum(part.folded in self._telling for part in read)
        other = sum(part.folded in english and part.folded not in self._stop for part in read)
        if not small and other:
            return False
        content = [p for p in read if p.folded not in self._links and p.folded not in english]
        terms: list[_Part] = []
        at = 0
        while at < len(content):
            length, meaning = self._longest(content[at:])
            terms += content[at : at + length] if meaning is not None else []
            at += length
        only = sum(self._is_only_french(text[p.start : p.end]) for p in terms)
        accents = sum(not text[p.start : p.end].isascii() for p in terms)
        # A phrase has two words at least that are French together.
        phrases = 2 * sum(phrase.has_several for phrase in everyday)
        signs = small + only + accents + phrases
        counting = sum(part.folded not in self._stop for part in content)
        alone = bool(only) and len(terms) >= counting
        return signs > other and (signs > 1 or alone)

    def pieces(self, text: str, everyday: Sequence[Typed] = ()) -> list[Piece]:
        """A French question in pieces, longest terms first."""
        read = self._parts(text)
        counting = [part for part in read if part.folded not in self._links]
        found: list[Piece] = []
        at = 0
        while at < len(counting):
            length, english = self._longest(counting[at:])
            for phrase in everyday:
                taken = [part for part in counting[at:] if part.start < phrase.end]
                if not phrase.start <= counting[at].start < phrase.end:
                    continue
                # A term of as many words comes first, but no word alone that a phrase has within.
                if english is None or len(taken) > length or (length == 1 and phrase.has_several):
                    length, english = len(taken), phrase.term
            first, last = counting[at], counting[at + length - 1]
            typed = text[first.start : last.end]
            if english is not None or first.folded not in self._stop:
                found.append(Piece(typed, typed if english is None else english))
            at += length
            # A word may be read in several parts; one without English is told once, whole.
            while english is None and at < len(counting) and counting[at].start == first.start:
                at += 1
        return found

    def lent(self, word: str) -> str:
        """The English of a French word in an English question; empty for any other word.

        A name has a capital, and a clinical term is English wherever it comes from.
        """
        read = self._parts(word)
        if not word.islower() or len(read) != 1:
            return ""
        english = self._longest(read)[1]
        # Looked up last, since it takes longer than all else.
        known = english and read[0].folded not in clinical_terms().spelt and _is_french_alone(word)
        return english if english and known else ""

    def left_out(self, text: str, pieces: Iterable[Piece]) -> tuple[str, ...]:
        """The stop words of a French question, as typed."""
        read = self._parts(text)
        taken = " ".join(piece.typed for piece in pieces).split()
        small = (text[p.start : p.end] for p in read if p.folded in self._stop)
        return tuple(dict.fromkeys(word for word in small if word not in taken))

    def _longest(self, read: Sequence[_Part]) -> tuple[int, str | None]:
        """The length in parts of the longest term that begins at the first, and its English."""
        carried = self._carried.get(read[0].folded)
        best: tuple[int, bool, str] | None = None
        for term in self._terms.get(read[0].stem, ()):
            here = read[: len(term.stems)]
            if tuple(part.stem for part in here) != term.stems:
                continue
            # If two terms have the same stems, the one written exactly so is meant.
            found = len(here), tuple(part.folded for part in here) == term.words, term.english
            if best is None or found[:2] > best[:2]:
                best = found
        if best is None or (best[0] == 1 and carried is not None):
            return 1, carried
        return best[0], best[2]

    def _parts(self, text: str) -> list[_Part]:
        """The parts of the words of a text; parts of one word share its position.

        An elided word is typed apart: "l'" and "anxiété".
        """
        found: list[_Part] = []
        for match in WORD.finditer(text):
            start, word = match.start(), match[0]
            elided = _ELIDED.match(word)
            if elided:
                found.append(_Part(start, start + elided.end(), fold(elided[1]), fold(elided[1])))
                start, word = start + elided.end(), word[elided.end() :]
            found += [
                _Part(start, match.end(), part, self._stem(word, part)) for part in parts(word)
            ]
        return found

    def _term(self, french: str, english: str) -> _Term:
        read = self._parts(french)
        read = [p for p in read if p.folded not in self._links] or read
        return _Term(tuple(p.stem for p in read), tuple(p.folded for p in read), english)

    def _stem(self, word: str, part: str) -> str:
        """The stem of a part of a word; abbreviations have none but themselves.

        The stemmer leaves the third person of the plural as it is ("abandonnent"). A verb has the
        stem of its infinitive.
        """
        if is_abbreviation(word):
            return f"={part}"
        return self._stemmer.stem(_PLURAL_VERB.sub("er", part))

    @staticmethod
    def _is_only_french(word: str) -> bool:
        small = word.lower()
        return fold(small) not in clinical_terms().spelt and not is_of(fold(small), "en")


def _is_french_alone(word: str) -> bool:
    """Whether a word is spelt right in French, and in English none."""
    small = word.lower()
    return is_of(small, "fr") and not is_of(small, "en")


def told_back(
    made: Understanding, pieces: Sequence[Piece], chosen: Sequence[Piece], left_out: tuple[str, ...]
) -> Understanding:
    """What was understood of a French question's English, in the question's own words.

    ``chosen`` are the pieces as they were asked, each in English or, where that was switched off,
    as typed. Their English is named among the expansions.
    """
    typed = [(piece.typed, frozenset(fold(piece.english).split())) for piece in chosen]

    def own(text: str) -> str:
        words = frozenset(fold(text).split())
        return " ".join(french for french, english in typed if words & english) or text

    def each(texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(own, texts)))

    translated = [
        Expansion(slug(piece.english), piece.typed, piece.english, asked.english == piece.english)
        for piece, asked in zip(pieces, chosen, strict=True)
        if piece.english != piece.typed
    ]
    others = [replace(expansion, words=own(expansion.words)) for expansion in made.expansions]
    # If the digest's vocabulary leads from the French to the same term, one switch is enough.
    named = {(one.id, one.words): one for one in reversed((*translated, *others))}
    lost = tuple(piece.typed for piece in pieces if piece.is_lost)
    return replace(
        made,
        used=each(made.used),
        unknown=each((*made.unknown, *lost)),
        unmet=each((*made.unmet, *lost)),
        unknown_concepts=each(made.unknown_concepts),
        only_near=each(made.only_near),
        apart=tuple(Apart((own(one), own(other)), known) for (one, other), known in made.apart),
        left_out=left_out,
        expansions=tuple(reversed(named.values())),
    )


@cache
def french() -> French:
    """The terms of the file and the words of French."""
    words = tomllib.loads(FRENCH.read_text("utf-8"))
    return French(FILE.read_text("utf-8").splitlines()[1:], words)
