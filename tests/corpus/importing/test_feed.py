from __future__ import annotations

import pytest

from corpus.importing.feed import FeedImporter
from tests.import_desk import fixture, read, told


@pytest.mark.parametrize("name", ["feed/rss.xml", "feed/atom.xml"])
def test_entries_become_posts(name: str) -> None:
    post = read(FeedImporter(), fixture(name)).posts[0]
    assert (post.title, post.month) == ("Why walk with the slowest?", "2021-07")
    assert post.summary == "A survey asked 300 walkers how they set their pace."
    assert post.implications == "Put the slowest walker in front."


def test_an_entry_cut_short_is_told() -> None:
    problems = told(read(FeedImporter(), fixture("feed/rss.xml")))
    assert any('of "Rain & plans" the feed holds the beginning only' in line for line in problems)


def test_a_feed_that_is_not_quite_xml_is_read_as_far_as_it_goes() -> None:
    data = fixture("feed/rss.xml").replace(b"<title>Why", b"<title>So &nbsp; why")
    imported = read(FeedImporter(), data)
    assert "the file is not XML (undefined entity" in " ".join(told(imported))
    assert len(imported.posts) == 2


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "utf-8"])
def test_a_feed_may_be_in_another_encoding(encoding: str) -> None:
    data = fixture("feed/atom.xml").decode().replace('"utf-8"', f'"{encoding}"')
    data = data.replace("A survey", "A café")
    (post,) = read(FeedImporter(), data.encode(encoding)).posts
    assert post.summary.startswith("A café asked")


def test_a_page_is_no_feed() -> None:
    assert read(FeedImporter(), "<html><p>Hello</p></html>").posts == ()
