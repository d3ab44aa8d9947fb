"""RSS and Atom feeds are imported as posts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.importing.feed import FeedImporter
from tests.digests.import_desk import fixture, read, told
from tests.digests.study_files import Made, html


def write_feed(studies: Sequence[Made]) -> str:
    items = "".join(
        f"<item><title>{study.title}</title><guid isPermaLink='false'>{study.number}{at}</guid>"
        f"<pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate><description><![CDATA[{html(study)}]]>"
        "</description></item>"
        for at, study in enumerate(studies)
    )
    return f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'


@pytest.mark.parametrize("name", ["feed/rss.xml", "feed/atom.xml"])
def test_entries_become_posts(name: str) -> None:
    post = read(FeedImporter(), fixture(name)).posts[0]
    assert (post.title, post.month) == ("Why walk with the slowest?", "2021-07")
    assert post.summary == "A survey asked 300 walkers how they set their pace."
    assert post.implications == "Put the slowest walker in front."


def test_a_truncated_entry_is_reported() -> None:
    problems = told(read(FeedImporter(), fixture("feed/rss.xml")))
    assert any('the feed holds only the beginning of "Rain & plans"' in line for line in problems)


def test_a_feed_with_an_undefined_entity_is_read_and_reported() -> None:
    data = fixture("feed/rss.xml").replace(b"<title>Why", b"<title>So &nothing; why")
    imported = read(FeedImporter(), data)
    assert "the file is not XML (undefined entity" in " ".join(told(imported))
    assert len(imported.posts) == 2


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "utf-8"])
def test_a_feed_may_be_in_another_encoding(encoding: str) -> None:
    data = fixture("feed/atom.xml").decode().replace('"utf-8"', f'"{encoding}"')
    data = data.replace("A survey", "A café")
    (post,) = read(FeedImporter(), data.encode(encoding)).posts
    assert post.summary.startswith("A café asked")


@pytest.mark.parametrize("slip", ["", "&nothing;"])
def test_a_fault_names_the_line_on_which_its_entry_begins(slip: str) -> None:
    items = """<!-- <item> --><item><title>Rain</title><description><![CDATA[Text
<item> of rain]]></description></item>
<item>{}<description>Text</description><pubDate>Mon, 03 May 2021</pubDate></item>"""
    told_of = told(read(FeedImporter(), f"<rss>\n<channel>{items.format(slip)}</channel></rss>"))
    faults = [line for line in told_of if "warning" not in line]
    assert [line.partition(":")[0] for line in faults] == ["2", "4"]
    assert "article 2 of the file has no title" in faults[1]


def test_a_page_is_refused_as_a_feed() -> None:
    assert read(FeedImporter(), "<html><p>Hello</p></html>").posts == ()


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://www.w3.org/2007/app">
<id>tag:walks.example.org,2024:feed</id><title>T</title>{entries}</feed>"""
ENTRY = """<entry><title type="{sort}">{title}</title><id>7</id>
<updated>2024-05-03T00:00:00Z</updated><content type="{sort}">{text}</content>{more}</entry>"""


def entry(text: str, sort: str = "html", title: str = "Rain", more: str = "") -> str:
    return ENTRY.format(text=text, sort=sort, title=title, more=more)


@pytest.mark.parametrize(
    ("sort", "text", "seen"),
    [
        ("text", "A &lt;b&gt; tag, 5 &lt; 6.", "A <b> tag, 5 < 6."),
        ("html", "A &lt;b&gt;bold&lt;/b&gt; tag, 5 &amp;lt; 6.", "A bold tag, 5 < 6."),
        (
            "xhtml",
            '<b xmlns="http://www.w3.org/1999/xhtml">A <i>bold</i> tag, 5 &lt; 6.</b>',
            "A bold tag, 5 < 6.",
        ),
    ],
)
def test_each_type_of_text_is_read_by_its_type(sort: str, text: str, seen: str) -> None:
    imported = read(FeedImporter(), ATOM.format(entries=entry(f"{text} So.", sort, text)))
    (post,) = imported.posts
    assert (post.title, post.summary.replace("*", "")) == (seen, f"{seen} So.")
    assert imported.source == "tag:walks.example.org,2024:feed"


def test_plain_text_keeps_its_paragraphs() -> None:
    (post,) = read(FeedImporter(), ATOM.format(entries=entry("One.\n\nTwo.", "text"))).posts
    assert post.summary == "One.\n\nTwo."


def test_the_label_of_a_category_is_its_visible_name() -> None:
    more = '<category term="x1" label="Pace"/><category term="Weather, and Season"/>'
    (post,) = read(FeedImporter(), ATOM.format(entries=entry("One.", more=more))).posts
    assert post.topics == ("Pace", "Weather, and Season")


def test_drafts_and_other_entries_are_left_out_and_counted() -> None:
    kind = '<category scheme="x" term="http://schemas.google.com/blogger/2008/kind#{}"/>'
    draft = "<app:control><app:draft>yes</app:draft></app:control>"
    entries = [
        entry("Public.", more=kind.format("post")),
        entry("Draft.", more=draft + kind.format("post")),
        entry("Page.", more=kind.format("page")),
        entry("Comment.", more=kind.format("comment")),
        entry("Later.", more="<published>2999-01-01T00:00:00Z</published>"),
    ]
    imported = read(FeedImporter(), ATOM.format(entries="".join(entries)))
    assert [post.summary for post in imported.posts] == ["Public."]
    assert told(imported) == [
        "1: warning: left out: 1 × post (draft), 1 × page, 1 × comment, 1 × post (scheduled): "
        "nothing needs to be done"
    ]


@pytest.mark.parametrize("slip", ["&#xD800;", "&#0;", "\x0b", "&#x1f;"])
def test_characters_that_xml_forbids_do_not_stop_the_import(slip: str) -> None:
    imported = read(FeedImporter(), ATOM.format(entries=entry(f"One{slip}two.")))
    assert imported.posts[0].summary == "One two."
    assert "became a blank" in told(imported)[0]
