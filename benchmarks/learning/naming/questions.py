"""Draws questions from the shapes in this folder, and reads questions of other collections."""

from __future__ import annotations

import hashlib
import json
import random
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from corpus.folder.read import DEMO, read_corpus
from search.answers.name_signs import lists
from search.evaluation.judgments import read_questions

_FOLDER = Path(__file__).parent
_RELEVANCE = Path(__file__).parents[3] / "tests" / "relevance"
_COLLECTIONS = ("nfcorpus", "scifact", "cranfield", "med", "counselchat")
# How often each shape is filled.
_TIMES = 8

_SLOT = re.compile(r"{(\w+)}")
_WORD = re.compile(r"[A-Za-z]+(?:[-'’][A-Za-z]+)*")
_PARTICLES = frozenset(["van", "de", "del", "von", "al", "el", "da", "bin", "la"])
# The slots of a shape that hold a person's name, and those that lists of names may know.
_OF_PEOPLE = frozenset(("given", "name", "family", "initial"))
_LISTED = _OF_PEOPLE | frozenset(
    ["author", "scholar", "place", "brand", "drug", "folk", "org", "other"]
)


class Example(NamedTuple):
    """A question, and whether it names somebody.

    ``names`` are the words that do, ``None`` if the question was only judged as a whole. Words in
    ``unlisted`` are treated as if no list had them. All examples drawn from one shape have the same
    ``group``.
    """

    text: str
    naming: bool
    group: str
    names: frozenset[str] | None = frozenset()
    unlisted: frozenset[str] = frozenset()


class _Draw:
    """Fills shapes with words drawn at random, the same in every run."""

    def __init__(self) -> None:
        self.random = random.Random(0)  # noqa: S311
        self.fillings: dict[str, list[str]] = {
            name: [filling.strip() for filling in text.replace("\n", " ").split(";")]
            for name, text in _told("words.toml").items()
        }
        kinds = lists().kinds
        self.given = {
            kind: [word for word, known in kinds.items() if known == kind] for kind in "gbh"
        }

    def example(self, shape: str, naming: bool) -> Example:
        """A question of a shape, typed in one of several ways."""
        drawn: list[tuple[str, str]] = []

        def fill(slot: re.Match[str]) -> str:
            drawn.append((slot[1], self._filling(slot[1])))
            return drawn[-1][1]

        text = _SLOT.sub(fill, shape)
        names = frozenset[str]()
        if naming:
            found = _words(filling for slot, filling in drawn if slot in _OF_PEOPLE) - _PARTICLES
            names = found | {f"{name}s" for name in found}
        listed = _words(filling for slot, filling in drawn if slot in _LISTED)
        text, unlisted = self._typed(text, names, listed)
        return Example(text, naming, shape, names, unlisted)

    def _filling(self, slot: str) -> str:
        if slot == "given":
            return self._given()
        if slot == "name":
            return self._name()
        return self.random.choice(self.fillings["family" if slot == "other" else slot])

    def _given(self) -> str:
        kind = self.random.choices(("g", "b", "h", "rare"), (66, 18, 4, 12))[0]
        if kind == "rare":
            return self.random.choice(self.fillings["rare"])
        return self.random.choice(self.given[kind]).capitalize()

    def _name(self) -> str:
        given, other = self._given(), self._given()
        family = self.random.choice(self.fillings["family"])
        another = self.random.choice(self.fillings["family"])
        initial = self.random.choice(self.fillings["initial"])
        particle = self.random.choice(sorted(_PARTICLES))
        forms = {
            given: 50,
            f"{given} {family}": 30,
            f"{given} {initial}.": 6,
            f"{given} {other} {family}": 4,
            f"{given}-{other} {family}": 3,
            f"{given} {particle} {family}": 3,
            f"{given} {family}-{another}": 2,
            f"{family} {given}": 2,
        }
        return self.random.choices(list(forms), list(forms.values()))[0]

    def _typed(
        self, text: str, names: frozenset[str], listed: frozenset[str]
    ) -> tuple[str, frozenset[str]]:
        """The text as somebody might type it, and the words of ``listed`` to treat as in no list.

        Text is added around it, its capitals are changed, and slips are made.
        """
        chance = self.random.random
        if chance() < 0.12:
            text = f"{self.random.choice(self.fillings['before'])} {text}"
        if chance() < 0.2:
            text += self.random.choice((" ", ", ", ". "))
            text += self.random.choice(self.fillings["after"])
        unlisted = listed if chance() < 0.3 else frozenset()
        letters = chance()
        if letters < 0.2:
            text = text.lower()
            if names and chance() < 0.7:
                # Such a name would look like any other word.
                unlisted = frozenset()
        elif letters < 0.23:
            text = text.upper()
        elif letters < 0.25:
            text = " ".join(word[:1].upper() + word[1:] for word in text.split(" "))
        elif letters < 0.5:
            text = text[:1].upper() + text[1:]
        while chance() < 0.35:
            text = self._slip(text, names)
        if chance() < 0.15:
            text = text.replace("'", "")
        if chance() < 0.1:
            text = text.replace(",", "")
        if chance() < 0.12:
            text += self.random.choice("??.!")
        return text, unlisted

    def _slip(self, text: str, names: frozenset[str]) -> str:
        """The text with a typing error in one word that is not a name."""
        words = text.split(" ")
        places = [
            at
            for at, word in enumerate(words)
            if re.fullmatch("[a-z]{5,}", word) and word not in names
        ]
        if not places:
            return text
        at = self.random.choice(places)
        word = words[at]
        cut = self.random.randrange(1, len(word) - 1)
        before, letter, next_one, after = word[:cut], word[cut], word[cut + 1], word[cut + 2 :]
        words[at] = self.random.choice(
            (
                before + next_one + after,
                before + next_one + letter + after,
                before + 2 * letter + next_one + after,
                before + self.random.choice("aeiou") + next_one + after,
            )
        )
        return " ".join(words)


def drawn() -> Iterator[Example]:
    """Questions of all shapes, those that name somebody first."""
    draw = _Draw()
    for shapes in _told("naming.toml").values():
        for shape in shapes:
            yield from (draw.example(shape, True) for _ in range(_TIMES))
    ordinary = _told("ordinary.toml")
    for shape in ordinary["shapes"]:
        yield from (draw.example(shape, False) for _ in range(_TIMES))
    ways: tuple[Callable[[str], str], ...] = (str.lower, str.upper, str.capitalize)
    for text in ordinary["plain"]:
        yield Example(text, False, text)
        if draw.random.random() < 0.5:
            yield Example(draw.random.choice(ways)(text), False, text)


def singly() -> Iterator[Example]:
    """Questions written one by one, each as a whole judged to name somebody or not."""
    told = _told("singly.toml")
    yield from (Example(text, True, text, names=None) for text in told["somebody"])
    yield from (Example(text, False, text) for text in told["nobody"])


def judged() -> dict[str, list[Example]]:
    """The sets of questions in the tests, each judged as a whole: does it name somebody or not."""
    sets: dict[str, Any] = {"names": tomllib.loads(_file("names.toml"))}
    sets |= tomllib.loads(_file("names_hurried.toml"))
    return {
        name: [
            *(Example(text, True, text, names=None) for text in one["naming"]),
            *(Example(text, False, text) for text in one.get("ordinary", ())),
        ]
        for name, one in sets.items()
    }


def elsewhere(data: Path) -> Iterator[Example]:
    """Questions and texts that name nobody.

    They come from the public collections, the demo digest with its judged questions, and those
    questions of the tests that are not held out. The set of the blind writer is held out whole.
    """
    for collection in _COLLECTIONS:
        with (data / collection / "queries.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line)["text"]
                yield Example(text, False, text)
    for question in read_questions(DEMO / "relevance", "dev"):
        yield Example(question.text, False, question.text)
    for file in sorted(_RELEVANCE.glob("*.toml")):
        if not file.name.startswith(("names", "blind")):
            for text in _texts(tomllib.loads(file.read_text("utf-8"))):
                if not is_held_out(text):
                    yield Example(text, False, text)
    for post in read_corpus(DEMO).digest.posts:
        for text in (post.title, post.citation or ""):
            yield Example(text, False, text)


def is_held_out(text: str) -> bool:
    """Whether a question of the tests is in the half that is not trained on, by its hash."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2 == 1


def _texts(told: Any) -> Iterator[str]:
    """All questions of a file of the tests, at any depth."""
    if isinstance(told, str) and " " in told:
        yield told
    elif isinstance(told, list):
        for one in told:
            yield from _texts(one)
    elif isinstance(told, dict) and "text" in told:
        yield told["text"]
    elif isinstance(told, dict):
        for one in told.values():
            yield from _texts(one)


def _words(fillings: Iterator[str]) -> frozenset[str]:
    found = (word for filling in fillings for word in _WORD.findall(filling))
    return frozenset(re.sub("['’]", "", word).lower() for word in found)


def _file(name: str) -> str:
    return (_RELEVANCE / name).read_text("utf-8")


def _told(name: str) -> Mapping[str, Any]:
    return tomllib.loads((_FOLDER / name).read_text("utf-8"))
