"""Notes on where to get help, for questions and posts about harm."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from corpus.digest import Care, CareNote, Digest, told_in
from corpus.post import Post
from search.answers.harm_phrases import Harm, kinds, kinds_said
from search.answers.phrases import Phrases, plain, written_by_hand
from search.question import Question
from search.results import Understanding


def notes_about(
    care: Care, *texts: str, harms: Collection[str] | None = None
) -> tuple[CareNote, ...]:
    """The notes on help that belong to some texts, when one of them is about harm.

    A note stands beside its own words and beside whatever speaks of the kinds of harm that its
    words belong to: one on "suicide" also beside "she wants to die". The texts speak of the kinds
    that were judged (``harms``), or else of those that phrases in them speak of. No note says the
    same as another.
    """
    told = kinds_said(*texts) if harms is None else harms
    asked = [plain(text) for text in texts]
    fitting: dict[str, CareNote] = {}
    for note in care.every_note:
        if note.text not in fitting and _concerns(note.words, asked, told):
            fitting[note.text] = note
    return tuple(fitting.values())


def notes_for(
    digest: Digest, question: Question, understood: Understanding
) -> tuple[CareNote, ...]:
    """The notes on help for who asks a question, when it is about harm.

    What was typed counts, what it was corrected to, the kinds of harm that the question as a whole
    was judged to speak of, and the names of the topics asked for.
    """
    names = {topic.slug: topic.name for topic in digest.topics}
    topics = [names.get(value, value) for value in question.topics]
    asked = (question.text, understood.corrected or "")
    found = (
        *notes_about(digest.care, *asked, harms=understood.harms),
        *notes_about(digest.care, *topics),
    )
    return tuple({note.text: note for note in found}.values())


def notes_about_post(care: Care, post: Post) -> tuple[CareNote, ...]:
    """The notes on help beside a post about harm: in its title or a topic, not in passing."""
    return notes_about(care, post.title, *post.topics)


def help_in(language: str, notes: Iterable[CareNote]) -> str:
    """Where to get help (Markdown): the notes after each other, in a language if they are in it."""
    return "\n\n".join(told_in(language, note.text, note.texts)[0] for note in notes)


def _concerns(words: tuple[str, ...], texts: Iterable[str], harms: Collection[str]) -> bool:
    own, wanted = _wanted(words)
    return any(kind.name in harms for kind in wanted) or any(map(own.found_in, texts))


@lru_cache(maxsize=64)
def _wanted(words: tuple[str, ...]) -> tuple[Phrases, tuple[Harm, ...]]:
    """A note's own words, and the kinds of harm that they belong to.

    A word of several kinds belongs to the last, which is the most special: "therapist sexual
    abuse" to a therapist's misconduct, and not to what is done at home.
    """
    named = ([kind for kind in kinds() if kind.named(plain(word))] for word in words)
    wanted = dict.fromkeys(of_word[-1] for of_word in named if of_word)
    return Phrases(map(written_by_hand, words), {}), tuple(wanted)
