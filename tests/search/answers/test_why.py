"""A post's place is told in words that are true of it."""

from __future__ import annotations

import re

import pytest

from search.engine.seam import Snapshot
from search.question import Question
from search.results import Hit, SearchOptions


def hits(snapshot: Snapshot, text: str) -> tuple[Hit, ...]:
    return snapshot.search(Question.parse(text), SearchOptions(explain=True)).hits


@pytest.mark.parametrize("text", ["alliance ruptures", "does therapist burnout hurt patients?"])
def test_the_words_named_stand_in_the_parts_named(demo_snapshot: Snapshot, text: str) -> None:
    found = hits(demo_snapshot, text)
    assert found
    for hit in found:
        shown = {
            "title": hit.title,
            "practice implications": hit.implication,
            "summary": hit.passage,
        }
        for reason in hit.why:
            named = re.match(r"its ([a-z ]+?) says? “", reason)
            if named:
                passage = shown[named[1]]
                assert passage is not None
                for word in re.findall("“(.+?)”", reason):
                    assert word in passage.text.lower()


def test_a_post_is_told_how_many_of_the_best_are_like_it(demo_snapshot: Snapshot) -> None:
    reasons = [reason for hit in hits(demo_snapshot, "alliance in groups") for reason in hit.why]
    like = [reason for reason in reasons if "like it" in reason]
    assert like
    for reason in like:
        assert re.fullmatch(r"(\d) of the (5|4 other) best posts (is|are) like it", reason)


def test_meaning_tells_who_is_closest(semantic_demo_index: object) -> None:
    from search.engine.open import open_engine

    engine = open_engine(str(semantic_demo_index))
    found = hits(engine.now(), "when therapy makes things worse")
    assert sum("by meaning the closest" in hit.why for hit in found) <= 1
    assert any(reason.startswith("by meaning") for hit in found for reason in hit.why)
    engine.close()


def test_nothing_is_told_unasked(garden_snapshot: Snapshot) -> None:
    question = Question.parse("slugs in a drought")
    assert all(not hit.why for hit in garden_snapshot.search(question).hits)
    browsing = garden_snapshot.search(Question(), SearchOptions(explain=True))
    assert all(not hit.why for hit in browsing.hits)
