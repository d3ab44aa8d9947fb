"""The plan of an import: which files change, and which problems there are."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.importing.merging.pairing import Incoming
from corpus.importing.merging.plan import plan_posts
from corpus.post import Post
from tests.digests.digest_folder import DigestFolder

RAIN = Post("7", "Rain and plans", "Asked.", "Wait.", "2024-05", ("Adherence",), "survey")


def come(post: Post) -> Incoming:
    return Incoming(post, Path("a.ris"), post.id, "a.ris")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return DigestFolder.make(tmp_path / "digest").root


def test_a_plan_writes_nothing_and_lists_new_posts_and_origins(root: Path) -> None:
    merge = plan_posts([come(RAIN)], "ris", root)
    assert [change.file.name for change in merge.added] == ["2024-05-rain-and-plans.md"]
    assert not (root / "imports.json").exists() and not list((root / "posts").iterdir())
    assert merge.marks is not None
    told = json.loads(merge.marks.after)["2024-05-rain-and-plans"]
    assert (told["from"], told["key"], told["source"]) == ("ris", "7", "a.ris")


@pytest.mark.parametrize(
    ("post", "what"),
    [
        (replace(RAIN, month=None), 'the post "Rain and plans" has no month'),
        (replace(RAIN, title=" "), 'the post " " has no title'),
        (replace(RAIN, doi="nonsense"), "can't be written so that it reads back the same"),
    ],
)
def test_a_post_that_no_file_can_hold_is_reported_with_its_source(
    root: Path, post: Post, what: str
) -> None:
    merge = plan_posts([come(post)], "ris", root)
    assert merge.changes == ()
    (problem,) = merge.faults
    assert problem.file == Path("a.ris")
    assert what in problem.what


def test_without_posts_no_file_of_origins_is_written(root: Path) -> None:
    assert plan_posts([], "ris", root).changes == ()
