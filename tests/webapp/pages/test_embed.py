"""Frames are shown on the sites that the maintainer names and nowhere else, in a real browser."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import html5lib
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as BrowserPage
from selectolax.lexbor import LexborHTMLParser
from werkzeug.serving import make_server

from search.engine.open import open_engine
from tests.browsers.window import Window
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app

SITE = "https://www.example.org"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(FakeEngine(hostile_digest()), {"EMBED_ON": (SITE,)}).test_client()


@pytest.mark.parametrize(
    "path",
    [
        "/embed/search",
        "/embed/search?scheme=dark",
        "/embed/related?post=2022-01-hostile",
        "/embed/related?q=burnout",
        "/embed/related?q=zzz&scheme=odd",
    ],
)
def test_a_frame_is_valid_and_allowed_on_the_named_sites(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    html5lib.HTMLParser(strict=True).parse(response.text)
    assert f"frame-ancestors {SITE}" in response.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in response.headers
    page = LexborHTMLParser(response.text)
    scheme = page.css_first("meta[name=color-scheme]")
    assert scheme is not None
    assert scheme.attributes["content"] == ("dark" if "dark" in path else "light dark")
    assert all(link.attributes["target"] == "_top" for link in page.css("a, form"))
    assert "<script>" not in response.text


def test_an_error_in_a_frame_is_no_whole_page(client: FlaskClient) -> None:
    for path, status, told in (
        ("/embed/related?post=2022-01-gone", 404, "There is no post "),
        ("/embed/related", 400, "Name a post (post=ID) or give words"),
    ):
        response = client.get(path)
        html5lib.HTMLParser(strict=True).parse(response.text)
        page = LexborHTMLParser(response.text)
        assert (response.status_code, page.css("header, form, footer")) == (status, [])
        assert told in response.text
        assert [a.attributes["target"] for a in page.css("a")] == ["_top"]
        assert f"frame-ancestors {SITE}" in response.headers["Content-Security-Policy"]


def test_other_pages_may_not_be_framed(client: FlaskClient) -> None:
    for path in ("/", "/search", "/api/v1/topics"):
        response = client.get(path)
        assert response.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_without_a_named_site_frames_are_forbidden() -> None:
    response = create_app(FakeEngine(hostile_digest())).test_client().get("/embed/search")
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_the_script_may_be_loaded_by_other_sites(client: FlaskClient) -> None:
    response = client.get("/embed.js", buffered=True)
    assert response.mimetype == "text/javascript"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_related_posts_need_an_existing_post(client: FlaskClient) -> None:
    assert client.get("/embed/related").status_code == 400
    assert client.get("/embed/related?post=nowhere").status_code == 404


class Page(http.server.BaseHTTPRequestHandler):
    """A page of another site, with a strict policy."""

    digest = ""

    def do_GET(self) -> None:
        body = f"""<!doctype html><html lang="en"><title>Network</title><h1>Network</h1>
            <div data-pprsearch="search" data-title="Ask"></div>
            <div data-pprsearch="related" data-question="therapist burnout"></div>
            <div data-pprsearch="unknown"></div>
            <script src="{self.digest}/embed.js" defer></script></html>""".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header(
            "Content-Security-Policy",
            f"default-src 'none'; script-src {self.digest}; frame-src {self.digest}",
        )
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Prints nothing."""


@contextmanager
def network(digest: str) -> Iterator[http.server.HTTPServer]:
    handler = type("NetworkPage", (Page,), {"digest": digest})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def refusal(page: BrowserPage) -> AbstractContextManager[object]:
    """Wait until the browser has reported a refused frame."""
    return page.expect_console_message(lambda message: "frame-ancestors" in message.text)


@pytest.mark.browser
@pytest.mark.parametrize("allowed", [True, False])
def test_a_page_of_another_site_shows_frames_only_if_allowed(
    browser: Browser, demo_index: Path, allowed: bool
) -> None:
    app = create_app(open_engine(demo_index, semantic=False))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    with network(f"http://127.0.0.1:{server.port}") as site:
        own = f"http://127.0.0.1:{site.server_port}"
        server.app = create_app(
            open_engine(demo_index, semantic=False),
            {"EMBED_ON": (own,) if allowed else ()},
        )
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with browser.new_context() as context:
                reader = Window(context, "http://127.0.0.1")
                with nullcontext() if allowed else refusal(reader.page):
                    page = reader.open(f":{site.server_port}/")
                expect(page.locator("iframe")).to_have_count(2)
                related = page.frame_locator("iframe[title^=Related]")
                if allowed:
                    expect(related.get_by_role("link").first).to_be_visible()
                    expect(page.locator("iframe[title^=Related]")).not_to_have_attribute(
                        "height", "320"
                    )
                    box = page.frame_locator("iframe[title=Ask]").get_by_role("searchbox")
                    box.fill("alliance")
                    box.press("Enter")
                    page.wait_for_url("**/search?q=alliance")
                    assert reader.faults == []
                else:
                    expect(related.get_by_role("link")).to_have_count(0)
                    assert any("frame-ancestors" in fault for fault in reader.faults)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
