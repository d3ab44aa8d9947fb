"""The weights for how sure an answer is are learned from judged questions."""

from __future__ import annotations

import random
import tomllib

from learning.sure import Asked, Seen, as_toml, best_hits, learned, questions

from search.answers.sure import SIGNS
from search.engine.seam import Snapshot
from search.question import Question


def test_it_learns_from_questions_with_and_without_an_answer() -> None:
    asked = list(questions())
    sets = {one.set for one in asked}
    assert len(sets) == 16
    assert sum(not one.posts for one in asked) >= 600 <= sum(bool(one.posts) for one in asked)
    assert len({(one.set, one.text) for one in asked}) == len(asked)


def test_it_learns_from_the_best_hit_of_each_answered_question(demo_snapshot: Snapshot) -> None:
    asked = [
        Asked("s", "How do I repair a rupture with my client?", frozenset({"none"})),
        Asked("s", "xylophones", frozenset()),
    ]
    (seen,) = best_hits(demo_snapshot, asked)
    assert not seen.answers
    assert len(seen.signs) == len(SIGNS) - 2
    (post, *_) = demo_snapshot.found(Question.parse(asked[0].text))
    (right,) = best_hits(demo_snapshot, [asked[0]._replace(posts=frozenset({post}))])
    assert right.answers and right.signs == seen.signs


def test_a_sign_of_more_answers_gets_more_points() -> None:
    draw = random.Random(0)
    seen = []
    for _ in range(400):
        signs = [draw.random() for _ in SIGNS]
        seen.append(Seen(Asked("s", "q", frozenset()), signs, signs[0] + 0.2 * signs[4] > 0.6))
    made = learned(seen)
    spans = {sign: max(points.points) - min(points.points) for sign, points in made.signs.items()}
    assert spans["ahead"] > 5 * spans["score"]
    assert all(list(points.edges) == sorted(points.edges) for points in made.signs.values())
    # It may only rise.
    ahead = list(made.signs["ahead"].points)
    assert ahead == sorted(ahead)
    written = tomllib.loads(as_toml("meaning", made, 0.7))["meaning"]
    assert written["signs"].keys() == set(SIGNS)
    assert abs(written["base"] - made.base) < 0.001
    assert written["enough"] == 0.7
