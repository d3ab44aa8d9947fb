"""Counts by topic, year and kind, and authors as one person in any spelling."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.post import Post
from tests.pretended.engine_fake import FakeEngine, FakeSnapshot, hostile_digest
from webapp.app import create_app
from webapp.view.catalog import Catalog
from webapp.view.overview import Archive, archive, authors, authors_of


def cited(*names: str) -> list[Post]:
    """Posts on studies by one author each, newest first."""
    return [
        Post(f"p{n}", "A post", "Text.", citation=f"{name} (2020). A study. Journal, 1(2), 3-4.")
        for n, name in enumerate(names)
    ]


def told(*names: str) -> dict[str, list[str]]:
    return {slug: list(one.posts) for slug, one in authors_of(cited(*names)).items()}


def test_posts_are_counted_by_topic_year_and_kind() -> None:
    digest = hostile_digest()
    found = Archive.of(digest.posts, Catalog.of(digest))
    assert len(found.ids) == 26
    assert found.years == (2021, 2022)
    assert found.topic_years() == {
        "therapist-factors": {2021: 24},
        "trauma": {2022: 1},
        "": {2022: 1},
    }
    assert found.topic_years("survey")["trauma"] == {2022: 1}
    assert "therapist-factors" not in found.topic_years("survey")
    assert found.topic_kinds()["therapist-factors"] == {"meta-analysis": 24}


def test_years_without_posts_are_included() -> None:
    digest = hostile_digest()
    posts = [replace(digest.posts[0], month=month) for month in ("2015-01", "2018-12")]
    assert Archive.of(posts, Catalog.of(digest)).years == (2015, 2016, 2017, 2018)
    assert Archive.of([], Catalog.of(digest)).years == ()


def test_an_author_has_all_posts_newest_first() -> None:
    assert told("Barkham, M.", "Swift, J. K.", "Barkham, M.") == {
        "barkham-m": ["p0", "p2"],
        "swift-j-k": ["p1"],
    }


def test_fewer_initials_are_the_same_author_if_only_one_matches() -> None:
    assert told("Wampold, B. E.", "Wampold, B.") == {"wampold-b-e": ["p0", "p1"]}
    assert len(told("Smith, J.", "Smith, J. A.", "Smith, J. B.")) == 3
    assert told("Müller, A.", "Muller, A.") == {"muller-a": ["p0", "p1"]}


def test_authors_are_sorted_by_family_name_in_their_most_frequent_form() -> None:
    found = authors_of(cited("de Jong, K.", "Cuijpers, P.", "World Health Organization"))
    assert [one.name for one in found.values()] == [
        "Cuijpers, P.",
        "de Jong, K.",
        "World Health Organization",
    ]
    assert [one.letter for one in found.values()] == ["C", "D", "W"]


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_citation_gives_authors_with_an_address_and_a_letter(texts: list[str]) -> None:
    posts = [Post(f"p{n}", "A", "B", citation=text) for n, text in enumerate(texts)]
    for slug, one in authors_of(posts).items():
        assert slug and "/" not in slug and one.name and one.posts and len(one.letter) >= 1


def test_the_overview_is_kept_until_the_generation_changes() -> None:
    engine = FakeEngine(hostile_digest())
    app = create_app(engine)
    with app.test_request_context():
        first, names = archive(), authors()
    with app.test_request_context():
        assert archive() is first and authors() is names
        engine.snapshot = FakeSnapshot(hostile_digest(), "000002-fake")
        assert archive() is first
    with app.test_request_context():
        assert archive() is not first


@pytest.mark.parametrize(
    ("posts", "line"),
    [
        (1, "This month: “One?”"),
        (2, "This month: “One?” and “Two”."),
        (3, "This month: “One?”, “Two” and “Three”."),
        (5, "This month: “One?”, “Two” and 3 other posts."),
    ],
)
def test_a_month_is_introduced_by_its_titles(posts: int, line: str) -> None:
    names = ["One?", "Two", "Three", "Four", "Five"][:posts]
    made = [Post(f"p{n}", name, "", month="2021-07") for n, name in enumerate(names)]
    assert Catalog.of(hostile_digest()).this_month(made) == line


def test_a_month_is_introduced_by_the_digest_s_own_sentence() -> None:
    digest = replace(hostile_digest(), this_month=(("2021-07", "This month: rest."),))
    assert Catalog.of(digest).this_month([Post("p", "T", "", month="2021-07")]) == (
        "This month: rest."
    )
