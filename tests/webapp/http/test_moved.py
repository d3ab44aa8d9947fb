"""Former addresses of posts redirect, and addresses of removed posts say why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from corpus.digest import Gone
from corpus.own_addresses import PAGES, OwnAddresses
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app

NEW = "2021-02-post-1"
OLD = "2015-02-post"


@pytest.fixture
def client() -> FlaskClient:
    digest = hostile_digest()
    first, *others = digest.posts
    assert first.id == NEW
    aliases = (OLD, "/2014/05/a-post/", "für/immer", "topics/therapist-factors")
    moved = replace(first, aliases=aliases)
    return create_app(FakeEngine(replace(digest, posts=(moved, *others)))).test_client()


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        (f"/posts/{OLD}", f"/posts/{NEW}"),
        (f"/posts/{OLD}/", f"/posts/{NEW}"),
        (f"/posts/{OLD}?q=a+b&x=%C3%BC", f"/posts/{NEW}?q=a+b&x=%C3%BC"),
        ("/posts/f%C3%BCr/immer", f"/posts/{NEW}"),
        (f"/api/v1/posts/{OLD}", f"/api/v1/posts/{NEW}"),
        (f"/api/v1/posts/{OLD}/related", f"/api/v1/posts/{NEW}/related"),
        ("/2014/05/a-post/", f"/posts/{NEW}"),
        ("/2014/05/a-post", f"/posts/{NEW}"),
        ("/2014/05/a-post?utm=x", f"/posts/{NEW}?utm=x"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_old_address_leads_to_the_new_one(
    client: FlaskClient, asked: str, leads_to: str, method: str
) -> None:
    response = client.open(asked, method=method)
    assert (response.status_code, response.headers["Location"]) == (301, leads_to)
    # The target may change with the next generation.
    assert response.headers["Cache-Control"] == "no-store"
    assert client.get(leads_to).status_code == 200


def test_a_redirect_stays_below_the_site_s_path(client: FlaskClient) -> None:
    response = client.get(f"/posts/{OLD}", environ_overrides={"SCRIPT_NAME": "/digest"})
    assert response.headers["Location"] == f"/digest/posts/{NEW}"


@pytest.mark.parametrize("path", ["/posts/2015-02-none", "/2014/05/", "/api/v1/posts/none", "/x"])
def test_other_addresses_are_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_existing_page_is_not_redirected(client: FlaskClient) -> None:
    assert client.get("/topics/therapist-factors").status_code == 200


def test_lists_with_a_former_id_are_answered(client: FlaskClient) -> None:
    cited = client.get(f"/api/v1/cite/csl?post={OLD}&post={NEW}&post=gone")
    assert len(cited.get_json(force=True)) == 1
    assert client.get(f"/embed/related?post={OLD}").status_code == 200


@pytest.fixture
def without() -> FlaskClient:
    digest = hostile_digest()
    gone = (
        Gone("2014-01-left", "Its <study> was withdrawn", (NEW, "2099-01-not-posted-yet")),
        Gone("2014/06/left", "Nobody could find it."),
    )
    return create_app(FakeEngine(replace(digest, gone=gone))).test_client()


@pytest.mark.parametrize("path", ["/posts/2014-01-left", "/posts/2014-01-left/"])
def test_a_removed_post_says_why_and_what_to_read_instead(without: FlaskClient, path: str) -> None:
    response = without.get(path)
    page = response.get_data(as_text=True)
    assert response.status_code == 410
    assert "Its &lt;study&gt; was withdrawn." in page
    assert f'href="/posts/{NEW}"' in page
    assert "not-posted-yet" not in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("rest", ["", "/related"])
def test_the_api_says_the_same_of_a_removed_post(without: FlaskClient, rest: str) -> None:
    response = without.get(f"/api/v1/posts/2014-01-left{rest}")
    told = response.get_json(force=True)
    assert (response.status_code, told["error"]["name"]) == (410, "gone")
    assert told["detail"] == "Its <study> was withdrawn"
    assert told["error"]["hint"] == f"Read instead: /api/v1/posts/{NEW}."


def test_any_path_can_be_marked_as_removed(without: FlaskClient) -> None:
    response = without.get("/2014/06/left/")
    assert response.status_code == 410
    assert "Nobody could find it." in response.get_data(as_text=True)
    assert "Read instead" not in response.get_data(as_text=True)
    assert without.head("/2014/06/left").status_code == 410
    assert without.get("/2014/06").status_code == 404


def test_the_addresses_that_can_not_be_former_ones_are_those_of_the_pages() -> None:
    app = create_app(FakeEngine(hostile_digest()), {"MCP": True, "METRICS": "token"})
    plain = {rule.rule.strip("/") for rule in app.url_map.iter_rules() if not rule.arguments}
    own = OwnAddresses.of(hostile_digest())
    assert [page for page in plain - {""} if f"/{page}" not in own] == []
    adapter = app.url_map.bind("localhost")
    assert all(adapter.test(f"/{page}") or page == "mcp" for page in PAGES)
