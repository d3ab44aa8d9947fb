"""Measures the ranking with judged questions and relations, against BM25 or another run."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from search.engine.seam import Snapshot
from search.errors import JudgmentsMissing
from search.evaluation.judgments import JudgedQuestion, JudgedRelation
from search.evaluation.measures import effect_size, ndcg, p_value, recall, reciprocal_rank, success
from search.evaluation.runs import Run
from search.question import Question

DEPTH = 100
BLIND = "written blind"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The measures of one question's ranking."""

    id: str
    kind: str
    ndcg: float
    reciprocal_rank: float
    recall: float
    success: float
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The mean measures of the questions of one kind, and the baseline's nDCG@10.

    ``effect`` is the size of that difference against its spread over the questions, None where
    there is no spread; ``p`` is how likely chance alone makes it.
    """

    kind: str
    questions: int
    ndcg: float
    reciprocal_rank: float
    recall: float
    success: float
    bar: float
    effect: float | None
    p: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A row for each kind of question and one for all; outcomes and rankings by question.

    ``silent`` is the share of questions without an answer that were told so, ``spoken`` the share
    of answerable ones that were not; both None where no question lacks an answer. ``blind_silent``
    and ``blind_spoken`` are those of the questions that were written before their posts were read,
    None where none or all were.
    """

    rows: tuple[Row, ...]
    outcomes: tuple[Outcome, ...]
    bar: tuple[Outcome, ...]
    run: Run
    seconds: float
    silent: float | None = None
    spoken: float | None = None
    blind_silent: float | None = None
    blind_spoken: float | None = None


def evaluate(
    snapshot: Snapshot,
    questions: Sequence[JudgedQuestion],
    tell: Callable[[int, int], None] = lambda done, total: None,
    against: Run | None = None,
) -> Evaluation:
    """Rank the posts for every answerable question; the others test whether no answer is given.

    The bar is BM25 alone, or the run ``against``. Raises ``JudgmentsMissing`` when that has none
    of the questions.
    """
    answerable = [q for q in questions if any(g > 0 for g in q.grades.values())]
    run: Run = {}
    started = time.perf_counter()
    for done, question in enumerate(answerable, 1):
        run[question.id] = snapshot.order(Question.parse(question.text), DEPTH)
        tell(done, len(answerable))
    seconds = time.perf_counter() - started
    if against is None:
        bar = {q.id: snapshot.order_plainly(Question.parse(q.text), DEPTH) for q in answerable}
    else:
        bar = _shared(against, run)
    outcomes = [_outcome(q, run[q.id]) for q in answerable]
    bars = [_outcome(q, bar.get(q.id, [])) for q in answerable]
    told = _told(snapshot, questions)
    silent, spoken = _silence(told, questions)
    blind = [q for q in questions if q.blind]
    apart = blind if len(blind) < len(questions) else []
    blind_silent, blind_spoken = _silence(told, apart)
    return Evaluation(
        rows=_rows(outcomes, bars),
        outcomes=tuple(outcomes),
        bar=tuple(bars),
        run=run,
        seconds=seconds,
        silent=silent,
        spoken=spoken,
        blind_silent=blind_silent,
        blind_spoken=blind_spoken,
    )


def _shared(against: Run, run: Run) -> Run:
    """The baseline run, checked: it must rank some of the judged questions."""
    if run and against.keys().isdisjoint(run):
        raise JudgmentsMissing(
            f"the run has no question of these judgments, such as {next(iter(run))!r}"
        )
    return against


def _told(snapshot: Snapshot, questions: Sequence[JudgedQuestion]) -> set[str]:
    """The ids of the questions for which no answer is given, if the set has unanswerable ones."""
    if all(q.grades for q in questions):
        return set()
    return {q.id for q in questions if not snapshot.answers(Question.parse(q.text))}


def _silence(
    told: Collection[str], questions: Sequence[JudgedQuestion]
) -> tuple[float | None, float | None]:
    """The shares of unanswerable and of answerable questions for which no answer is given."""
    without = [q for q in questions if not q.grades]
    if not without:
        return None, None
    silent = sum(q.id in told for q in without)
    wrongly = sum(q.id in told for q in questions if q.grades)
    answerable = len(questions) - len(without)
    return silent / len(without), (answerable - wrongly) / max(answerable, 1)


def relate(
    snapshot: Snapshot, relations: Sequence[JudgedRelation], against: Run | None = None
) -> Evaluation:
    """Rank the most similar posts for every judged post, within its topics and across topics.

    Where posts are judged by facets, each has a row. The bar is the plain TF-IDF cosine, or the run
    ``against``. Raises ``JudgmentsMissing`` for a post that the digest lacks, and when the run has
    none of the judged.
    """
    lacking = sorted({r.post for r in relations}.difference(snapshot.ids))
    if lacking:
        raise JudgmentsMissing(f"the digest has no post {lacking[0]!r}, which the judgments name")
    run: Run = {}
    plain: Run = {}
    judged: list[JudgedQuestion] = []
    started = time.perf_counter()
    for relation in relations:
        lists = {"closest": {**relation.same, **relation.across}, "across": relation.across}
        for part, grades in lists.items():
            if not any(grade > 0 for grade in grades.values()):
                continue
            name = relation.name if part == "closest" else f"across:{relation.name}"
            kind = relation.facet or part
            judged.append(JudgedQuestion(name, "", kind, grades))
            across = part == "across"
            run[name] = snapshot.alike(relation.post, DEPTH, across=across)
            if against is None:
                plain[name] = snapshot.alike(relation.post, DEPTH, across=across, plain=True)
    seconds = time.perf_counter() - started
    bar = plain if against is None else _shared(against, run)
    outcomes = [_outcome(question, run[question.id]) for question in judged]
    bars = [_outcome(question, bar.get(question.id, [])) for question in judged]
    if any(relation.facet for relation in relations):
        return Evaluation(_rows(outcomes, bars), tuple(outcomes), tuple(bars), run, seconds)
    kinds = dict.fromkeys(o.kind for o in outcomes)
    rows = tuple(_row(k, _of(outcomes, k), _of(bars, k)) for k in kinds)
    return Evaluation(rows, tuple(outcomes), tuple(bars), run, seconds)


def _outcome(question: JudgedQuestion, ranked: Sequence[tuple[str, float]]) -> Outcome:
    ids = [post for post, _ in ranked]
    grades = question.grades
    # Where grades are of two values, a post with any of them is a success.
    least = min(2, max(grades.values()))
    return Outcome(
        id=question.id,
        kind=question.kind,
        ndcg=ndcg(ids, grades),
        reciprocal_rank=reciprocal_rank(ids, grades),
        recall=recall(ids, grades),
        success=success(ids, grades, least=least),
        blind=question.blind,
    )


def _rows(outcomes: Sequence[Outcome], bars: Sequence[Outcome]) -> tuple[Row, ...]:
    """A row for each kind if there are several, one for blind questions, and one for all."""
    kinds = list(dict.fromkeys(o.kind for o in outcomes))
    rows = [_row(k, _of(outcomes, k), _of(bars, k)) for k in kinds] if len(kinds) > 1 else []
    blind = [o for o in outcomes if o.blind]
    if 0 < len(blind) < len(outcomes):
        rows.append(_row(BLIND, blind, [o for o in bars if o.blind]))
    return (*rows, _row("all", outcomes, bars))


def _of(outcomes: Iterable[Outcome], kind: str) -> list[Outcome]:
    return [o for o in outcomes if o.kind == kind]


def _row(kind: str, outcomes: Sequence[Outcome], bar: Sequence[Outcome]) -> Row:
    count = max(len(outcomes), 1)
    return Row(
        kind=kind,
        questions=len(outcomes),
        ndcg=sum(o.ndcg for o in outcomes) / count,
        reciprocal_rank=sum(o.reciprocal_rank for o in outcomes) / count,
        recall=sum(o.recall for o in outcomes) / count,
        success=sum(o.success for o in outcomes) / count,
        bar=sum(o.ndcg for o in bar) / count,
        effect=effect_size([o.ndcg for o in outcomes], [o.ndcg for o in bar]),
        p=p_value([o.ndcg for o in outcomes], [o.ndcg for o in bar]),
    )
