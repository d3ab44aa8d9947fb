"""Posts in a file are the posts that were put there, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import filed
from corpus.filed import FiledPosts, GatheredLines, Gathering, HashesById
from corpus.folder.read import DEMO, read_corpus
from corpus.post import Post
from tests.conftest import REPOSITORY
from tests.digests import translated_garden

POSTS = (*translated_garden.digest().posts, *read_corpus(DEMO).digest.posts[:20])


def gathered(posts: Sequence[Post]) -> Sequence[Post]:
    gathering = Gathering()
    for post in posts:
        gathering.add(post)
    return gathering.posts()


@pytest.fixture
def in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FiledPosts:
    """The posts in a file from some post on, as posts of a large digest are."""
    monkeypatch.setattr(filed, "LARGE", 5_000)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    found = gathered(POSTS)
    assert isinstance(found, FiledPosts)
    return found


def test_few_posts_stay_in_memory() -> None:
    found = gathered(POSTS)
    assert found == POSTS
    assert all(one is other for one, other in zip(found, POSTS, strict=True))


def test_posts_in_a_file_are_equal_to_those_that_were_put_there(in_a_file: FiledPosts) -> None:
    assert len(in_a_file) == len(POSTS)
    assert tuple(in_a_file) == POSTS
    assert in_a_file[-1] == POSTS[-1]
    assert tuple(in_a_file[3:9:2]) == POSTS[3:9:2]
    assert [post.content_hash for post in in_a_file] == [post.content_hash for post in POSTS]


def test_ids_and_content_hashes_are_known_without_the_posts(in_a_file: FiledPosts) -> None:
    assert filed.ids(in_a_file) == filed.ids(POSTS)
    assert list(filed.content_hashes(in_a_file)) == list(filed.content_hashes(POSTS))
    found, expected = filed.hashes_by_id(in_a_file), filed.hashes_by_id(POSTS)
    assert isinstance(found, HashesById)
    assert found == expected and list(found) == list(expected)
    assert POSTS[5].id in found and "nobody" not in found
    assert found.get("nobody") is None


def test_posts_are_chosen_and_replaced_alike_in_both(in_a_file: FiledPosts) -> None:
    new = replace(POSTS[4], title="Another")
    for posts in (in_a_file, POSTS):
        found = filed.replaced(posts, [new])
        assert tuple(found) == (*POSTS[:4], new, *POSTS[5:])
        assert list(filed.content_hashes(found))[4] == new.content_hash
        assert tuple(filed.chosen(posts, [7, 2])) == (POSTS[7], POSTS[2])
        assert filed.by_id(posts)(POSTS[7].id) == POSTS[7]
        assert filed.by_id(posts)("nobody") is None
    assert tuple(in_a_file) == POSTS


def test_lines_are_known_wherever_they_are() -> None:
    lines = GatheredLines()
    lines.add("a", {"title": 2}, filed=False)
    lines.add("b", {"title": 3, "pin: a": 9}, filed=True)
    assert dict(lines) == {"a": {"title": 2}, "b": {"title": 3, "pin: a": 9}}
    assert lines.get("c") is None


def test_a_killed_reader_leaves_nothing_behind(tmp_path: Path) -> None:
    program = (
        "import os, signal\n"
        "from corpus import filed\n"
        "from tests.corpus.test_filed import POSTS, gathered\n"
        "filed.LARGE = 1\n"
        "posts = gathered(POSTS)\n"
        "assert isinstance(posts, filed.FiledPosts) and posts[0] == POSTS[0]\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, env={**os.environ, "TMPDIR": str(tmp_path)}
    )
    assert told.returncode == -signal.SIGKILL
    assert not list(tmp_path.iterdir())
