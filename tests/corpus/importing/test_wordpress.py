from __future__ import annotations

from corpus.importing.wordpress import WordPressImporter
from tests.import_desk import fixture, read, told


def test_published_posts_are_taken_and_the_rest_counted() -> None:
    imported = read(WordPressImporter(), fixture("wordpress/export.xml"))
    first, second = imported.posts
    assert (first.id, first.month, first.title) == ("7", "2021-07", "Why walk with the slowest?")
    assert first.summary == "A survey asked 300 walkers how they set their *pace*."
    assert first.implications == "Put the slowest walker in front."
    assert (second.title, second.implications) == ("Rain & plans", "Take a **coat**.")
    assert second.summary == "Walkers were asked whether rain changed their plans.\nA coat"
    assert told(imported)[0] == (
        "1: warning: left out: 1 × post (draft), 1 × attachment: nothing need be done"
    )


def test_a_file_without_posts_is_told() -> None:
    assert told(read(WordPressImporter(), "<rss><channel></channel></rss>")) == [
        "1: there is no post in the file: see that it is the one you mean"
    ]


def test_a_feed_is_an_export_too_but_needs_a_month() -> None:
    rss = "<rss><channel><item><title>Rain</title><guid>g</guid></item></channel></rss>"
    assert "does not tell its month" in told(read(WordPressImporter(), rss))[0]
    assert "has no text" in told(read(WordPressImporter("2024-05"), rss))[0]
