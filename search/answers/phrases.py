"""Phrases with stems and gaps, searched for in a text. ``harm.toml`` explains the notation."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from search.question import clean

# So many words may stand where a phrase has "..".
_BETWEEN = 3
_JOINTS = re.compile(r"[-‐‑–'’]")
_WORDS = re.compile(r"[^\W_]+")
_WORDS_AND_ENDS = re.compile(r"[^\W_]+|[.;:?!…()]+")
# What many type without its apostrophe, where nothing else is spelt so: "dont", "hes", "im".
_CONTRACTED = re.compile(
    r"\b(?:((?:do|does|did|is|are|was|were|has|have|had|could|would|should)n|can|won)(t)"
    r"|(he|she|what|that|there|who|how)(s)|(i)(m|ve)|(they|you)(re))\b"
)
# What stands in a text for what was taken out, so that no phrase reaches across the gap.
_GAP = "."
# So many words are remembered with what they can be of a phrase.
_REMEMBERED = 4096


def plain(text: str) -> str:
    """A text as phrases are compared with it: lower case, a space on either side of each word.

    Accents are left out; hyphens and apostrophes part words, also where an apostrophe was not typed
    ("dont" is "don t"). A full stop, or what else ends a sentence, stands as a word that no phrase
    has, and several of them side by side as one.
    """
    folded = unicodedata.normalize("NFKD", clean(text).casefold())
    bare = folded
    if not folded.isascii():
        bare = "".join(c for c in folded if not unicodedata.combining(c)).replace("œ", "oe")
    parted = _CONTRACTED.sub(lambda found: " ".join(filter(None, found.groups())), bare)
    return f" {' '.join(_WORDS_AND_ENDS.findall(parted))} "


@dataclass(slots=True)
class _Place:
    """A place in phrases that begin alike: where each of their next steps leads.

    ``word`` leads on over a word that a step matches, ``no_word`` over none, if the next word is
    not one that a step matches; ``gap`` over up to three words; ``end`` if the sentence ends.
    ``whole`` says that a phrase ends here.
    """

    word: dict[str, _Place] = field(default_factory=dict)
    no_word: dict[str, _Place] = field(default_factory=dict)
    gap: _Place | None = None
    end: _Place | None = None
    whole: bool = False


class Phrases:
    """Some phrases, found in plain texts.

    Phrases that begin alike are compared as one until they differ. One regular expression of all
    that speak of harm would take half a second to make, whenever a server or a command starts.
    """

    def __init__(self, phrases: Iterable[str], sets: Mapping[str, str]) -> None:
        """Take phrases in the notation of ``harm.toml``, and the words of each set.

        Raises ``KeyError`` for a set that is not among ``sets``.
        """
        self._root = _Place()
        # The steps that a word, or one with such a beginning, matches.
        self._words: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = defaultdict(set)
        for phrase in phrases:
            # Several places, with and without what may be missing.
            at = [self._root]
            for step in phrase.split():
                at = self._after(at, step, sets)
            for place in at:
                place.whole = True
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._steps = lru_cache(_REMEMBERED)(self._steps_of)
        self._begins = lru_cache(_REMEMBERED)(self._may_begin)

    def found_in(self, text: str) -> bool:
        """Whether a plain text has one of the phrases."""
        words = text.split()
        return any(self._end(words, at) for at in range(len(words)))

    def begin(self, text: str) -> bool:
        """Whether a plain text begins with one of the phrases."""
        words = text.split()
        return bool(words) and self._end(words, 0) > 0

    def taken_out(self, text: str) -> str:
        """A plain text without what the phrases say, the longest of those that begin at a word."""
        words, kept, at = text.split(), [], 0
        while at < len(words):
            end = self._end(words, at)
            kept.append(_GAP if end else words[at])
            at = end or at + 1
        return f" {' '.join(kept)} "

    def _after(self, at: list[_Place], step: str, sets: Mapping[str, str]) -> list[_Place]:
        """The places behind a step, from those before it."""
        if step == "$":
            for place in at:
                place.end = place.end or _Place()
            return [place.end for place in at if place.end]
        if step == "..":
            for place in at:
                place.gap = place.gap or _Place()
            return [place.gap for place in at if place.gap]
        bare = step.removeprefix("!") if step.startswith("!") else step.removesuffix("?")
        for word in _choices(bare, sets):
            if word.endswith("*"):
                self._stems[word[:-1]].add(bare)
            else:
                self._words[word].add(bare)
        if step.startswith("!"):
            return [place.no_word.setdefault(bare, _Place()) for place in at]
        behind = [place.word.setdefault(bare, _Place()) for place in at]
        return behind if bare == step else [*behind, *at]

    def _steps_of(self, word: str) -> frozenset[str]:
        """The steps of phrases that a word matches."""
        found = set(self._words.get(word, ()))
        for length in self._lengths:
            if length > len(word):
                break
            found |= self._stems.get(word[:length], set())
        return frozenset(found)

    def _may_begin(self, word: str) -> bool:
        """Whether a phrase may begin with a word; few words can."""
        root = self._root
        if root.no_word or root.gap or root.end:
            return True
        return not root.word.keys().isdisjoint(self._steps(word))

    def _end(self, words: Sequence[str], at: int) -> int:
        """Where the longest phrase ends that begins at a word; 0 if none does."""
        if not self._begins(words[at]):
            return 0
        end = self._furthest(self._root, words, at)
        return end if end > at else 0

    def _furthest(self, place: _Place, words: Sequence[str], at: int) -> int:
        """Where the longest phrase ends that goes on at a word from a place; 0 if none does."""
        found = at if place.whole else 0
        steps = self._steps(words[at]) if at < len(words) else frozenset[str]()
        for step in place.word.keys() & steps:
            found = max(found, self._furthest(place.word[step], words, at + 1))
        for step, behind in place.no_word.items():
            if step not in steps:
                found = max(found, self._furthest(behind, words, at))
        if place.end and (at == len(words) or not words[at].isalnum()):
            found = max(found, self._furthest(place.end, words, at))
        if place.gap:
            for between in range(_BETWEEN + 1):
                found = max(found, self._furthest(place.gap, words, at + between))
                if at + between >= len(words) or not words[at + between].isalnum():
                    break
        return found


def _choices(step: str, sets: Mapping[str, str]) -> list[str]:
    """The words that one step of a phrase can match."""
    words: list[str] = []
    for word in step.split("|"):
        words += sets[word[1:-1]].split() if word.startswith("{") else [word]
    return words


def written_by_hand(phrase: str) -> str:
    """A phrase from an editor, in the notation that ``Phrases`` take.

    Signs beside ``*``, ``|`` and ``..`` mean nothing: "Self-harm?" is the words "self harm".
    """
    parted = _JOINTS.sub(" ", phrase)
    steps = (step if step == ".." else _folded_step(step) for step in parted.split())
    return " ".join(step for step in steps if step)


def _folded_step(step: str) -> str:
    if "|" not in step and "*" not in step:
        return " ".join(_WORDS.findall(plain(step)))
    choices = (
        f"{''.join(_WORDS.findall(plain(c)))}{'*' * c.endswith('*')}" for c in step.split("|")
    )
    return "|".join(choices)
