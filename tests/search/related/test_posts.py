"""Related posts are found when they are asked for, and remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.engine.reader import Reader
from search.errors import PostMissing
from search.related.posts import RelatedPosts


def test_what_was_found_is_remembered(
    garden_generation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(garden_generation, None)
    post = "2017-06-hedges-shelter-ladybirds"
    found = reader.related(post)
    assert found.closest
    monkeypatch.setattr(RelatedPosts, "_of", None)
    assert reader.related(post) is found
    reader.close()


def test_a_post_is_most_like_itself(garden_reader: Reader) -> None:
    for at, post_id in enumerate(garden_reader.ids):
        related = garden_reader._related
        for alike in (related.likeness(at, None), related.plain_likeness(at)):
            assert alike.argmax() == at
            assert alike[at] == pytest.approx(1, abs=1e-5)
        assert post_id not in {r.post.id for r in garden_reader.related(post_id).closest}


def test_an_unknown_post_is_missing(garden_reader: Reader) -> None:
    with pytest.raises(PostMissing):
        garden_reader.related("2001-01-none")
