"""Proposes fields of a study from its post's text, each with the sentence that states it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.evidence.study import Effect, Study
from corpus.findings.figures import Count, Figure, clinicians_in, figures, people_in, studies_in
from corpus.post import Post
from corpus.text.plain_line import unmarked
from corpus.text.sentences import sentences

_PARAGRAPH = re.compile(r"\n\s*\n")
# What is longer is no sentence, but a table or list: it is read, and quoted, in parts.
_PART = re.compile(r".{1,1000}(?=[,;] |$)|.{1,1000}(?= )|.{1,1000}")
# Sentences about other studies than the post's own.
_OTHERS = re.compile(
    r"\b(?:earlier|previous|another|other|older|later) (?:\w+ )?(?:reviews?|meta-analys[ei]s|study|"
    r"studies|trials?|synthes[ei]s|version|update)\b|\bredid\b|\bhad (?:put|found)\b|"
    r"\banalysis was repeated\b|\bone of (?:19|20)\d\d\b|^Out of\b",
    re.IGNORECASE,
)
# What tells of one figure, though not in which measure: "at 0.37 (0.05 to 0.69)".
_OF_A_FIGURE = re.compile(r"\beffect size|\d\.\d+ \(")
# So far into a post its own studies and people are told: the bottom line and so many sentences.
_OPENING = 10
_BRACKETS = re.compile(r"\([^()]*\)")
_FEWEST_STUDIES = 3
_FEWEST_PEOPLE = 10


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed field or effect, and the sentence that states it."""

    field: str
    value: int | Effect
    sentence: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a post's text says about its study, for a person to confirm.

    ``known`` are proposals that the post's ``study`` has already, ``new`` the others.
    """

    new: tuple[Proposed, ...]
    known: tuple[Proposed, ...]

    @property
    def every(self) -> tuple[Proposed, ...]:
        """Everything found."""
        return self.new + self.known


def propose_study(post: Post) -> Proposal:
    """Propose counts of studies and people, and effects with figures, from a post.

    The bottom line is read first, then the summary; an effect that both tell is one.
    """
    study = post.study or Study()
    effects = {(effect.measure, effect.value) for effect in study.effects}
    new: list[Proposed] = []
    known: list[Proposed] = []
    for one in (*_counts(post), *_effects(post)):
        if isinstance(one.value, Effect):
            there = (one.value.measure, one.value.value) in effects
        else:
            there = getattr(study, one.field) == one.value
        (known if there else new).append(one)
    return Proposal(tuple(new), tuple(known))


def _counts(post: Post) -> Iterator[Proposed]:
    bottom_line, *summary = _text(post)
    opening = [s for paragraph in summary for s in paragraph][:_OPENING]
    # Beside a figure stand the studies that this one rests on.
    whole = [s for s in opening if not figures(s)[0] and not _OF_A_FIGURE.search(s)]
    own = [sentence for sentence in (*bottom_line, *whole) if not _OTHERS.search(sentence)]
    studies = _first("studies", own, studies_in, _FEWEST_STUDIES)
    # Who treats counts where nobody else is counted.
    people = _first("participants", own, people_in, _FEWEST_PEOPLE) or _first(
        "participants", own, clinicians_in, _FEWEST_PEOPLE
    )
    return (one for one in (studies, people) if one)


def _first(
    field: str, own: Iterable[str], counts: Callable[[str], Iterator[Count]], least: int
) -> Proposed | None:
    """The first count outside of brackets in some sentences."""
    for sentence in own:
        for one in counts(_BRACKETS.sub(lambda match: " " * len(match[0]), sentence)):
            if one.count >= least:
                return Proposed(field, one.count, sentence)
    return None


def _effects(post: Post) -> Iterator[Proposed]:
    found = _Effects()
    carried: str | None = None
    for paragraph in _text(post):
        for sentence in paragraph:
            told, carried = figures(sentence, carried)
            if _OTHERS.search(sentence):
                continue
            for at, one in enumerate(told):
                end = told[at + 1].start if at + 1 < len(told) else len(sentence)
                found.add(_effect(one, sentence[one.end : end]), sentence)
    return (Proposed("effects", effect, sentence) for effect, sentence in found.told)


class _Effects:
    """Effects with their sentences; of those with one figure and interval there is one."""

    def __init__(self) -> None:
        self.told: list[tuple[Effect, str]] = []
        # Where the first effect with a figure stands, and that with its interval.
        self._first: dict[tuple[str | None, float | None], int] = {}
        self._with_low: dict[tuple[str | None, float | None, float | None], int] = {}

    def add(self, effect: Effect, sentence: str) -> None:
        """Add an effect, or complete the one that it repeats."""
        figure = (effect.measure, effect.value)
        at = self._first.setdefault(figure, len(self.told))
        if at < len(self.told) and None not in (effect.low, self.told[at][0].low):
            at = self._with_low.get((*figure, effect.low), len(self.told))
        if at == len(self.told):
            self.told.append((effect, sentence))
        else:
            known, said = self.told[at]
            names = ("low", "high", "p", "studies", "participants")
            more = {
                n: getattr(effect, n)
                for n in names
                if getattr(known, n) is None and getattr(effect, n) is not None
            }
            self.told[at] = replace(known, **more), sentence if more else said
        self._with_low.setdefault((*figure, self.told[at][0].low), at)


def _effect(one: Figure, behind: str) -> Effect:
    """An effect with the counts that follow its figure before the next full stop."""
    near = re.split(r"[;:)](?=\s|$)|, (?:and|but|while|which)\b", f"{behind} ")
    beside = " ".join(near[:2])[:60]
    studies = next((c.count for c in studies_in(beside)), None)
    people = next((c.count for c in people_in(beside)), None)
    return Effect(
        measure=one.measure,
        value=one.value,
        low=one.low,
        high=one.high,
        p=one.p,
        studies=studies,
        participants=people,
    )


def _text(post: Post) -> Iterator[list[str]]:
    """The sentences of a post by paragraph: the bottom line, then the summary."""
    for paragraph in (post.bottom_line or "", *_PARAGRAPH.split(post.summary)):
        plain = " ".join(unmarked(paragraph).split())
        yield [
            part.lstrip(",; ")
            for start, end in sentences(plain)
            for part in _PART.findall(plain[start:end].strip())
        ]
