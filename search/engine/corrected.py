"""Questions that find nothing as typed, asked again with spelling corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from corpus.message import Message
from search.answers.harm_phrases import kinds_said
from search.answers.harms import judge
from search.query.spelling import Spelling
from search.question import Question
from search.ranking.answered import Found
from search.results import Standing, Understanding


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was found for a question.

    ``meant`` is a corrected question to offer, ``corrected`` one that was asked instead.
    """

    found: Found
    meant: str | None = None
    corrected: str | None = None

    def understanding(self, question: Question, notes: tuple[str, ...]) -> Understanding:
        """How the question was understood, as typed; ``notes`` on its filters come first."""
        asked = self.found.asked
        said = partial(kinds_said, question.text, self.corrected or "")
        return replace(
            asked.understanding,
            meant=self.meant,
            corrected=self.corrected,
            harms=judge().harms(question.text, asked.vectors, said),
            notes=(*notes, *_notes(question, self.found)),
        )


def corrected(
    question: Question,
    find: Callable[[Question], Found],
    spelling: Callable[[], Spelling],
    beside: Standing | None = None,
) -> Corrected:
    """What ``find`` finds for a question, or for the same question corrected.

    A question is corrected unasked only when corrected it has an answer, and the correction is sure
    or, if as typed it has an answer too, clear. Without unknown words the ``spelling`` is not asked
    for. Of several digests (``beside``) none must answer as typed.
    """
    found = find(question)
    elsewhere = beside is not None and beside.typed
    unknown = found.asked.understanding.unknown
    # Only the free text is corrected: operators may stand between its words.
    changed = spelling().corrected((question.free, question.text), unknown) if unknown else None
    if changed is None:
        return Corrected(found)
    meant, text = changed.texts
    if not elsewhere and (changed.clear if found.answered else changed.sure):
        again = find(replace(question, free=meant))
        if again.answered:
            return Corrected(again, corrected=text)
    return Corrected(found, meant=text)


def _notes(question: Question, found: Found) -> tuple[str, ...]:
    notes: list[str] = []
    if question.cut:
        notes.append(Message("Your question was long; only its beginning counted."))
    known = found.asked.clauses or found.asked.translated
    if question.free and not found.answered and not known:
        notes.append(
            Message("No post in this digest has any of your words.")
            if found.asked.understanding.unknown
            else Message("Your question has only common words; name what it is about.")
            if any(map(str.isalnum, question.free))
            else Message("Your question has no words; say in words what it is about.")
        )
    return tuple(notes)
