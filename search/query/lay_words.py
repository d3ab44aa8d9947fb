"""Everyday words and turns of phrase, and the clinical terms that they stand for.

``lay_words_english.toml`` has those of English and explains the notation, ``lay_words_french.toml``
those of French. They are the same for every digest; its own vocabulary takes precedence.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from search.text.analyzer import Analyzer, Word
from search.text.translated import translation_analyzer
from search.text.word_parts import parts

FILES = {
    code: Path(__file__).with_name(f"lay_words_{name}.toml")
    for code, name in (("en", "english"), ("fr", "french"))
}

_ASPECTS = Path(__file__).with_name("aspects.toml")

# So many words may stand where a phrase has "..".
_BETWEEN = 3
# The stem under which phrases are that begin with a number.
_NUMBER = "#"
# What ends a phrase in a question; it stands among the stems as an empty one.
_STOP = re.compile(r"[.,;:!?()…]")
_RUNS = re.compile(r"\d+|[^\W\d_]+")
_REMEMBERED = 10_000


class LayPhrase(NamedTuple):
    """An everyday phrase in a question: the numbers of its words, and what it stands for.

    ``span`` has the number of the first word and the one behind that of the last. ``named`` says
    that it names one condition beyond doubt.
    """

    words: tuple[int, ...]
    span: tuple[int, int]
    terms: tuple[str, ...]
    named: bool


class _Step(NamedTuple):
    """One step of a phrase: the stems that it matches, or the numbers from ``low`` to ``high``."""

    stems: frozenset[str] = frozenset()
    low: int = 0
    high: int = -1
    may_lack: bool = False
    gap: bool = False

    def matches(self, stem: str) -> bool:
        """Whether a word with that stem is one of the step's."""
        if self.high < 0:
            return stem in self.stems
        return stem.isdecimal() and self.low <= int(stem) <= self.high


class _Phrase(NamedTuple):
    """The steps of a phrase behind its first one, and what it stands for."""

    first: _Step
    rest: tuple[_Step, ...]
    terms: tuple[str, ...]
    named: bool


class LayWords:
    """Finds everyday phrases in questions, the longest first."""

    def __init__(self, data: Mapping[str, Any], analyzer: Analyzer) -> None:
        """Take what a file holds, and the analyzer of its language."""
        self._analyzer = analyzer
        self._dropped = frozenset(data["dropped"].split())
        self._numbers = {word: str(n) for n, word in enumerate(data["numbers"].split())}
        self._forms: dict[str, str] = {}
        for row in data["forms"]:
            first, *others = row.split()
            stem = self._analyzer.stem(first)
            self._forms.update({self._analyzer.stem(w): stem for w in (first, *others)})
        self._sets = data["sets"]
        self._stems = lru_cache(_REMEMBERED)(self._stems_of)
        self._alone = lru_cache(_REMEMBERED)(self._find_alone)
        self._single: dict[str, _Phrase] = {}
        # By the first two stems, or by the first alone where another step may follow it.
        self._pairs: dict[tuple[str, str], list[_Phrase]] = defaultdict(list)
        self._begun: dict[str, list[_Phrase]] = defaultdict(list)
        for kind in ("named", "words"):
            for terms, phrases in data[kind].items():
                for phrase in phrases.split(", "):
                    self._add(phrase, tuple(terms.split(", ")), kind == "named")

    def among(self, text: str, words: Sequence[Word]) -> list[LayPhrase]:
        """The everyday phrases in a text, given its words, none with a word of another."""
        stems: list[str] = []
        numbers: list[int] = []
        for number, word in enumerate(words):
            if number and _STOP.search(text, words[number - 1].end, word.start):
                stems.append("")
                numbers.append(number)
            for stem in self._stems(text[word.start : word.end]):
                stems.append(stem)
                numbers.append(number)
        found = [
            _meant((number,), phrase)
            for number, word in enumerate(words)
            if (phrase := self._alone(text[word.start : word.end])) is not None
        ]
        found += [
            _meant(tuple(dict.fromkeys(numbers[n] for n in at)), phrase)
            for start, stem in enumerate(stems)
            for phrase in self._beginning(stem, stems[start + 1 : start + 2])
            for at in self._taken(stems, start + 1, phrase.rest, (start,))
        ]
        chosen: list[LayPhrase] = []
        for meant in sorted(found, key=lambda m: (-len(m.words), not m.named, m.words)):
            if all(_beside(meant, other) for other in chosen):
                chosen.append(meant)
        return sorted(chosen, key=lambda m: m.words)

    def _find_alone(self, word: str) -> _Phrase | None:
        """The phrase that is a word alone, or the one of which it is the plural."""
        pieces = parts(word)
        if len(pieces) != 1:
            return None
        (piece,) = pieces
        return self._single.get(piece) or self._single.get(piece.removesuffix("s"))

    def _beginning(self, stem: str, following: Sequence[str]) -> Iterator[_Phrase]:
        """The phrases that may begin with a stem and the one behind it, if there is one."""
        for second in following:
            yield from self._pairs.get((stem, second), ())
        for phrase in self._begun.get(_NUMBER if stem.isdecimal() else stem, ()):
            if phrase.first.matches(stem):
                yield phrase

    def _taken(
        self, stems: Sequence[str], at: int, steps: Sequence[_Step], so_far: tuple[int, ...]
    ) -> Iterator[tuple[int, ...]]:
        """The places of the words that the steps of a phrase take from ``at`` on; once at most."""
        if not steps:
            yield so_far
            return
        step, rest = steps[0], steps[1:]
        if step.gap:
            for start in range(at, min(at + _BETWEEN + 1, len(stems))):
                if not stems[start]:
                    return
                for taken in self._taken(stems, start, rest, so_far):
                    yield taken
                    return
            return
        if at < len(stems) and step.matches(stems[at]):
            for taken in self._taken(stems, at + 1, rest, (*so_far, at)):
                yield taken
                return
        if step.may_lack:
            yield from self._taken(stems, at, rest, so_far)

    def _add(self, phrase: str, terms: tuple[str, ...], named: bool) -> None:
        if phrase.isalnum():
            # Stems bring unlike words together: "medics" and "medication".
            self._single[phrase] = _Phrase(_Step(), (), terms, named)
            return
        steps = [step for written in phrase.split() for step in self._step(written)]
        ends = (steps[0], steps[-1]) if len(steps) > 1 else ()
        if not ends or any(step.gap or step.may_lack for step in ends):
            raise ValueError(f'"{phrase}" must have two words that count, one at either end')
        made = _Phrase(steps[0], tuple(steps[1:]), terms, named)
        first, second = steps[:2]
        for stem in first.stems or [_NUMBER]:
            if first.stems and second.stems and not second.may_lack:
                for following in second.stems:
                    self._pairs[stem, following].append(made)
            else:
                self._begun[stem].append(made)

    def _step(self, written: str) -> Iterable[_Step]:
        """A step of a phrase as written; none where all its words are dropped."""
        if written == "..":
            return [_Step(gap=True)]
        if written.startswith("#"):
            low, high = written[1:].split("-")
            return [_Step(low=int(low), high=int(high))]
        choices: list[str] = []
        for choice in written.removesuffix("?").split("|"):
            choices += self._sets[choice[1:-1]].split() if choice.startswith("{") else [choice]
        # A word that is two here ("isn't") has the last of them as its own.
        stems = frozenset(stem for choice in choices for stem in self._stems(choice)[-1:])
        return [_Step(stems=stems, may_lack=written.endswith("?"))] if stems else []

    def _stems_of(self, word: str) -> tuple[str, ...]:
        """The stems of a word's parts, figures apart from letters, without what is dropped."""
        pieces = [run for part in parts(word) for run in _RUNS.findall(part)]
        return tuple(self._stem(piece) for piece in pieces if piece not in self._dropped)

    def _stem(self, piece: str) -> str:
        if piece in self._numbers:
            return self._numbers[piece]
        stem = self._analyzer.stem(piece)
        return self._forms.get(stem, stem)


def _meant(words: tuple[int, ...], phrase: _Phrase) -> LayPhrase:
    return LayPhrase(words, (words[0], words[-1] + 1), phrase.terms, phrase.named)


def _beside(meant: LayPhrase, other: LayPhrase) -> bool:
    return not set(meant.words) & set(other.words)


class Typed(NamedTuple):
    """Where an everyday phrase is typed, whether in several words, and the term it stands for."""

    start: int
    end: int
    has_several: bool
    term: str


def in_french(text: str) -> list[Typed]:
    """The everyday French phrases of a text."""
    words = list(translation_analyzer("fr").words(text))
    found = ((meant.span, meant.terms) for meant in lay_words("fr").among(text, words))
    return [
        Typed(words[first].start, words[end - 1].end, end - first > 1, terms[0])
        for (first, end), terms in found
    ]


@cache
def lay_words(code: str = "en") -> LayWords:
    """The everyday words of a language."""
    analyzer = Analyzer() if code == "en" else translation_analyzer(code)
    return LayWords(tomllib.loads(FILES[code].read_text("utf-8")), analyzer)


@cache
def aspects() -> LayWords:
    """What questions may ask about a thing, by the words that they ask it in; English."""
    data = tomllib.loads(FILES["en"].read_text("utf-8"))
    own = tomllib.loads(_ASPECTS.read_text("utf-8"))
    sets = {**data["sets"], **own["sets"]}
    return LayWords({**data, "sets": sets, "named": {}, "words": own["aspects"]}, Analyzer())
