"""The ranking held against judged questions and related posts, beside plain BM25."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.engine.seam import Snapshot
from search.evaluation.judgments import JudgedQuestion, JudgedRelation
from search.evaluation.measures import ndcg, p_value, recall, reciprocal_rank, success
from search.question import Question

DEPTH = 100

Run = dict[str, list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question's ranking was worth."""

    id: str
    kind: str
    ndcg: float
    reciprocal_rank: float
    recall: float
    success: float


@dataclass(frozen=True, slots=True)
class Row:
    """Means over the questions of one kind, beside the bar's nDCG@10.

    ``p`` is how likely chance alone makes that difference.
    """

    kind: str
    questions: int
    ndcg: float
    reciprocal_rank: float
    recall: float
    success: float
    bar: float
    p: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Rows a kind of question, the last over all; outcomes and rankings a question.

    ``silent`` is the share of questions without an answer that were told so, ``spoken`` the share
    of answerable ones that were not; both None where no question lacks an answer.
    """

    rows: tuple[Row, ...]
    outcomes: tuple[Outcome, ...]
    bar: tuple[Outcome, ...]
    run: Run
    seconds: float
    silent: float | None = None
    spoken: float | None = None


def evaluate(
    snapshot: Snapshot,
    questions: Sequence[JudgedQuestion],
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Evaluation:
    """Rank for every question that has an answer; the questions without one test the silence."""
    answerable = [q for q in questions if any(g > 0 for g in q.grades.values())]
    run: Run = {}
    started = time.perf_counter()
    for done, question in enumerate(answerable, 1):
        run[question.id] = snapshot.order(Question.parse(question.text), DEPTH)
        tell(done, len(answerable))
    seconds = time.perf_counter() - started
    bar = {q.id: snapshot.order(Question.parse(q.text), DEPTH, plain=True) for q in answerable}
    outcomes = [_outcome(q, run[q.id]) for q in answerable]
    bars = [_outcome(q, bar[q.id]) for q in answerable]
    kinds = list(dict.fromkeys(q.kind for q in answerable))
    rows = [_row(k, _of(outcomes, k), _of(bars, k)) for k in kinds] if len(kinds) > 1 else []
    silent, spoken = _silence(snapshot, questions)
    return Evaluation(
        rows=(*rows, _row("all", outcomes, bars)),
        outcomes=tuple(outcomes),
        bar=tuple(bars),
        run=run,
        seconds=seconds,
        silent=silent,
        spoken=spoken,
    )


def _silence(
    snapshot: Snapshot, questions: Sequence[JudgedQuestion]
) -> tuple[float | None, float | None]:
    without = [q for q in questions if not q.grades]
    if not without:
        return None, None
    told = [q for q in questions if not snapshot.answers(Question.parse(q.text))]
    silent = sum(not q.grades for q in told)
    answerable = len(questions) - len(without)
    return silent / len(without), (answerable - (len(told) - silent)) / max(answerable, 1)


def relate(snapshot: Snapshot, relations: Sequence[JudgedRelation]) -> Evaluation:
    """Rank for every judged post the posts most like it, those of its topics and others apart.

    The bar is the plain TF-IDF cosine.
    """
    run: Run = {}
    outcomes: list[Outcome] = []
    bars: list[Outcome] = []
    started = time.perf_counter()
    for relation in relations:
        lists = {"closest": {**relation.same, **relation.across}, "across": relation.across}
        for kind, grades in lists.items():
            if not grades:
                continue
            name = relation.post if kind == "closest" else f"across:{relation.post}"
            judged = JudgedQuestion(name, "", kind, grades)
            across = kind == "across"
            run[name] = snapshot.alike(relation.post, DEPTH, across=across)
            outcomes.append(_outcome(judged, run[name]))
            plain = snapshot.alike(relation.post, DEPTH, across=across, plain=True)
            bars.append(_outcome(judged, plain))
    kinds = dict.fromkeys(o.kind for o in outcomes)
    rows = tuple(_row(k, _of(outcomes, k), _of(bars, k)) for k in kinds)
    return Evaluation(rows, tuple(outcomes), tuple(bars), run, time.perf_counter() - started)


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
    )


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
        p=p_value([o.ndcg for o in outcomes], [o.ndcg for o in bar]),
    )


def run_lines(run: Mapping[str, Sequence[tuple[str, float]]], name: str = "pprsearch") -> list[str]:
    """A run in TREC's form: question, Q0, post, place, score, name of the system."""
    return [
        f"{question} Q0 {post} {place} {score:.6f} {name}"
        for question, ranked in run.items()
        for place, (post, score) in enumerate(ranked, 1)
    ]
