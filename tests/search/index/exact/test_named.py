"""A post is identified by its authors, title, citation, DOI and PMID."""

from __future__ import annotations

import pytest

from corpus.post import Post
from search.index.exact.named import author_forms, fields, names, title_fields
from search.text.analyzer import Analyzer

ANALYZER = Analyzer()


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Lee", [["lee"]]),
        ("Lee, W.", [["lee", "w"]]),
        ("W. Lee", [["w", "lee"], ["lee", "w"]]),
        ("Wei Lee", [["wei", "lee"], ["lee", "w"]]),
        ("Lee, Wei", [["lee", "wei"], ["wei", "l"], ["lee", "w"]]),
        (
            "A.-M. van der Berg",
            [["a", "m", "van", "der", "berg"], ["van", "der", "berg", "a", "m"]],
        ),
        ("Lee WH", [["lee", "wh"], ["wh", "l"], ["lee", "w", "h"]]),
        ("jh lee", [["jh", "lee"], ["lee", "j"], ["lee", "j", "h"]]),
        ("W.", [["w"]]),
        ("", []),
    ],
)
def test_an_author_has_several_forms(name: str, forms: list[list[str]]) -> None:
    assert author_forms(name) == forms


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Juan de la Cruz", ["de", "la", "cruz", "j"]),
        ("King, Martin Luther, Jr.", ["king", "m", "l"]),
        ("van der Berg, Anna-Maria", ["van", "der", "berg", "a", "m"]),
    ],
)
def test_given_names_are_reduced_to_initials(name: str, form: list[str]) -> None:
    assert form in author_forms(name)


def test_a_title_is_also_searched_as_that_of_the_study() -> None:
    assert title_fields("beans") == title_fields("beer traps") == ("heading",)
    assert title_fields("No gain at all") == ("heading", "cited")


def test_the_fields_that_identify_a_post_are_filled() -> None:
    post = Post(
        id="p",
        title="Drop-out of the beans",
        summary="S",
        citation="Lee, W., & Berg, A. (2013). No gain. Letters, 7, 1.",
        doi="10.1000/A",
        pmid="12",
    )
    found = fields(post, ANALYZER)
    assert found["authors"] == {"lee": [0], "w": [1], "berg": [3], "a": [4]}
    assert found["heading"]["bean"] == [1]
    assert found["named"] == {"doi:10.1000/a": [0], "pmid:12": [0]}
    assert found["cited"]["gain"] == [found["cited"]["no"][0] + 1]


def test_a_post_without_citation_has_only_its_title() -> None:
    found = fields(Post(id="p", title="Beans", summary="S"), ANALYZER)
    assert (found["authors"], found["cited"], found["named"]) == ({}, {}, {})
    assert names(None, None) == []
