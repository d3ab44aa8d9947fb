"""Exports of WordPress are imported as posts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.importing.wordpress import WordPressImporter
from tests.digests.import_desk import fixture, read, told
from tests.digests.study_files import Made, html
from tests.shared_cases import Folder


def write_wordpress(studies: Sequence[Made]) -> str:
    items = "".join(
        f"<item><title>{study.title}</title><content:encoded><![CDATA[{html(study)}]]>"
        f"</content:encoded><wp:post_id>{study.number}{at}</wp:post_id>"
        "<wp:post_date>2024-05-03 10:00:00</wp:post_date><wp:status>publish</wp:status>"
        "<wp:post_type>post</wp:post_type></item>"
        for at, study in enumerate(studies)
    )
    return (
        '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>T</title>{items}'
        "</channel></rss>"
    )


def test_published_posts_are_taken_and_the_rest_counted() -> None:
    imported = read(WordPressImporter(), fixture("wordpress/export.xml"))
    first, second = imported.posts
    assert (first.id, first.month, first.title) == ("7", "2021-07", "Why walk with the slowest?")
    assert first.summary == "A survey asked 300 walkers how they set their *pace*."
    assert first.implications == "Put the slowest walker in front."
    assert (second.title, second.implications) == ("Rain & plans", "Take a **coat**.")
    assert second.summary == "Walkers were asked whether rain changed their plans."
    assert (
        "1: warning: left out: 1 × post (draft), 1 × attachment: nothing needs to be done"
        in told(imported)
    )


def test_a_file_without_posts_is_reported() -> None:
    assert told(read(WordPressImporter(), "<rss><channel></channel></rss>")) == [
        "1: there is no post in the file: check that it is the right file"
    ]


def test_a_feed_is_read_too_and_demands_a_month() -> None:
    rss = "<rss><channel><item><title>Rain</title><guid>g</guid></item></channel></rss>"
    assert "has no month" in told(read(WordPressImporter(), rss))[0]
    assert "has no text" in told(read(WordPressImporter("2024-05"), rss))[0]


EXPORT = """<rss xmlns:content="{purl}://purl.org/rss/1.0/modules/content/"
xmlns:wp="{own}"><channel><link>https://walks.example.org</link>{items}</channel></rss>"""
ITEM = """<item><title>{title}</title><content:encoded><![CDATA[{text}]]></content:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>2021-05-03 10:00:00</wp:post_date>
<wp:status>{status}</wp:status><wp:post_type>{sort}</wp:post_type>
<wp:post_password>{password}</wp:post_password></item>"""


def item(
    text: str = "They asked.",
    *,
    title: str = "Rain",
    status: str = "publish",
    sort: str = "post",
    password: str = "",
    number: int | None = None,
) -> str:
    number = abs(hash(text)) if number is None else number
    return ITEM.format(
        text=text, title=title, status=status, sort=sort, password=password, number=number
    )


def export(*items: str, own: str = "http://wordpress.org/export/1.2/", purl: str = "http") -> str:
    return EXPORT.format(items="".join(items), own=own, purl=purl)


@pytest.mark.parametrize(
    "own",
    [
        "http://wordpress.org/export/1.2/",
        "https://wordpress.org/export/1.2/",
        "https://www.wordpress.org/export/1.0/",
        "https://wordpress.org/export/1.3",
        "http://wordpress.org/export/",
    ],
)
def test_unpublished_posts_are_left_out_and_counted_by_reason(own: str) -> None:
    items = [
        item("Public."),
        *(item(status=status) for status in ("draft", "pending", "future", "private", "trash")),
        item(status="auto-draft"),
        item(status="acf-disabled"),
        item(password="x" * 7),
        item(sort="page"),
        item(sort="nav_menu_item"),
        item(sort="attachment", status="inherit"),
    ]
    imported = read(WordPressImporter(), export(*items, own=own, purl="https"))
    assert [post.summary for post in imported.posts] == ["Public."]
    assert told(imported) == [
        "1: warning: left out: 2 × post (draft), 1 × post (pending), 1 × post (scheduled), "
        "1 × post (private), 1 × post (trash), 1 × post (acf-disabled), "
        "1 × post (password-protected), 1 × page, 1 × menu item, 1 × attachment: "
        "nothing needs to be done"
    ]
    assert imported.source == "https://walks.example.org"


BLOCKS = """<!-- wp:paragraph -->
<p>One.</p>
<!-- /wp:paragraph -->

<!-- wp:list -->
<ul><!-- wp:list-item -->
<li>a</li>
<!-- /wp:list-item --></ul>
<!-- /wp:list -->"""


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("One.\n\n<h4>Head</h4>\nTwo.\nThree.\n\nFour.", "One.||#### Head||Two.|Three.||Four."),
        ("One.\n<ul>\n\t<li>a</li>\n\n\t<li>b</li>\n</ul>\nTwo.", "One.||- a|- b||Two."),
        ('<p style="x">One.</p>\nTwo.\n\nThree.', "One.||Two.||Three."),
        ('<p style="x">One.\n\nTwo.</p>', "One.||Two."),
        ("<em>One.\n\nTwo.</em>\n\nThree.", "*One.*||*Two.*||Three."),
        ("One.<!--more-->\n\n<div>Two.\n\nThree.</div>\nFour.", "One.||Two.||Three.||Four."),
        (BLOCKS, "One.||- a"),
        ('[vc_row w="1/2"]One.[/vc_row] [sic]\n\n[su_note]Two.[/su_note]', "One. [sic]||Two."),
        ('One.\n[caption id="a"]<img src="w.jpg"> A coat[/caption]\n\nTwo.', "One.||Two."),
        ("One.\r\n\r\nTwo.", "One.||Two."),
        ("<pre>a\n\nb</pre>\nOne.", "```|a||b|```||One."),
    ],
)
def test_text_of_any_editor_keeps_its_paragraphs(text: str, summary: str) -> None:
    (post,) = read(WordPressImporter(), export(item(text))).posts
    assert post.summary.replace("\n", "|") == summary


@pytest.mark.parametrize(
    "heading",
    [
        "<h3>Implications for Practice</h3>\n",
        "<strong>Clinical Implications:</strong>\n",
        "<b>Practice Implications</b>\n\n",
        "<u>PRACTICE IMPLICATIONS</u>\n",
        "<p><span style='x'>Practical implications</span></p>",
    ],
)
def test_the_implications_are_found_under_other_names(heading: str) -> None:
    (post,) = read(WordPressImporter(), export(item(f"They asked.\n\n{heading}Wait."))).posts
    assert (post.summary, post.implications) == ("They asked.", "Wait.")


def test_entities_in_titles_and_labels_are_decoded() -> None:
    label = '<category domain="category"><![CDATA[Weather, &amp;amp; <i>Pace</i>]]></category>'
    text = item(title="<![CDATA[Rain &amp; <em>mood</em> &#8211; a tri&shy;al]]>")
    imported = read(WordPressImporter(), export(text.replace("</item>", f"{label}</item>")))
    assert imported.posts[0].title == "Rain & mood – a trial"
    assert "no topics of the digest: Weather, & Pace" in told(imported)[0]


def test_another_post_with_a_known_id_is_a_new_post(tmp_path: Path) -> None:
    """A site that was set up again numbers its posts from 1 again, and old posts must stay."""
    folder, source = Folder(tmp_path / "digest"), tmp_path / "export.xml"
    old = "Three hundred walkers were asked how they set their pace on long walks."
    source.write_text(export(item(old, title="Why walk with the slowest?", number=7)))
    folder.take("wordpress", source)
    before = folder.files()
    new = "Sleep was measured by actigraphy in ninety nurses who work at night."
    source.write_text(export(item(new, title="Night shifts and sleep", number=7)))
    merge = folder.take("wordpress", source)
    assert (len(merge.added), merge.updated, merge.kept) == (1, (), ())
    assert [post.title for post in folder.posts()] == [
        "Night shifts and sleep",
        "Why walk with the slowest?",
    ]
    assert all(folder.files()[name] == text for name, text in before.items() if "posts/" in name)


def test_entities_of_html_outside_of_cdata_are_read() -> None:
    text = export(item("One &hellip; two.", title="Rain &nbsp;&mdash; &amp; snow"))
    (post,) = read(WordPressImporter(), text).posts
    assert (post.title, post.summary) == ("Rain — & snow", "One … two.")


def test_a_fault_names_the_line_on_which_its_item_begins() -> None:
    script = item("<script>x()</script>They asked.")
    told_of = told(read(WordPressImporter(), export(f"\n{script}\n\n{item(title='')}")))
    first = 3
    second = first + script.count("\n") + 2
    assert told_of[0].startswith(f"{first}: warning: a script")
    assert told_of[1].startswith(f"{second}: article 2 of the file has no title")
