"""Frozen dataclasses are converted to JSON and back, and wrong values are refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.json_values import WrongValue, from_json, names_of, to_json
from corpus.post import Correction, Post
from tests.corpus.folder.test_write import POSTS_OF_ANY_KIND

BARE = {"id": "a", "title": "b", "summary": "c"}


@pytest.mark.slow
@given(POSTS_OF_ANY_KIND)
def test_a_post_is_read_back_equal_with_and_without_defaults(post: Post) -> None:
    for whole in (False, True):
        data = json.loads(json.dumps(to_json(post, whole=whole)))
        back = from_json(Post, data)
        assert back == post
        assert back.content_hash == post.content_hash


def test_default_values_are_left_out_unless_asked_for() -> None:
    post = Post("a", "b", "c", study=Study(year=2014, effects=(Effect(value=1.0),)))
    study = {"year": 2014, "effects": [{"value": 1.0}]}
    assert to_json(post) == {**BARE, "study": study}
    assert tuple(to_json(post, whole=True)) == names_of(Post)
    assert to_json(Notice("erratum"), whole=True) == {"kind": "erratum", "date": None, "doi": None}
    assert to_json(Correction("2024-01-02", "x")) == {"date": "2024-01-02", "what": "x"}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"id": "a", "title": "b"}, "summary"),
        ({**BARE, "id": 1}, "id"),
        ({**BARE, "x": 1}, "x"),
        ({**BARE, "month": ["2021-07"]}, "month"),
        ({**BARE, "topics": "x"}, "topics"),
        ({**BARE, "topics": [None]}, "topics"),
        ({**BARE, "draft": 1}, "draft"),
        ({**BARE, "study": []}, "study"),
        ({**BARE, "study": {"year": "2014"}}, "study.year"),
        ({**BARE, "study": {"year": True}}, "study.year"),
        ({**BARE, "study": {"studies": 10.5}}, "study.studies"),
        ({**BARE, "study": {"effects": [{"value": "1"}]}}, "study.effects.value"),
        ({**BARE, "study": {"effects": [{"low": float("nan")}]}}, "study.effects.low"),
        ({**BARE, "study": {"effects": [{"low": 10**400}]}}, "study.effects.low"),
        ({**BARE, "study": {"effects": [{"lower": 1}]}}, "study.effects.lower"),
        ({**BARE, "notices": [{"date": "2020"}]}, "notices.kind"),
        ({**BARE, "corrections": [{"date": "2020-01-01", "what": None}]}, "corrections.what"),
    ],
)
def test_a_value_of_another_type_is_refused_with_its_field(
    data: dict[str, Any], field: str
) -> None:
    with pytest.raises(WrongValue) as caught:
        from_json(Post, data)
    assert caught.value.field == field


def test_a_whole_number_becomes_a_float_and_minus_zero_zero() -> None:
    effect = from_json(Effect, {"value": 3, "low": -0.0})
    assert (repr(effect.value), repr(effect.low)) == ("3.0", "0.0")
