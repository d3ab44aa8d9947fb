"""Links are built without Flask's routing, and equal those of Flask."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import flask
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from search.question import Years
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from tests.route_parts import made_up_parts
from webapp.app import create_app
from webapp.view.address.state import Address
from webapp.view.links import (
    MOST_REPEATED,
    search_url,
    url_for,
    way,
)

LONG = "does burnout & fatigue harm? " + "é" * MOST_REPEATED
APP = create_app(FakeEngine(hostile_digest()))
slugs = st.lists(st.text(max_size=5).map(lambda s: " ".join(s.split())), max_size=3)
addresses = st.builds(
    Address,
    q=st.text(max_size=20),
    topics=slugs.map(lambda s: tuple(dict.fromkeys(filter(None, s)))),
    research=slugs.map(lambda s: tuple(dict.fromkeys(filter(None, s)))),
    years=st.sampled_from(((), (Years(2000, 2000),), (Years(2001, 2001), Years(2003, 2018)))),
    sort=st.sampled_from(("relevance", "newest", "oldest")),
    page=st.integers(1, 3),
    expand=st.booleans(),
    off=st.sampled_from(((), ("a-b", "c"))),
    explain=st.booleans(),
)


@pytest.fixture(params=("/", "/mounted"))
def mounted(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The app at the root of a host, and below a path."""
    with APP.test_request_context("/", base_url=f"http://localhost{request.param}"):
        yield APP


def test_every_link_equals_flask_s(mounted: Flask) -> None:
    for rule in mounted.url_map.iter_rules():
        parts = made_up_parts(rule, "sé/lf c?" if ":post_id>" in rule.rule else "sé lf")
        for asked in ({}, {"q": "a&b=c+d/e?ü 😀", "off": ["x y", "z"], "post": []}):
            for whole in ({}, {"_external": True}):
                values = {**parts, **asked, **whole}
                made = url_for(str(rule.endpoint), **values)
                assert made == flask.url_for(str(rule.endpoint), **values)


@given(addresses)
def test_links_of_searches_equal_flask_s(address: Address) -> None:
    with APP.test_request_context("/"):
        parameters = address.parameters
        made = flask.url_for("pages.results", **parameters)  # type: ignore[arg-type]
        assert search_url(address) == made


@given(addresses)
def test_a_button_leads_to_the_same_address_as_a_link(address: Address) -> None:
    long = address.ask(f"{LONG}{address.q}")
    with APP.test_request_context("/"):
        url = search_url(long)
        opening, tag = way(url)
    assert tag == "button" and "formaction" not in opening
    beside = unescape(opening.partition('value="')[2].removesuffix('"'))
    answer = APP.test_client().get("/search", query_string={"q": long.q, "with": beside})
    assert answer.status_code == 303
    there = urlsplit(answer.headers["Location"])
    assert there.path == "/search" and parse_qsl(there.query) == parse_qsl(urlsplit(url).query)


def test_a_short_question_is_repeated_in_links() -> None:
    with APP.test_request_context("/"):
        assert way("/search?q=a&page=2", "download") == (
            'a href="/search?q=a&amp;page=2" download',
            "a",
        )
        at_most = "/search?q=" + "a" * (MOST_REPEATED - 2)
        assert [way(at_most).tag, way(at_most + "a").tag] == ["a", "button"]


def test_buttons_for_a_long_question_work_for_feeds_and_the_api() -> None:
    with APP.test_request_context("/"):
        opening, _ = way(search_url(Address(q=LONG, topics=("trauma",)), "api.search"))
    assert 'formaction="/api/v1/search"' in opening and 'value="topic=trauma"' in opening
    client = APP.test_client()
    for path in ("/search/feed.atom", "/search/feed.json", "/api/v1/search"):
        answer = client.get(path, query_string={"q": "burnout", "with": "topic=trauma&q=x&with=y"})
        assert answer.headers["Location"] == f"{path}?q=burnout&topic=trauma", path
    assert client.get("/search?with=").status_code == 303
    assert client.get("/topics?with=x").status_code == 200
