"""Related posts are computed on demand, and remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.engine.open import open_generation
from search.engine.seam import Snapshot
from search.engine.snapshot import EmbeddedSnapshot
from search.errors import PostMissing
from search.related.posts import RelatedPosts


def test_related_posts_are_remembered(
    garden_generation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = "2017-06-hedges-shelter-ladybirds"
    with open_generation(garden_generation) as snapshot:
        found = snapshot.related(post)
        assert found.across
        monkeypatch.setattr(RelatedPosts, "_of", None)
        assert snapshot.related(post) is found


def test_a_post_is_most_similar_to_itself(
    garden_generation: Path, garden_snapshot: Snapshot
) -> None:
    related = EmbeddedSnapshot(garden_generation, None)._related
    for at, post_id in enumerate(garden_snapshot.ids):
        for alike in (related.likeness(at, None), related.plain_likeness(at)):
            assert alike.argmax() == at
            assert alike[at] == pytest.approx(1, abs=1e-5)
        assert post_id not in {r.post.id for r in garden_snapshot.related(post_id).closest}


def test_an_unknown_post_is_reported(garden_snapshot: Snapshot) -> None:
    with pytest.raises(PostMissing):
        garden_snapshot.related("2001-01-none")
