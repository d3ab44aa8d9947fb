"""A feed in Atom and JSON Feed has what each format demands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest

from webapp.pages.feed_forms import UNDATED, Entry, Feed, atom, json_feed

DAY = datetime(2021, 7, 1, tzinfo=UTC)
ENTRY = Entry(
    id="tag:d.example,2020:/posts/a",
    url="https://d.example/posts/a",
    title="Do <i>slugs</i> return?",
    summary="Some & some.",
    content="<p>They do.</p>",
    published=DAY,
    updated=DAY,
    language="en",
    tags=("Slugs",),
    study="https://doi.org/10.1000/a",
)
FEED = Feed(
    id="tag:d.example,2020:/feed",
    title="Garden",
    page="https://d.example/",
    own="https://d.example/feed.atom",
    author="Garden digest",
    about="What gardens need",
    language="en",
    hub="",
    entries=(ENTRY,),
)


def read(feed: Feed) -> Any:
    found = feedparser.parse(atom(feed))
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_both_formats_have_the_same_content() -> None:
    read_back, told = read(FEED), json_feed(FEED)
    (entry,), (item,) = read_back.entries, told["items"]
    assert read_back.feed.title == told["title"] == "Garden"
    assert read_back.feed.author == told["authors"][0]["name"] == "Garden digest"
    assert (entry.id, entry.link, entry.title) == (item["id"], item["url"], item["title"])
    assert entry.content[0].value == item["content_html"] == "<p>They do.</p>"
    assert [tag.term for tag in entry.tags] == item["tags"] == ["Slugs"]
    assert item["external_url"] == ENTRY.study


def test_an_undated_post_only_has_a_date_in_atom() -> None:
    feed = replace(FEED, entries=(replace(ENTRY, published=None, updated=UNDATED),))
    assert read(feed).entries[0].published_parsed.tm_year == 1970
    assert "date_published" not in json_feed(feed)["items"][0]


@pytest.mark.parametrize(("hub", "count"), [("", 0), ("https://hub.example/", 1)])
def test_a_hub_is_named_if_there_is_one(hub: str, count: int) -> None:
    feed = replace(FEED, hub=hub)
    hubs = [link.href for link in read(feed).feed.links if link.rel == "hub"]
    assert hubs == [one["url"] for one in json_feed(feed).get("hubs", [])]
    assert len(hubs) == count


def test_an_entry_in_another_language_names_it() -> None:
    feed = replace(FEED, entries=(ENTRY, replace(ENTRY, language="fr")))
    assert atom(feed).count('xml:lang="fr"') == 1
    assert [item["language"] for item in json_feed(feed)["items"]] == ["en", "fr"]


def test_characters_that_xml_forbids_are_left_out() -> None:
    feed = replace(FEED, title="a\x00b", entries=(replace(ENTRY, title="\ud800\x0bc"),))
    assert read(feed).feed.title == "a b"
    assert read(feed).entries[0].title.strip() == "c"
