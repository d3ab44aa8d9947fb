"""The store returns every post unchanged, by position and by id."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.folder.post_file import read_post
from search.index.store import Store, Unsaved
from search.text.plain import plain
from tests.conftest import REPOSITORY
from tests.demo.reading import demo_reading
from tests.digests import garden


def test_posts_are_read_back_unchanged(tmp_path: Path) -> None:
    posts = (
        *garden.POSTS,
        garden.post(90, title="Ünïcode “quotes” \u2028 🌱", citation=None, topics_proposed=True),
        garden.post(91, month=None, topics=(), pin=("a", "b"), never=("c",)),
    )
    Unsaved(posts).save(tmp_path)
    opened = Store(tmp_path)
    assert tuple(opened[n] for n in range(len(opened))) == posts
    assert [p.content_hash for p in posts] == [opened[n].content_hash for n in range(len(opened))]


def test_posts_are_found_by_id(tmp_path: Path) -> None:
    posts = demo_reading().digest.posts
    Unsaved(posts).save(tmp_path)
    opened = Store(tmp_path)
    assert opened.ids == [p.id for p in posts]
    assert [opened.position(p.id) for p in posts] == list(range(len(posts)))
    assert opened.position("no-such-post") is None


@pytest.mark.parametrize("summary", ["Plain words.", "Some *marked* words, and [a link](x)."])
def test_a_post_comes_with_its_plain_texts(tmp_path: Path, summary: str) -> None:
    post = garden.post(1, summary=summary, implications="- one\n- two")
    Unsaved([post]).save(tmp_path)
    found, texts = Store(tmp_path).with_texts(0)
    assert found == post
    assert texts == (plain(summary), "one\ntwo")


def test_a_post_shown_again_comes_from_the_cache(tmp_path: Path) -> None:
    Unsaved(garden.POSTS).save(tmp_path)
    opened = Store(tmp_path)
    assert opened.with_texts(1) is opened.with_texts(1)
    assert opened.with_texts(1)[0] == opened[1] == garden.POSTS[1]


def test_extra_blanks_are_kept_in_the_post_and_removed_in_its_texts(tmp_path: Path) -> None:
    post = garden.post(1, summary="Two  blanks,\nand\n\na line.", implications="")
    Unsaved([post]).save(tmp_path)
    found, texts = Store(tmp_path).with_texts(0)
    assert found == post
    assert texts == ("Two blanks, and\na line.", "")


def test_the_evidence_of_a_post_is_read_back_unchanged(tmp_path: Path) -> None:
    path = REPOSITORY / "tests" / "fixtures" / "evidence" / "2021-04-compost-or-drip-lines.md"
    post = read_post(path.read_text("utf-8"), Path(path.name), None, None).post
    assert post is not None and post.study is not None
    Unsaved([post]).save(tmp_path)
    found = Store(tmp_path)[0]
    assert found == post
    assert found.content_hash == post.content_hash


def test_a_post_is_found_by_its_former_addresses(tmp_path: Path) -> None:
    aliases = ("2015-02-old", "/2014/05/f%C3%BCr/", "old/a b")
    posts = [garden.post(1, id="new", aliases=aliases), garden.post(2)]
    Unsaved(posts).save(tmp_path)
    opened = Store(tmp_path)
    for address in ("2015-02-old", "/2015-02-old/", "/2014/05/für", "2014/05/für/", "/old/a b"):
        assert opened.moved(address) == "new", address
    for address in ("", "/", "new", "2014/05", "old"):
        assert opened.moved(address) is None, address
