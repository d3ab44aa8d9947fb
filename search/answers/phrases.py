"""Phrases with stems and gaps, looked for in a text; ``harm.toml`` tells how they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from search.question import clean

# So many words may stand where a phrase has "..".
_BETWEEN = 3
_JOINTS = re.compile(r"[-‐‑–'’]")
_WORDS = re.compile(r"[^\W_]+")
_WORDS_AND_ENDS = re.compile(r"[^\W_]+|[.;:?!…()]")


def plain(text: str) -> str:
    """A text as phrases are compared with it: words in lower case, a space on either side of each.

    Accents are left out; hyphens and apostrophes part words. A full stop, or what else ends a
    sentence, stands as a word that no phrase has.
    """
    folded = unicodedata.normalize("NFKD", clean(text).casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c)).replace("œ", "oe")
    return f" {' '.join(_WORDS_AND_ENDS.findall(bare))} "


def pattern(phrases: Iterable[str], sets: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern that finds any of the phrases in a plain text.

    Raises ``KeyError`` for a set that is not among ``sets``.
    """
    return re.compile(f"(?<= )(?:{'|'.join(_written(phrase, sets) for phrase in phrases)})")


def _written(phrase: str, sets: Mapping[str, str]) -> str:
    steps = []
    for step in phrase.split():
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
    words: list[str] = []
    for word in step.split("|"):
        words += sets[word[1:-1]].split() if word.startswith("{") else [word]
    return "|".join(dict.fromkeys(re.escape(w).replace(r"\*", r"\w*") for w in words))


def written_by_hand(phrase: str) -> str:
    """A phrase as an editor writes it, in the form that ``pattern`` takes.

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
