"""A site whose address is known has what names it: feeds, sitemap, canonical links, a 404 page."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import defusedxml.ElementTree as ElementTree
import feedparser
import pytest
import rispy
from selectolax.lexbor import LexborHTMLParser

from tests.engine_fake import FakeEngine, hostile_digest
from webapp.pages import signposts
from webapp.relinking import placing
from webapp.standalone import write_site

SITE = "https://d.example/digest"
_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "pages"
    write_site(FakeEngine(hostile_digest()), folder, site=SITE)
    return folder


def file_at(out: Path, address: str) -> Path:
    """The file that a web space shows at an address of the site."""
    path = unquote(address.removeprefix(SITE).lstrip("/"))
    return out / (path or "index.html")


def test_the_sitemap_has_every_page_and_each_is_its_own_canonical(out: Path) -> None:
    tree = ElementTree.fromstring((out / "sitemap.xml").read_bytes())
    addresses = [node.text or "" for node in tree.iter(_LOC)]
    assert f"{SITE}/" in addresses and len(addresses) > 40
    for address in addresses:
        page = LexborHTMLParser(file_at(out, address).read_text("utf-8"))
        (canonical,) = page.css("link[rel=canonical]")
        assert canonical.attributes["href"] == address
        for node in page.css("meta[property='og:image']"):
            assert file_at(out, node.attributes["content"] or "").is_file()


def test_a_sitemap_in_parts_is_written_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signposts, "MOST_ADDRESSES", 20)
    written = write_site(FakeEngine(hostile_digest()), tmp_path / "out", site=SITE)
    tree = ElementTree.fromstring((tmp_path / "out" / "sitemap.xml").read_bytes())
    parts = [node.text or "" for node in tree.iter(_LOC)]
    assert len(parts) > 2 and written.dead == ()
    assert all(file_at(tmp_path / "out", part).is_file() for part in parts)


@pytest.mark.parametrize("path", ["feed.atom", "topics/trauma/feed.atom", "kinds/survey/feed.atom"])
def test_a_feed_leads_to_files(out: Path, path: str) -> None:
    found = feedparser.parse((out / path).read_bytes())
    assert not found.bozo
    assert [one.href for one in found.feed.links if one.rel == "self"] == [f"{SITE}/{path}"]
    for entry in found.entries:
        assert file_at(out, entry.link.partition("#")[0]).is_file()


def test_a_page_that_is_not_there_works_at_any_depth(out: Path) -> None:
    page = (out / "404.html").read_text("utf-8")
    links = [unescape(link) for link in re.findall(r'\s(?:href|src|action)="([^"]*)"', page)]
    inner = [link for link in links if not link.startswith(("https://example.org", "#"))]
    assert inner and all(link.startswith("/digest/") for link in inner)
    for link in inner:
        path = re.split("[?#]", link.removeprefix("/digest/"))[0]
        assert (out / unquote(path)).is_file(), link
    assert "noindex" in page


def test_robots_may_read_all_and_find_the_sitemap(out: Path) -> None:
    assert f"Sitemap: {SITE}/sitemap.xml" in (out / "robots.txt").read_text("utf-8")


def test_citations_are_files(out: Path) -> None:
    posts = hostile_digest().posts
    assert len(rispy.loads((out / "citations.ris").read_text("utf-8"))) == len(posts)
    (one,) = rispy.loads((out / "posts" / "MED-10.ris").read_text("utf-8"))
    assert one["id"] == "MED-10"
    assert (out / "posts" / "MED-10.bib").is_file() and (out / "citations.bib").is_file()
    page = LexborHTMLParser((out / "posts" / "MED-10.html").read_text("utf-8"))
    named = [node.attributes["href"] for node in page.css(".downloads a")]
    assert named == ["MED-10.ris", "MED-10.bib"]


def test_without_an_address_nothing_that_names_it_is_written(tmp_path: Path) -> None:
    write_site(FakeEngine(hostile_digest()), tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").rglob("*")}
    assert not names & {"sitemap.xml", "feed.atom", "card.png"}
    assert {"404.html", "robots.txt", "citations.ris", "favicon.ico"} <= names
    page = (tmp_path / "out" / "posts" / "MED-10.html").read_text("utf-8")
    assert "canonical" not in page and "DC.title" in page and "application/ld+json" in page


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/api/v1/cite/ris?post=a", "posts/a.ris"),
        ("/api/v1/cite/bibtex", "citations.bib"),
        ("/api/v1/cite/csl?post=a", None),
        ("/api/v1/cite/ris?post=a&post=b", None),
        ("/feed.atom", None),
        ("/maintain/", None),
        ("/api/v1/search", None),
    ],
)
def test_where_an_address_has_its_file(address: str, file: str | None) -> None:
    from webapp.app import create_app

    assert placing(create_app(FakeEngine(hostile_digest())))(address) == file
