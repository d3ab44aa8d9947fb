"""Reads and checks a post's evidence: its study with effects, and notices on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from corpus.citations.identifiers import doi_of
from corpus.evidence.doubts import Doubt, doubts_of_effect, doubts_of_study
from corpus.evidence.measures import measure_of, measures
from corpus.evidence.notice import NOTICES, Notice
from corpus.evidence.study import COMPARISONS, QUESTIONS, READINGS, SIDES, Effect, Study
from corpus.folder.fields import FieldReader
from corpus.json_values import names_of
from corpus.text.folding import nearest

_AN_EFFECT = "{intervention: ..., comparator: ..., outcome: ..., measure: g, value: 0.25}"
_A_NOTICE = "{kind: erratum, date: 2020-05-06, doi: 10.1000/xyz}"


def read_study(post: FieldReader, posted: str | None) -> Study | None:
    """The study of a post of the month ``posted``; ``None`` if the post has no fields of it."""
    group = post.fields("study")
    if not group.values:
        return None
    values = FieldReader(group, post.problems, "a study")
    values.check_names(names_of(Study))
    study = Study(
        year=values.count("year"),
        question=values.word("question", QUESTIONS),
        compared=values.word("compared", COMPARISONS),
        population=values.string("population") or None,
        setting=values.string("setting") or None,
        studies=values.count("studies"),
        participants=values.count("participants"),
        data=values.string("data") or None,
        funding=values.string("funding") or None,
        read=values.word("read", READINGS),
        effects=tuple(map(_effect, values.groups("effects", "an effect", _AN_EFFECT))),
    )
    _tell(doubts_of_study(study, posted), values)
    # A group without values is not a study, and is not written back as one.
    return study if study != Study() else None


def _effect(values: FieldReader) -> Effect:
    known = values.check_names(names_of(Effect))
    effect = Effect(
        intervention=values.string("intervention") or None,
        comparator=values.string("comparator") or None,
        outcome=values.string("outcome") or None,
        timepoint=values.string("timepoint") or None,
        measure=_measure(values),
        value=values.number("value"),
        low=values.number("low"),
        high=values.number("high"),
        p=values.string("p") or None,
        studies=values.count("studies"),
        participants=values.count("participants"),
        favours=values.word("favours", SIDES),
    )
    _tell(doubts_of_effect(effect), values)
    if known and not any(values.is_wrong(name) for name in names_of(Effect)):
        _complete(effect, values)
    return effect


def _measure(values: FieldReader) -> str | None:
    written = values.string("measure")
    if not written:
        return None
    if measure_of(written) is None:
        # A misspelt name of one or two letters could mean anything.
        names = (name for m in measures().values() for name in (m.name, *m.aliases))
        other = f'write "other ({written})"'
        others = f"{other}, or one of: {', '.join(measures())}"
        guess = nearest(written, (name for name in names if len(name) > 2))
        values.problems.warning(
            values.line("measure"),
            f'"{written}" is not a known measure',
            f'did you mean "{guess}"? If not, {other}' if guess else others,
        )
    return written


def _complete(effect: Effect, values: FieldReader) -> None:
    """Report what an effect lacks."""
    line = values.line("effect")
    if effect.outcome is None:
        values.problems.warning(
            line, "the effect does not say what was measured", "add outcome: ..."
        )
    figures = (effect.value, effect.low, effect.high, effect.p, effect.favours)
    if all(part is None for part in figures):
        values.problems.warning(
            line,
            "the effect has no figure and does not say whom it favours",
            "add its value or favours: ...; or delete it, and tell it in the summary",
        )
    if effect.measure is None and effect.value is not None:
        values.problems.warning(
            line,
            "the effect has a value without a measure",
            f"add one of measure: {', '.join(measures())}",
        )


def _tell(doubts: Iterable[Doubt], values: FieldReader) -> None:
    for doubt in doubts:
        note = values.problems.error if doubt.certain else values.problems.warning
        note(values.line(doubt.field), doubt.what, doubt.cure)


def read_notices(post: FieldReader, today: date | None = None) -> tuple[Notice, ...]:
    """The notices on a post's study, without repetitions; those without a kind are errors.

    Those later than ``today`` are reported.
    """
    found: dict[Notice, None] = {}
    for values in post.groups("notices", "a notice", _A_NOTICE):
        values.check_names(names_of(Notice))
        kind = values.word("kind", NOTICES)
        notice = Notice(kind or "", values.date("date", until=today), read_doi(values))
        if kind is None and not values.is_wrong("kind"):
            cure = f"add one of kind: {', '.join(NOTICES)}"
            values.problems.error(values.line("kind"), "the notice has no kind", cure)
        elif notice in found:
            values.problems.warning(
                values.line("kind"), "the notice is there twice", "delete one of them"
            )
        elif kind:
            found[notice] = None
    return tuple(found)


def read_doi(values: FieldReader) -> str | None:
    """The DOI of a post or notice, without address or prefix."""
    written = values.string("doi")
    if not written:
        return None
    doi, line = doi_of(written), values.line("doi")
    if doi is None:
        values.problems.error(
            line, f'"{written}" is not a DOI', "write it as 10.1037/abc0000123, or delete the line"
        )
    elif doi != written:
        values.problems.warning(line, "the DOI has more than it needs", f"write doi: {doi}")
    return doi
