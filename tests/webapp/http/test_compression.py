"""Texts are compressed for clients that accept it, except pages with a secret."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from backports import zstd
from flask.testing import FlaskClient

from corpus.folder.read import DEMO
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app
from webapp.http.compression import LEAST
from webapp.pages.maintain import Maintenance

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
GIVEN = "a-token-of-the-tests"


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    about = Maintenance(GIVEN, DEMO, tmp_path / "index")
    return create_app(FakeEngine(hostile_digest()), {"MAINTENANCE": about}).test_client()


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/search?q=burnout",
        "/api/v1/search?q=burnout",
        "/feed.atom",
        "/feed.json",
        "/sitemap.xml",
        "/static/style.css",
        "/static/box.js",
    ],
)
@pytest.mark.parametrize(
    ("coding", "unpacked"),
    [("gzip", gzip.decompress), ("br", brotli.decompress), ("zstd", zstd.decompress)],
)
def test_a_compressed_answer_equals_the_plain_one(
    client: FlaskClient, url: str, coding: str, unpacked: Callable[[bytes], bytes]
) -> None:
    plain, packed = client.get(url), client.get(url, headers={"Accept-Encoding": coding})
    assert packed.headers["Content-Encoding"] == coding
    assert packed.headers["Content-Length"] == str(len(packed.data))
    assert "Content-Encoding" not in plain.headers
    assert plain.mimetype == packed.mimetype
    if "/api/" not in url:  # It contains its own duration.
        assert unpacked(packed.data) == plain.data
    assert len(packed.data) < len(plain.data)
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", None),
        ("identity", None),
        ("compress", None),
        ("gzip;q=0", None),
        ("*;q=0", None),
        ("identity, gzip;q=0.5", None),
        ("gzip;q=0, *", "zstd"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "br"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("gzip;q=x, ;;, ,", None),
        ("*", "zstd"),
    ],
)
def test_the_preferred_coding_is_used(
    client: FlaskClient, accepted: str, coding: str | None
) -> None:
    for url in ("/search?q=burnout", "/static/style.css"):
        answer = client.get(url, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == coding


def test_compressed_and_plain_answers_have_the_same_etag(client: FlaskClient) -> None:
    for url in ("/search?q=burnout", "/static/style.css"):
        tag = client.get(url).headers["ETag"]
        assert tag == client.get(url, headers=GZIP).headers["ETag"]
        assert tag.startswith("W/")
        for encoding in ({}, GZIP):
            again = client.get(url, headers={"If-None-Match": tag, **encoding})
            assert again.status_code == 304
            assert not again.data
            assert again.headers["ETag"] == tag
            assert "Content-Encoding" not in again.headers
            # Otherwise a cache would change the type of its copy.
            assert "Content-Type" not in again.headers


def test_head_has_the_content_length_of_get(client: FlaskClient) -> None:
    got, head = client.get("/about", headers=GZIP), client.head("/about", headers=GZIP)
    assert head.headers["Content-Length"] == got.headers["Content-Length"]
    assert not head.data


def test_errors_are_not_compressed(client: FlaskClient) -> None:
    answer = client.get("/nowhere", headers=GZIP)
    assert "Content-Encoding" not in answer.headers


def test_short_answers_are_not_compressed(client: FlaskClient) -> None:
    answer = client.get("/healthz", headers=GZIP)
    assert len(answer.data) < LEAST
    assert "Content-Encoding" not in answer.headers


def test_a_page_with_a_secret_is_not_compressed(client: FlaskClient) -> None:
    for asker in (None, ("keeper", GIVEN)):
        answer = client.get("/maintain/reports", headers=GZIP, auth=asker)
        assert answer.status_code == (200 if asker else 401)
        assert len(answer.data) >= LEAST
        assert "Content-Encoding" not in answer.headers
