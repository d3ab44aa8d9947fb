"""Questions by writers who knew only the posts: the right answer as often as was measured.

``docs/relevance.md`` has the figures; here are the least that are allowed, nearly all by words
alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from learning.harm import vectors_of

from corpus.folder.read import DEMO, read_corpus
from search.answers.care import notes_about
from search.answers.harm_phrases import kinds_said
from search.answers.harms import judge
from search.answers.naming import names_somebody
from search.engine.seam import Snapshot
from search.index.embedding import Embedders, found, installed
from search.question import Question
from tests.relevance.abstaining import Asked, Figures, ask

FOLDER = Path(__file__).parent
FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH, EIGHTH, NINTH, TENTH, ELEVENTH = (
    tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    for name in (
        *("blind", "blind_second", "blind_third", "blind_fourth", "blind_fifth", "blind_sixth"),
        *("blind_seventh", "blind_eighth", "blind_ninth", "blind_tenth", "blind_eleventh"),
    )
)
WRITERS = list(tomllib.loads((FOLDER / "writers.toml").read_text(encoding="utf-8")).values())
Sets = dict[str, Any]
CARE = read_corpus(DEMO).digest.care


def noted(texts: Sequence[str], models: Embedders | None = None) -> int:
    """How many of some questions get a note on help; by words alone where there are no models."""
    return sum(
        bool(notes_about(CARE, text, harms=judge().harms(text, vectors, partial(kinds_said, text))))
        for text in texts
        for vectors in [vectors_of(text, models) if models else ()]
    )


@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [("harm", 0.8, 1), ("abuse", 0.85, 1), ("misconduct", 0.85, 1), ("ordinary", 0, 0.025)],
)
@pytest.mark.parametrize("sets", [FIRST, SECOND], ids=["first", "second"])
def test_notes_on_help_are_given_for_harm_and_not_for_ordinary_questions(
    sets: Sets, kind: str, least: float, most: float
) -> None:
    texts = sets["care"][kind]
    assert least * len(texts) <= noted(texts) <= most * len(texts)


@pytest.mark.parametrize(
    ("sets", "kind", "least", "most"),
    [
        pytest.param(sets, kind, least, most, id=f"{name} {kind}")
        for name, sets, harm, abuse, misconduct, ordinary in (
            ("third", THIRD, 0.94, 0.9, 0.9, 0.035),
            ("fourth", FOURTH, 0.9, 0.95, 0.8, 0.02),
            ("fifth", FIFTH, 0.93, 0.91, 0.89, 0.04),
            ("sixth", SIXTH, 0.95, 0.95, 0.95, 0.02),
            ("seventh", SEVENTH, 0.94, 0.91, 0.95, 0.025),
            ("eighth", EIGHTH, 0.95, 0.93, 0.95, 0.02),
            ("ninth", NINTH, 0.95, 0.93, 0.94, 0.02),
            ("tenth", TENTH, 0.93, 0.89, 0.9, 0.02),
            ("eleventh", ELEVENTH, 0.9, 0.9, 0.9, 0.025),
        )
        for kind, least, most in (
            ("harm", harm, 1),
            ("abuse", abuse, 1),
            ("misconduct", misconduct, 1),
            ("ordinary", 0, ordinary),
        )
    ],
)
def test_what_looks_like_harm_is_mostly_told_from_it(
    sets: Sets, kind: str, least: float, most: float
) -> None:
    texts = sets["care"][kind]
    assert least * len(texts) <= noted(texts) <= most * len(texts)


@pytest.mark.slow
@pytest.mark.skipif(not installed(), reason="needs the extra semantic")
def test_what_calls_for_help_is_noticed_by_meaning_and_hardly_more() -> None:
    models, _ = found()
    assert models
    told = ELEVENTH["care"]
    harm = [text for kind in ("harm", "abuse", "misconduct") for text in told[kind]]
    assert noted(harm, models) >= 0.95 * len(harm)
    assert noted(told["ordinary"], models) <= 0.02 * len(told["ordinary"])
    # Every third one, as reading takes long.
    everyday = ELEVENTH["everyday"]["ordinary"][::3]
    assert noted(everyday, models) <= 0.08 * len(everyday)


@pytest.mark.parametrize("sets", [TENTH, ELEVENTH], ids=["tenth", "eleventh"])
def test_everyday_remarks_seldom_get_a_note_on_help(sets: Sets) -> None:
    texts = sets["everyday"]["ordinary"]
    assert noted(texts) <= 0.08 * len(texts)


@pytest.mark.parametrize(("who", "least", "most"), [("somebody", 0.88, 1), ("nobody", 0, 0.05)])
@pytest.mark.parametrize("sets", [FIRST, SECOND], ids=["first", "second"])
def test_questions_with_a_name_are_recognized(
    sets: Sets, who: str, least: float, most: float
) -> None:
    texts = sets["names"][who]
    named = sum(map(names_somebody, texts))
    assert least * len(texts) <= named <= most * len(texts)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sets", "least"),
    [(FIRST, 0.65), (SECOND, 0.75), (THIRD, 0.85), (FOURTH, 0.8), (FIFTH, 0.88), (SIXTH, 0.9)],
    ids=["first", "second", "third", "fourth", "fifth", "sixth"],
)
def test_an_answering_post_is_among_the_first_three(
    sets: Sets, least: float, demo_snapshot: Snapshot
) -> None:
    asked = sets["digest"]["can"]
    right = sum(
        any(post in question["posts"] for post, _ in first)
        for question in asked
        for first in [demo_snapshot.order(Question.parse(question["text"]), 3)]
    )
    assert right >= least * len(asked)


@pytest.mark.parametrize(("sets", "most"), [(FIRST, 2), (SECOND, 5)], ids=["first", "second"])
def test_an_unanswerable_question_rarely_gets_an_answer_box(
    sets: Sets, most: int, demo_snapshot: Snapshot
) -> None:
    asked = [Asked(text, "blind", held_out=True) for text in sets["digest"]["cannot"]]
    assert Figures.of(ask(demo_snapshot, asked)).boxes <= most


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sets", "share", "most"),
    [(THIRD, 0.97, 6), (FOURTH, 0.94, 4), (FIFTH, 0.97, 5), (SIXTH, 0.97, 5)],
    ids=["third", "fourth", "fifth", "sixth"],
)
def test_most_is_answered_and_little_boxed_in_vain(
    sets: Sets, share: float, most: int, demo_snapshot: Snapshot
) -> None:
    told = sets["digest"]
    can = [Asked(question["text"], "can", held_out=True) for question in told["can"]]
    assert Figures.of(ask(demo_snapshot, can)).share >= share
    boxes = {
        kind: Figures.of(ask(demo_snapshot, [Asked(t, kind, held_out=True) for t in texts])).boxes
        for kind, texts in told["cannot"].items()
    }
    assert boxes["absent"] == 0
    assert sum(boxes.values()) <= most


@pytest.mark.slow
def test_two_things_are_told_apart_where_no_post_has_both_and_hardly_elsewhere(
    demo_snapshot: Snapshot,
) -> None:
    def told(texts: Iterable[str]) -> int:
        each = (demo_snapshot.search(Question.parse(text)) for text in texts)
        return sum(bool(r.answered and r.understanding.pairs) for r in each)

    sets = [THIRD["digest"], *WRITERS]
    can = [*(q["text"] for q in sets[0]["can"]), *(q[0] for one in sets[1:] for q in one["can"])]
    # Every fourth one, as they are many.
    can = can[::4]
    assert told(can) <= 0.003 * len(can)
    pairs = [text for one in sets for text in one["cannot"]["pair"]]
    assert told(pairs) >= 0.42 * len(pairs)


@pytest.mark.slow
def test_questions_that_teach_the_answer_box_are_answered_and_rarely_boxed_in_vain(
    demo_snapshot: Snapshot,
) -> None:
    # Every fourth one, as they are many.
    can = [Asked(text, "can", held_out=False) for one in WRITERS for text, *_ in one["can"][::4]]
    assert Figures.of(ask(demo_snapshot, can)).share >= 0.96
    cannot = [
        Asked(text, kind, held_out=False)
        for one in WRITERS
        for kind, texts in one["cannot"].items()
        for text in texts[::4]
    ]
    told = ask(demo_snapshot, cannot)
    assert Figures.of(told).boxed <= 0.03
    assert Figures.of(one for one in told if one.asked.kind == "absent").boxed <= 0.01
