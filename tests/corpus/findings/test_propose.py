"""Fields of a study are proposed from the text of its post, and most of them are right."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.evidence.measures import measure_of
from corpus.evidence.study import Effect, Study
from corpus.findings.propose import Proposed, propose_study
from corpus.post import Post
from tests.demo import checker, wording
from tests.demo.checker import Record
from tests.demo.reading import demo_reading

POST = Post(
    "a",
    "A",
    "An earlier review had 12 trials (g = 0.90). Green pooled 36 trials with 1,240 adults.\n\n"
    "Therapy was *ahead*: g = 0.25 (95% CI 0.14 to 0.36; 10 studies, 300 people).\n\n"
    "A year on it was 0.20 (0.10 to 0.30).",
    bottom_line="Therapy was ahead of usual care (g = 0.25).",
)


def test_counts_and_effects_with_their_sentences() -> None:
    found = propose_study(POST)
    assert found.known == ()
    assert [(one.field, one.value) for one in found.new] == [
        ("studies", 36),
        ("participants", 1240),
        (
            "effects",
            Effect(measure="g", value=0.25, low=0.14, high=0.36, studies=10, participants=300),
        ),
        ("effects", Effect(measure="g", value=0.2, low=0.1, high=0.3)),
    ]
    assert found.new[0].sentence == "Green pooled 36 trials with 1,240 adults."
    assert found.new[2].sentence.startswith("Therapy was ahead: g = 0.25")


def test_fields_that_the_post_has_are_listed_apart() -> None:
    has = Study(studies=36, effects=(Effect(measure="g", value=0.25),))
    found = propose_study(replace(POST, study=has))
    assert [one.field for one in found.known] == ["studies", "effects"]
    assert len(found.new) == 2 and len(found.every) == 4


def test_clinicians_count_as_participants_if_no_one_else_does() -> None:
    asked = replace(POST, bottom_line=None, summary="Among 233 therapists, three were asked.")
    assert [one.value for one in propose_study(asked).new] == [233]


def test_a_sentence_is_quoted_as_readers_see_it() -> None:
    text = "The mean was [large](https://example.org/a): *d* = 0.4, 95% CI [0.2, 0.6], p = .02."
    (one,) = propose_study(replace(POST, bottom_line=None, summary=text)).new
    assert one.value == Effect(measure="d", value=0.4, low=0.2, high=0.6, p=".02")
    assert one.sentence == "The mean was large: d = 0.4, 95% CI [0.2, 0.6], p = .02."


def test_an_effect_is_completed_by_what_repeats_it() -> None:
    text = (
        "It was g = 0.2. So g = 0.2 (0.1 to 0.3). Or g = 0.2 (0 to 0.4). As g = 0.2 (0.1 to 0.3)."
    )
    found = propose_study(replace(POST, bottom_line=None, summary=text)).new
    assert [one.value for one in found] == [
        Effect(measure="g", value=0.2, low=0.1, high=0.3),
        Effect(measure="g", value=0.2, low=0, high=0.4),
    ]


@pytest.mark.slow
def test_a_table_without_full_stops_is_quoted_in_parts() -> None:
    values = [f"{at / 10000:.4f}" for at in range(1, 20_000)]
    table = ", ".join(f"g = {value}" for value in values)
    found = propose_study(replace(POST, bottom_line=None, summary=table)).new
    assert [one.value for one in found] == [Effect(measure="g", value=float(v)) for v in values]
    assert max(len(one.sentence) for one in found) <= 1000


@pytest.mark.parametrize("text", ["9" * 5000 + " trials", "NNT = " + "9" * 400, "[](" * 100_000])
def test_what_no_study_can_have_is_no_proposal(text: str) -> None:
    assert propose_study(replace(POST, bottom_line=None, summary=text)).every == ()


@pytest.mark.data
def test_proposals_agree_with_the_records_of_studies(shared: Path) -> None:
    """The posts are those that the patterns were not tuned on; see docs/relevance.md."""
    records = checker.read_records(shared / "studies" / "records.jsonl")
    right = proposed = 0
    for post in demo_reading().digest.posts:
        if hashlib.sha256(post.id.encode()).digest()[0] % 2 == 0:
            continue
        for record in records:
            named = wording.plain(record.told["title"]) in wording.plain(post.citation or "")
            if named and f"({record.year}" in (post.citation or ""):
                judged = [_is_right(one, record) for one in propose_study(post).every]
                right, proposed = right + sum(judged), proposed + len(judged)
    assert proposed > 150
    assert right >= 0.95 * proposed


def test_a_count_beside_an_effect_belongs_to_the_effect() -> None:
    told = (
        "Much is said of it. Yet little was pooled. Green pooled 36 trials with 1,240 adults. "
        "Sleep was better (g = 0.3) in five trials with 160 adults."
    )
    before = "Sleep was better, at 0.37 (0.05 to 0.69), in 465 adults."
    post = Post("x", "x", summary=f"{before} {told}")
    found = [(one.field, one.value) for one in propose_study(post).new if one.field != "effects"]
    assert found == [("studies", 36), ("participants", 1240)]


def _is_right(one: Proposed, record: Record) -> bool:
    """Whether a record has the count, or the effect with its interval and counts."""
    if not isinstance(one.value, Effect):
        return bool(record.told["k" if one.field == "studies" else "n"] == one.value)
    names = (("value", "value"), ("low", "low"), ("high", "high"))
    return any(
        (measure := measure_of(told["measure"] or "")) is not None
        and measure.name == one.value.measure
        and all(_near(getattr(one.value, a), told[b]) for a, b in names)
        for told in record.told["effects"]
    )


def _near(proposed: float | None, known: float | None) -> bool:
    return proposed is None or (known is not None and abs(proposed - known) < 0.0051)
