"""The former address of a page leads to its post, in each format that has addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.importing.test_wordpress import export, item
from tests.shared_cases import Folder

LINK = "https://walks.example.org/2024/05/rain/"
TEXT = "They asked walkers how they set their pace, and with whom they walk."
WP = export(item(TEXT, number=7)).replace("<wp:post_id>", f"<link>{LINK}</link><wp:post_id>")
FRONT = "---\ntitle: Rain\ndate: 2024-05-03\n{}\n---\n\n" + TEXT
FEED = f"""<rss version="2.0"><channel><item><title>Rain</title><link>{LINK}?utm=x</link>
<guid>{LINK}</guid><pubDate>Fri, 03 May 2024 08:00:00 GMT</pubDate>
<description>{TEXT}</description></item></channel></rss>"""
PAGE = f"""<!doctype html><html><head><title>Rain</title><link rel="canonical" href="{LINK}">
<meta property="article:published_time" content="2024-05-03"></head>
<body><article><h1>Rain</h1><div class="entry-content"><p>{TEXT}</p></div></article></body>
</html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "digest")


@pytest.mark.parametrize(
    ("name", "text", "aliases"),
    [
        ("wordpress", WP, ("/2024/05/rain/",)),
        ("markdown", FRONT.format("permalink: /2024/rain.html"), ("/2024/rain.html",)),
        ("markdown", FRONT.format(f"url: {LINK}\naliases: [/rain/]"), ("/rain/", "/2024/05/rain/")),
        ("markdown", FRONT.format("permalink: /:year/:title/"), ()),
        ("markdown", FRONT.format("permalink: /"), ()),
        ("markdown", FRONT.format("permalink: /about/"), ()),
        ("feed", FEED.replace("?utm=x", ""), ("/2024/05/rain/",)),
        ("feed", FEED, ()),
        ("page", PAGE, ("/2024/05/rain/",)),
    ],
)
def test_the_address_of_a_page_is_kept(
    folder: Folder, tmp_path: Path, name: str, text: str, aliases: tuple[str, ...]
) -> None:
    source = tmp_path / "rain.xml"
    source.write_text(text)
    folder.take(name, source)
    (post,) = folder.posts()
    assert post.aliases == aliases
    before = folder.files()
    again = folder.take(name, source)
    assert (again.changes, len(again.unchanged)) == ((), 1)
    assert folder.files() == before


def test_two_posts_never_have_one_address(folder: Folder, tmp_path: Path) -> None:
    source = tmp_path / "export.xml"
    source.write_text(WP)
    folder.take("wordpress", source)
    other = "Sleep was measured by actigraphy in ninety nurses who work at night."
    source.write_text(WP.replace(TEXT, other).replace("<title>Rain", "<title>Night shifts"))
    folder.take("wordpress", source)
    assert [post.aliases for post in folder.posts()] == [(), ("/2024/05/rain/",)]


def test_aliases_added_by_hand_are_kept(folder: Folder, tmp_path: Path) -> None:
    source = tmp_path / "export.xml"
    source.write_text(WP)
    folder.take("wordpress", source)
    (path,) = (folder.root / "posts").iterdir()
    path.write_text(path.read_text().replace("aliases:\n", "aliases:\n  - 2021-05-old\n"))
    source.write_text(WP.replace(TEXT, f"{TEXT} It rained."))
    merge = folder.take("wordpress", source)
    assert len(merge.updated) == 1
    (post,) = folder.posts()
    assert post.aliases == ("2021-05-old", "/2024/05/rain/") and "It rained." in post.summary
