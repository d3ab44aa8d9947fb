"""Hits show the matching words of each post, and the parts of its score on demand."""

from __future__ import annotations

import pytest

from search.engine.seam import Snapshot
from search.question import Question
from search.results import Results, SearchOptions


def ask(snapshot: Snapshot, text: str, *, offset: int = 0, explain: bool = False) -> Results:
    options = SearchOptions(limit=3, offset=offset, explain=explain)
    return snapshot.search(Question.parse(text), options)


def test_hits_are_numbered_from_the_first_of_all(garden_snapshot: Snapshot) -> None:
    first = ask(garden_snapshot, "beans or slugs or compost").hits
    rest = ask(garden_snapshot, "beans or slugs or compost", offset=2).hits
    assert [hit.rank for hit in first] == [1, 2, 3]
    assert rest[0].rank == 3
    assert rest[0].post == first[2].post


def test_the_contributions_of_the_legs_add_up_to_the_score(garden_snapshot: Snapshot) -> None:
    for hit in ask(garden_snapshot, "slugs in a drought", explain=True).hits:
        assert hit.contributions
        assert sum(c.value for c in hit.contributions) == pytest.approx(hit.score, abs=1e-4)
    assert all(not hit.contributions for hit in ask(garden_snapshot, "slugs in a drought").hits)


def test_the_words_of_a_hit_are_those_marked_without_repeats(garden_snapshot: Snapshot) -> None:
    found = ask(garden_snapshot, "slugs").hits
    assert found
    for hit in found:
        shown = [p for p in (hit.title, hit.implication, hit.passage) if p is not None]
        marked = {p.text[a:b].lower() for p in shown for a, b in p.marks}
        assert {word.lower() for word in hit.words} == marked
        assert len(set(hit.words)) == len(hit.words)
