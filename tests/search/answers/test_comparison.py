"""Effects are grouped by measure and comparator; posts on the same people count as one source."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.post import Post
from search.answers.comparison import Comparison, compare


def post(name: str, *effects: Effect, same_data: Sequence[str] = (), **study: object) -> Post:
    made = Study(effects=effects, **study)  # type: ignore[arg-type]  # each is a field of a study
    return Post(name, name, "Summary.", study=made, same_data=tuple(same_data))


def effect(measure: str = "g", value: float | None = 0.3, comparator: str = "usual care") -> Effect:
    return Effect("CBT", comparator, "depression", measure=measure, value=value)


def groups(comparison: Comparison) -> list[tuple[str, str, int]]:
    return [(t.group, t.against.kind, len(t.findings)) for t in comparison.together]


POSTS = (
    post("a", effect("r", 0.2, ""), effect("g", 0.5, "waitlist")),
    post("b", effect("d", 0.4), effect("SMD", 0.1, "pill placebo")),
    post("c", effect("OR", 2.0, "waiting list")),
)


def test_different_measures_are_grouped_apart() -> None:
    assert groups(compare(POSTS, 3)) == [
        ("correlation", "none", 1),
        ("standardized difference", "nothing", 1),
        ("standardized difference", "usual care", 1),
        ("standardized difference", "placebo", 1),
        ("odds ratio", "nothing", 1),
    ]


def test_effects_can_be_grouped_by_comparator_first() -> None:
    assert groups(compare(POSTS, 3, "comparator")) == [
        ("standardized difference", "nothing", 1),
        ("odds ratio", "nothing", 1),
        ("standardized difference", "usual care", 1),
        ("standardized difference", "placebo", 1),
        ("correlation", "none", 1),
    ]


def test_no_effect_is_pooled_or_changed() -> None:
    found = compare(POSTS, 3).findings
    given = [effect for one in POSTS if one.study for effect in one.study.effects]
    assert sorted(map(repr, (f.effect for f in found))) == sorted(map(repr, given))


def test_posts_on_the_same_data_are_one_source() -> None:
    same = effect("OR", 0.8)
    found = compare(
        (
            post("a", same, effect("RR", 0.9), data="Danish registers", participants=22712),
            post("b", effect()),
            post("c", same, data="danish  Registers", participants=22712),
        ),
        3,
    )
    assert [[p.id for p in source.posts] for source in found.sources] == [["a", "c"], ["b"]]
    assert [source.told for source in found.sources] == ["2 posts, the same 22,712 people", ""]
    (odds,) = [f for f in found.findings if f.effect == same]
    assert [p.id for p in odds.posts] == ["a", "c"]


@pytest.mark.parametrize("people", [None, 50])
def test_a_post_may_name_others_on_the_same_data(people: int | None) -> None:
    found = compare(
        (
            post("a", effect(), participants=people),
            post("b", effect("d"), same_data=["c"], participants=60),
            post("c", effect("g", 0.1), same_data=["a"]),
        ),
        3,
    )
    assert [[p.id for p in source.posts] for source in found.sources] == [["a", "b", "c"]]
    # Not all say how many people, or they do not say the same.
    assert found.sources[0].told == "3 posts, the same data"


def test_reviews_that_draw_on_a_database_stand_apart() -> None:
    found = compare(
        (
            post("a", effect(), data="Database", studies=18),
            post("b", effect("d"), data="Database", studies=366, participants=36702),
            post("c", effect("r")),
            post("d", effect("g", 0.1), same_data=["b"], studies=409),
        ),
        4,
    )
    assert [[p.id for p in source.posts] for source in found.sources] == [
        ["a"],
        ["b"],
        ["c"],
        ["d"],
    ]
    assert [source.overlaps for source in found.sources] == [(2,), (1, 4), (), (2,)]
    assert [source.told for source in found.sources[:3]] == [
        "draws on the same data as 1 other study here",
        "draws on the same data as 2 other studies here",
        "",
    ]


def test_posts_without_figures_and_retracted_ones_are_listed_apart() -> None:
    gone = Post("gone", "Gone", "S.", study=Study(effects=(effect(),)), notices=(RETRACTED,))
    bare = Post("bare", "Bare", "S.")
    words = post("words", Effect("CBT", outcome="depression", favours="none"))
    found = compare((gone, bare, words, POSTS[2]), 30)
    assert [p.id for p in found.without] == ["bare", "words"]
    assert [p.id for p in found.retracted] == ["gone"]
    assert [f.posts[0].id for f in found.findings] == ["c"]
    assert found.total == 30


RETRACTED = Notice("retraction", "2020-01-01")


def test_an_unknown_measure_is_a_group_of_its_own() -> None:
    found = compare((post("a", effect("other (steps)"), effect("x"), effect("")),), 1)
    assert [t.group for t in found.together] == ["other (steps)", "x", "no measure told"]
