"""Images of posts are shown on their pages, and no other file of the folder is served."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.pretended.engine_fake import FakeEngine, hostile_digest, post
from tests.pretended.pictures import PNG, SVG
from webapp.app import create_app
from webapp.standalone import write_site

ID = "2021-02-with-images"
TEXT = f"Text.\n\n![A map of clinics]({ID}/map.png)\n\n![Gone](https://elsewhere.example/x.png)"
ENGINE = FakeEngine(replace(hostile_digest(), posts=(post(1, id=ID, month="2021-02", summary=TEXT),
                                                     post(2, id="2021-02-other"))))  # fmt: skip


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    for name in (ID, "2021-02-other"):
        (folder / name).mkdir(parents=True)
        (folder / name / "map.png").write_bytes(PNG)
        (folder / name / "map.svg").write_bytes(SVG)
    (folder / f"{ID}.md").write_text("front matter")
    return folder


@pytest.fixture
def client(posts: Path) -> FlaskClient:
    return create_app(ENGINE, {"IMAGES": posts}).test_client()


def test_an_image_is_on_its_page_with_its_description(client: FlaskClient) -> None:
    page = LexborHTMLParser(client.get(f"/posts/{ID}").data)
    (image,) = page.css(".summary img")
    assert (image.attributes["src"], image.attributes["alt"]) == (
        f"/images/{ID}/map.png",
        "A map of clinics",
    )
    assert page.css(".summary a[href='https://elsewhere.example/x.png']")
    answer = client.get(f"/images/{ID}/map.png")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/png", PNG)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "img-src 'self'" in answer.headers["Content-Security-Policy"]
    again = client.get(f"/images/{ID}/map.png", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        f"/images/{ID}/none.png",
        f"/images/{ID}/map.svg",
        "/images/2021-02-other/map.png",
        "/images/2021-02-nowhere/map.png",
        f"/images/{ID}/..%2F{ID}.md",
        f"/images/{ID}/../{ID}.md",
        f"/images/../{ID}/map.png",
        f"/images/{ID}/%2e%2e/2021-02-other/map.png",
        f"/images/{ID}/map.png%00.png",
    ],
)
def test_no_other_file_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_without_the_folder_there_are_no_images() -> None:
    client = create_app(ENGINE).test_client()
    assert b"<img" not in client.get(f"/posts/{ID}").data.partition(b"<main")[2]
    assert client.get(f"/images/{ID}/map.png").status_code == 404


def test_addresses_of_images_include_the_site_s_path(posts: Path) -> None:
    app = create_app(ENGINE, {"IMAGES": posts, "SITE": "https://d.example/digest"})
    client = app.test_client()
    assert f'src="/digest/images/{ID}/map.png"'.encode() in client.get(f"/digest/posts/{ID}").data
    feed = feedparser.parse(client.get("/digest/feed.atom").data)
    contents = "".join(entry.content[0].value for entry in feed.entries)
    assert f'src="https://d.example/digest/images/{ID}/map.png"' in contents


def test_images_are_copied_into_a_static_site(posts: Path, tmp_path: Path) -> None:
    written = write_site(ENGINE, tmp_path / "site", posts)
    assert (tmp_path / "site" / "images" / ID / "map.png").read_bytes() == PNG
    page = (tmp_path / "site" / "posts" / f"{ID}.html").read_text("utf-8")
    assert f'src="../images/{ID}/map.png"' in page
    assert not any("images" in address for _, address in written.dead)
    assert not (tmp_path / "site" / "images" / "2021-02-other").exists()
