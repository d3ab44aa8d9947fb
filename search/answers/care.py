"""Notes on where to get help, for questions and posts about harm."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.digest import Care, CareNote, Digest, told_in
from corpus.post import Post
from search.answers.phrases import pattern, plain, written_by_hand
from search.query.spelt import is_spelt_right
from search.question import Question
from search.results import Understanding

_FILE = Path(__file__).with_name("harm.toml")
# What is taken out of a text leaves a mark, so that no phrase reaches across the gap.
_GAP = " . "
# Fewer letters make no word that is told from others; in so many there may be two slips.
_SHORTEST = 3
_LONG = 7


class _Harm(NamedTuple):
    """A kind of harm: phrases that speak of it, and phrases that only seem to."""

    name: str
    never: re.Pattern[str]
    phrases: re.Pattern[str]

    def named(self, text: str) -> bool:
        """Whether a plain text speaks of it."""
        return bool(self.phrases.search(self.never.sub(_GAP, text)))


def notes_about(care: Care, *texts: str, harms: Collection[str] = ()) -> tuple[CareNote, ...]:
    """The notes on help that belong to some texts, when one of them is about harm.

    A note stands beside its own words and beside all phrases of the kinds of harm that its words
    belong to: one on "suicide" also beside "she wants to die". It stands beside whatever speaks of
    such a kind as a whole: one of the ``harms``. None says the same as another.
    """
    asked = [plain(text) for text in texts]
    fitting: dict[str, CareNote] = {}
    for note in care.every_note:
        if note.text not in fitting and _concerns(note.words, asked, harms):
            fitting[note.text] = note
    return tuple(fitting.values())


def notes_for(
    digest: Digest, question: Question, understood: Understanding
) -> tuple[CareNote, ...]:
    """The notes on help for who asks a question, when it is about harm.

    What was typed counts, what it was corrected to, the names of the topics asked for, and the
    kinds of harm that the question as a whole was judged to speak of.
    """
    names = {topic.slug: topic.name for topic in digest.topics}
    topics = (names.get(value, value) for value in question.topics)
    asked = (question.text, _righted(question.text), understood.corrected or "", *topics)
    return notes_about(digest.care, *asked, harms=understood.harms)


def notes_about_post(care: Care, post: Post) -> tuple[CareNote, ...]:
    """The notes on help beside a post about harm: in its title or a topic, not in passing."""
    return notes_about(care, post.title, *post.topics)


def help_in(language: str, notes: Iterable[CareNote]) -> str:
    """Where to get help (Markdown): the notes after each other, in a language if they are in it."""
    return "\n\n".join(told_in(language, note.text, note.texts)[0] for note in notes)


def _righted(text: str) -> str:
    """A question with misspelt words of harm corrected; empty if there are none.

    Only few words are looked for, so that what an engine would correct otherwise is not missed.
    """
    words = plain(text).split()
    righted = [_slip_of(word) or word for word in words]
    return " ".join(righted) if righted != words else ""


@lru_cache(maxsize=4096)
def _slip_of(word: str) -> str | None:
    """The word of harm that a misspelt word is one slip away from, if any."""
    if len(word) < _SHORTEST or not word.isalpha():
        return None
    most = 1 if len(word) < _LONG else 2
    meant = process.extractOne(word, _slips(), scorer=OSA.distance, score_cutoff=most)
    return meant[0] if meant and not is_spelt_right(word) else None


def _concerns(words: tuple[str, ...], texts: Iterable[str], harms: Collection[str]) -> bool:
    own, kinds = _wanted(words)
    if any(kind.name in harms for kind in kinds):
        return True
    return any(own.search(text) or any(kind.named(text) for kind in kinds) for text in texts)


@lru_cache(maxsize=64)
def _wanted(words: tuple[str, ...]) -> tuple[re.Pattern[str], tuple[_Harm, ...]]:
    """A note's own words, and the kinds of harm that they belong to.

    A word of several kinds belongs to the last, which is the most special: "therapist sexual
    abuse" to a therapist's misconduct, and not to what is done at home.
    """
    named = ([kind for kind in _kinds() if kind.named(plain(word))] for word in words)
    kinds = dict.fromkeys(of_word[-1] for of_word in named if of_word)
    return pattern(map(written_by_hand, words), {}), tuple(kinds)


@cache
def _slips() -> list[str]:
    words: str = tomllib.loads(_FILE.read_text("utf-8"))["slips"]
    return words.split()


@cache
def _kinds() -> tuple[_Harm, ...]:
    data = tomllib.loads(_FILE.read_text("utf-8"))
    sets = data.pop("sets")
    del data["slips"]
    return tuple(
        _Harm(name, pattern(kind["never"], sets), pattern(kind["phrases"], sets))
        for name, kind in data.items()
    )
