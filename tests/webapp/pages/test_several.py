"""Pages over several digests name the digest of each post, and can be filtered by digest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.publish import publish
from search.engine.location import located
from search.engine.open import open_engine
from tests.digests import garden
from webapp.app import create_app
from webapp.standalone import write_site


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The indexes of two digests, as a reader of both names them."""
    folder = tmp_path_factory.mktemp("several")
    for at, name in enumerate(("plots", "town")):
        half = replace(garden.digest(*garden.POSTS[at::2]), name=f"{name.capitalize()} Digest")
        publish(half, folder / name)
    return f"{folder}/plots,{folder}/town"


@pytest.fixture(scope="module")
def client(indexes: str) -> Iterator[FlaskClient]:
    with closing(open_engine(located(indexes), semantic=False)) as engine:
        yield create_app(engine).test_client()


def test_each_post_names_its_digest(client: FlaskClient) -> None:
    page = client.get("/search?q=beans").text
    assert '<span class="source">Plots Digest</span>' in page
    assert '<span class="source">Town Digest</span>' in page
    assert '<span class="source">Town Digest</span>' in client.get("/months/2016-05").text
    post = client.get("/posts/town/2016-05-slugs-and-beer").text
    assert '<span class="source">Town Digest</span>' in post


def test_results_can_be_filtered_by_digest(client: FlaskClient) -> None:
    page = client.get("/search?q=beans&digest=town").text
    assert '<input type="checkbox" name="digest" value="town" checked>' in page
    assert '<input type="checkbox" name="digest" value="plots">' in page
    assert '<span class="source">Plots Digest</span>' not in page
    assert "Remove the filter </span>Town Digest" in page


def test_the_api_names_the_digest_too(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=beans&digest=town").get_json()
    assert {hit["post"]["digest"]["label"] for hit in found["hits"]} == {"Town Digest"}
    assert found["question"]["digests"] == ["town"]
    chosen = {value["value"]: value["chosen"] for value in found["facets"]["digests"]}
    assert chosen == {"plots": False, "town": True}
    assert all(hit["post"]["url"].startswith("/posts/town/") for hit in found["hits"])


def test_an_address_of_a_single_digest_redirects(client: FlaskClient) -> None:
    moved = client.get("/posts/2016-05-slugs-and-beer")
    assert moved.status_code == 301
    assert moved.location == "/posts/town/2016-05-slugs-and-beer"
    assert client.get("/posts/2016-05-nothing").status_code == 404


@pytest.mark.parametrize(
    "path", ["/", "/topics", "/map", "/authors", "/feed.atom", "/about", "/sitemap.xml", "/readyz"]
)
def test_every_page_works_over_several_digests(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_a_static_site_has_all_digests(indexes: str, tmp_path: Path) -> None:
    with closing(open_engine(located(indexes), semantic=False)) as engine:
        write_site(engine, tmp_path / "site")
    assert {file.name for file in (tmp_path / "site" / "posts").iterdir()} == {"plots", "town"}


def test_a_single_digest_is_not_named(indexes: str) -> None:
    with closing(open_engine(Path(indexes.partition(",")[0]), semantic=False)) as engine:
        client = create_app(engine).test_client()
        page = client.get("/search?q=beans").text
        (hit, *_) = client.get("/api/v1/search?q=beans").get_json()["hits"]
    assert 'class="source"' not in page and 'name="digest"' not in page
    assert hit["post"]["digest"] is None
