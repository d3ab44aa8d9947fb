"""Phrases with stems and gaps, searched for in a text. ``harm.toml`` explains the notation."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

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


def pattern(phrases: Iterable[str], sets: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern that finds any of the phrases in a plain text.

    Phrases that begin with the same letter stand together, since one look at a word's first letter
    then tells which of them it can begin. Without a phrase nothing is found. Raises ``KeyError``
    for a set that is not among ``sets``.
    """
    ways: dict[str, list[str]] = defaultdict(list)
    for phrase in filter(str.split, phrases):
        first, *rest = phrase.split()
        following = _written(rest, sets)
        if first.startswith(("$", "..", "!")) or first.endswith("?"):
            ways[""].append(_written([first], sets) + following)
            continue
        tails: dict[str, list[str]] = defaultdict(list)
        for word in _choices(first, sets):
            letter, tail = ("", word) if word.startswith("*") else (word[:1], word[1:])
            tails[letter].append(_with_stems(tail))
        for letter, ends in tails.items():
            ways[letter].append(f"(?:{'|'.join(ends)}) {following}")
    begun = (f"{re.escape(letter)}(?:{'|'.join(ends)})" for letter, ends in ways.items())
    return re.compile(f"(?<= )(?:{'|'.join(begun) or '(?!)'})")


def _written(phrase: Sequence[str], sets: Mapping[str, str]) -> str:
    steps = []
    for step in phrase:
        if step == "$":
            steps.append(r"(?=\W|\Z)")
        elif step == "..":
            steps.append(rf"(?:\w+ ){{0,{_BETWEEN}}}?")
        elif step.startswith("!"):
            steps.append(f"(?!(?:{_one_of(step[1:], sets)}) )")
        elif step.endswith("?"):
            steps.append(f"(?:(?:{_one_of(step[:-1], sets)}) )?")
        else:
            steps.append(f"(?:{_one_of(step, sets)}) ")
    return "".join(steps)


def _one_of(step: str, sets: Mapping[str, str]) -> str:
    return "|".join(map(_with_stems, _choices(step, sets)))


def _choices(step: str, sets: Mapping[str, str]) -> list[str]:
    """The words that one step of a phrase can match, each once."""
    words: list[str] = []
    for word in step.split("|"):
        words += sets[word[1:-1]].split() if word.startswith("{") else [word]
    return list(dict.fromkeys(words))


def _with_stems(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*")


def written_by_hand(phrase: str) -> str:
    """A phrase from an editor, in the notation that ``pattern`` takes.

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
