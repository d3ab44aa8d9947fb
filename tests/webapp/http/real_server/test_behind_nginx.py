"""The server behind a real nginx, as in deploy/nginx.conf: at the root or a path, TLS, HTTP/2."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import REPOSITORY
from tests.webapp.http.real_server.running import serving
from tests.webapp.proxies import certify, free_port, running_nginx, temporary_paths

SNIPPET = (REPOSITORY / "deploy" / "nginx.conf").read_text("utf-8")
pytestmark = [pytest.mark.nginx, pytest.mark.slow]


@contextmanager
def proxied(index: Path, folder: Path, prefix: str) -> Iterator[str]:
    """The address at which nginx proxies a server, with or without a path."""
    nginx, curl, openssl = (shutil.which(name) for name in ("nginx", "curl", "openssl"))
    if not (nginx and curl and openssl):
        pytest.skip("needs Debian's nginx, curl and openssl")
    port = free_port()
    site = f"https://localhost:{port}{prefix}"
    certify(openssl, folder)
    with serving(index, "--site", site, "--trust-proxy", "1") as server:
        inner = SNIPPET
        for name, value in (
            ("PREFIX", prefix), ("server 127.0.0.1:PORT", f"server 127.0.0.1:{server.port}"),
            ("listen 443", f"listen 127.0.0.1:{port}"),
            ("CERTIFICATE", str(folder / "certificate")), ("KEY", str(folder / "key")),
        ):  # fmt: skip
            assert name in inner
            inner = re.sub(rf"^(?!#)(.*){re.escape(name)}", rf"\g<1>{value}", inner, flags=re.M)
        (folder / "nginx.conf").write_text(
            f"daemon off;\npid {folder / 'pid'};\nerror_log {folder / 'errors'};\n"
            f"events {{ }}\nhttp {{\naccess_log off;\n{temporary_paths(folder)}{inner}}}\n"
        )
        with running_nginx(nginx, folder, port):
            yield site


@pytest.fixture(
    scope="module",
    params=[pytest.param("", marks=pytest.mark.slow), "/digest"],
    ids=["root", "path"],
)
def site(
    request: pytest.FixtureRequest, demo_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with proxied(demo_index, tmp_path_factory.mktemp("nginx"), request.param) as address:
        yield address


def fetch(address: str, *options: str) -> tuple[str, bytes]:
    """Head and decompressed body of an answer."""
    command = ["curl", "--silent", "--show-error", "--insecure", "--include", *options, address]
    done = subprocess.run(command, check=True, capture_output=True)
    head, _, body = done.stdout.partition(b"\r\n\r\n")
    return head.decode("latin-1"), body


def test_every_linked_page_is_served(site: str) -> None:
    origin = site.removesuffix("/digest")
    head, home = fetch(f"{site}/")
    assert head.startswith("HTTP/2 200")
    links = {
        node.attributes.get(name) or ""
        for node in LexborHTMLParser(home.decode()).css("a, link, script, img")
        for name in ("href", "src")
    }
    own = sorted(link for link in links if link.startswith("/"))
    assert len(own) > 10
    for link in own[:25]:
        assert fetch(origin + link)[0].startswith("HTTP/2 200"), link


def test_answers_are_equal_over_each_protocol_and_coding(site: str) -> None:
    plain = fetch(f"{site}/search?q=burnout")[1]
    assert b"<mark>" in plain
    for options in (("--http1.1",), ("--http2",)):
        for coding in ("gzip", "br", "zstd"):
            head, body = fetch(
                f"{site}/search?q=burnout", *options, "--compressed", "-H",
                f"Accept-Encoding: {coding}",
            )  # fmt: skip
            assert f"content-encoding: {coding}" in head.lower()
            assert body == plain


def test_connections_are_kept_and_304_passes(site: str) -> None:
    head, _ = fetch(f"{site}/about")
    tag = re.search(r"(?i)etag: (.*)\r", head)
    assert tag
    done = subprocess.run(
        ["curl", "--silent", "--insecure", "--http1.1",
         "--write-out", "%{http_code} %{num_connects}\n",
         "--output", "/dev/null", "-H", f"If-None-Match: {tag[1]}", f"{site}/about",
         "--output", "/dev/null", f"{site}/about"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["304 1", "304 0"]


def test_feeds_and_json_have_addresses_of_the_site(site: str) -> None:
    _, feed = fetch(f"{site}/feed.json")
    told = json.loads(feed)
    assert told["feed_url"] == f"{site}/feed.json"
    assert all(item["url"].startswith(f"{site}/posts/") for item in told["items"])
    post = told["items"][0]["url"]
    assert fetch(post)[0].startswith("HTTP/2 200")
    assert fetch(f"{post}/")[0].startswith("HTTP/2 308")


def test_a_long_question_is_answered(site: str) -> None:
    head, _ = fetch(f"{site}/search?q=" + "%F0%9F%98%80" * 1000)
    assert head.startswith("HTTP/2 200")
    head, _ = fetch(f"{site}/search?q=" + "%F0%9F%98%80" * 5000, "--http1.1")
    assert head.startswith("HTTP/1.1 200")


def test_forwarding_headers_of_a_reader_are_ignored(site: str) -> None:
    said = [
        option
        for name in ("Host", "Port", "Prefix", "Proto", "For")
        for option in ("-H", f"X-Forwarded-{name}: /evil", "-H", f"X_Forwarded_{name}: /evil")
    ]
    for page in ("/search?q=burnout", "/feed.atom"):
        head, body = fetch(site + page, *said)
        assert head.startswith("HTTP/2 200")
        assert b"evil" not in body
