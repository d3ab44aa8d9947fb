"""Questions that a digest can and cannot answer, and the share of each that it answers."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from corpus.post import Post
from search.answers.best import answers
from search.engine.seam import Snapshot
from search.question import Question

FOLDER = Path(__file__).parent


class Asked(NamedTuple):
    """A question of a kind; a hash of it decides whether it is in the held-out half."""

    text: str
    kind: str
    held_out: bool


class Outcome(NamedTuple):
    """Whether a question was answered, and whether with an answer box."""

    asked: Asked
    answered: bool
    boxed: bool


@dataclass(frozen=True)
class Figures:
    """How many questions were ``asked``, ``answered``, and answered with an answer box."""

    asked: int
    answered: int
    boxes: int

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Figures:
        """The figures of these questions."""
        every = list(outcomes)
        answered = sum(one.answered for one in every)
        return cls(len(every), answered, sum(one.boxed for one in every))

    @property
    def boxed(self) -> float:
        """The share of questions with an answer box."""
        return self.boxes / self.asked

    @property
    def share(self) -> float:
        """The share of questions that are answered."""
        return self.answered / self.asked


def ask(snapshot: Snapshot, asked: Iterable[Asked]) -> list[Outcome]:
    """Ask each question of a digest."""
    found = [(one, snapshot.search(Question.parse(one.text))) for one in asked]
    return [Outcome(one, results.answered, bool(answers(results))) for one, results in found]


def unanswerable(posts: Iterable[Post]) -> Iterator[Asked]:
    """The questions of ``unanswerable.toml`` whose subject no post has."""
    data = _read("unanswerable.toml")
    says = _says(posts)
    for kind, terms in data["terms"].items():
        for term in terms:
            if any(map(says, (term, *data["also"].get(term, ())))):
                continue
            for how in ("pure", "mixed"):
                yield _made(term, how, kind, data[how][kind])
    for question in data["question"]:
        if not any(map(says, question["absent"])):
            yield Asked(question["text"], "hand", _held_out(question["text"]))


def answerable(posts: Sequence[Post]) -> Iterator[Asked]:
    """The questions of ``answerable.toml`` that a post answers, and the title of each post."""
    each = [_says([post]) for post in posts]
    for question in _read("answerable.toml")["question"]:
        if any(all(map(says, question["needs"])) for says in each):
            yield Asked(question["text"], "hand", _held_out(question["text"]))
    for post in posts:
        yield Asked(post.title, "title", _held_out(post.title))


def fresh(posts: Sequence[Post]) -> tuple[list[Asked], list[Asked]]:
    """The questions of ``fresh.toml``, unanswerable and answerable; all are held out."""
    data = _read("fresh.toml")
    says, each = _says(posts), [_says([post]) for post in posts]
    cannot = [q["text"] for q in data["unanswerable"] if not any(map(says, q["absent"]))]
    can = [q["text"] for q in data["answerable"] if any(all(map(s, q["needs"])) for s in each)]
    return [Asked(q, "fresh", True) for q in cannot], [Asked(q, "fresh", True) for q in can]


def of_clinicians(posts: Sequence[Post]) -> tuple[list[Asked], list[Asked]]:
    """The questions of ``clinicians.toml``, unanswerable and answerable; all are held out."""
    data = _read("clinicians.toml")
    says, ids = _says(posts), {post.id for post in posts}
    without = [*data["unanswerable"], *data["unseen_unanswerable"]]
    cannot = [q["text"] for q in without if not any(map(says, q["absent"]))]
    can = [q["text"] for q in data["answerable"] if q["post"] in ids]
    can += data["unseen_answerable"]
    return [Asked(q, "clinician", True) for q in cannot], [Asked(q, "clinician", True) for q in can]


def everyday(posts: Sequence[Post]) -> list[Asked]:
    """The questions of ``everyday.toml`` on posts that exist."""
    ids = {post.id for post in posts}
    asked = _read("everyday.toml")["answerable"]
    return [Asked(q["text"], "everyday", True) for q in asked if q["post"] in ids]


def hurried(posts: Sequence[Post]) -> tuple[list[Asked], list[Asked]]:
    """The questions of ``hurried.toml``, unanswerable and answerable; half are held out."""
    data = _read("hurried.toml")
    says, ids = _says(posts), {post.id for post in posts}
    cannot, can = [], []
    for half in ("first", "second"):
        held_out = half == "second"
        cannot += [
            Asked(q["text"], q["kind"], held_out)
            for q in data[half]["unanswerable"]
            if not any(map(says, q["absent"]))
        ]
        can += [
            Asked(q["text"], half, held_out) for q in data[half]["answerable"] if q["post"] in ids
        ]
    return cannot, can


def hurried_of_physiotherapy() -> tuple[list[Asked], list[Asked]]:
    """The questions of the same kind on physiotherapy."""
    data = _read("hurried.toml")
    cannot, can = (
        [
            Asked(text, half, half.startswith("second"))
            for half in ("first_of_physiotherapy", "second_of_physiotherapy")
            for text in data[half][name]
        ]
        for name in ("unanswerable", "answerable")
    )
    return cannot, can


def judged(questions: Iterable[dict[str, Any]]) -> Iterator[Asked]:
    """The judged questions of a digest that a post answers."""
    for question in questions:
        if max(question["grades"].values(), default=0) >= 3:
            yield Asked(question["text"], "judged", question["split"] == "test")


def of_physiotherapy(data: dict[str, Any]) -> tuple[list[Asked], list[Asked]]:
    """The questions that the made-up physiotherapy digest cannot and can answer."""
    patterns = data["unanswerable"]
    cannot = [
        _made(term, how, "", patterns[how])
        for term in patterns["terms"]
        for how in ("pure", "mixed")
    ]
    can = [Asked(text, "hand", _held_out(text)) for text in data["answerable"]["question"]]
    return cannot, can


def _made(term: str, how: str, kind: str, patterns: Sequence[str]) -> Asked:
    """The question of a term, in a pattern chosen by the hash of the term."""
    pattern = patterns[_digest(how + term)[1] % len(patterns)]
    return Asked(pattern.format(term), f"{how} {kind}".strip(), _held_out(term))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text("utf-8"))


def _says(posts: Iterable[Post]) -> Callable[[str], bool]:
    """A test of whether one of the posts has these words, or longer ones that begin so."""
    text = "\n".join(f"{p.title}\n{p.summary}\n{p.implications}".lower() for p in posts)

    def says(words: str) -> bool:
        # Asked first without a pattern, which takes many times as long where the words are absent.
        said = words.lower()
        return said in text and re.search(rf"(?<!\w){re.escape(said)}", text) is not None

    return says


def _held_out(text: str) -> bool:
    return _digest(text)[0] % 2 == 1


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
