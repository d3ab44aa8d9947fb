"""Each answer is of one generation, even if others are published while it is made."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from corpus.digest import Digest
from indexer.publish import publish
from search.engine.generation import write_generation
from search.engine.open import open_engine, open_generation
from search.engine.seam import Engine, Snapshot
from tests.digests import garden
from tests.digests.indexing import make_digest
from tests.pretended.engine_publishing import PublishingEngine, TurningEngine
from tests.route_parts import parts_for
from webapp.app import create_app
from webapp.pages.maintain import Maintenance
from webapp.standalone import write_site

TOKEN = "x" * 20
OLD = replace(garden.digest(), name="The old garden")
# The new generation lacks three posts, a month, a year and an author of the old one; the other
# posts have changed texts.
GONE = (garden.POSTS[0], *garden.POSTS[2:4])
NEW = replace(
    garden.digest(
        *(
            replace(post, title=f"{post.title}, again", implications=f"Now: {post.implications}")
            for post in garden.POSTS
            if post not in GONE
        )
    ),
    name="The new garden",
    topics=tuple(replace(t, name=f"{t.name}!") if t.slug != "soil" else t for t in OLD.topics),
)
POST = GONE[1].id
# What each address is asked for.
QUERIES: dict[str, tuple[dict[str, Any], ...]] = {
    "pages.results": ({}, {"q": "ladybirds eat aphids", "explain": "1"}, {"page": 9}),
    "pages.topic": ({}, {"sort": "oldest"}),
    "browse.map_": ({}, {"research": "review"}),
    "feeds.search": ({"q": "slugs"},),
    "signposts.suggest": ({"q": "lad"}, {"q": "all about lad"}),
    "embed.related": ({"post": POST}, {"q": "ladybirds"}),
    "api.search": ({}, {"q": "ladybrids", "explain": "1"}, {"page": 9}),
    "api.suggest": ({"q": "lad"}, {"q": "all about lad"}),
    "api.cite": ({"post": [POST, garden.POSTS[7].id]}, {"q": "slugs"}),
}


def generation(folder: Path, digest: Digest) -> Path:
    folder.mkdir(mode=0o700)
    write_generation(folder, digest)
    return folder


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Snapshot, Snapshot]]:
    """The old generation and the new one."""
    root = tmp_path_factory.mktemp("generations")
    with ExitStack() as stack:
        old, new = (
            stack.enter_context(open_generation(generation(root / name, digest)))
            for name, digest in (("000001-aaaaaa", OLD), ("000002-bbbbbb", NEW))
        )
        yield old, new


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The settings that switch on every feature of the app."""
    root = tmp_path_factory.mktemp("kept")
    folder = make_digest(root / "digest")
    publish(folder.read().digest, root / "index")
    about = Maintenance(TOKEN, folder.root, root / "index")
    return {"MAINTENANCE": about, "NOTES": root / "index.notes", "SITE": "https://d.example"}


def addresses(app: Flask) -> list[str]:
    """At least one address of every page and JSON route that is read with GET."""
    # Of a post, month, year and author that the new generation lacks: mixed, an answer is a 404.
    filled, other = parts_for(app, POST), parts_for(app, GONE[0].id)
    filled |= {endpoint: other[endpoint] for endpoint in ("browse.author", "api.author")}
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            # Images come from the digest's folder, and former pages only redirect.
            of_none = rule.endpoint in ("images.image", "browse.landscape")
            if "GET" not in (rule.methods or ()) or of_none:
                continue
            parts = filled.get(rule.endpoint, {})
            assert rule.arguments == parts.keys(), f"name what fills {rule.rule}"
            for form in ("atom", "json") if rule.endpoint.startswith("feeds.") else ("",):
                for asked in QUERIES.get(rule.endpoint, ({},)):
                    values = {**parts, **({"form": form} if form else {}), **asked}
                    found.append(app.url_for(rule.endpoint, **values))
    return found


def get(client: FlaskClient, address: str) -> tuple[int, str, str | None]:
    """Status, ETag, and the body without its duration and time."""
    sign_in = base64.b64encode(f"any:{TOKEN}".encode()).decode()
    response: TestResponse = client.get(address, headers={"Authorization": f"Basic {sign_in}"})
    body = response.get_data().decode(errors="replace")
    body = re.sub(r'"seconds":\s*[\d.e-]+|name="stamp" value="[^"]*"', "", body)
    return response.status_code, body, response.headers.get("ETag")


def client(engine: Engine, config: dict[str, Any]) -> FlaskClient:
    return create_app(engine, config).test_client()


def test_every_answer_is_of_the_generation_at_its_start(
    snapshots: tuple[Snapshot, Snapshot], config: dict[str, Any]
) -> None:
    still = {one: client(TurningEngine(one), config) for one in snapshots}
    turning = TurningEngine(*snapshots)
    publishing = PublishingEngine(turning, turning.publish)
    asking = client(publishing, config)
    differing = set()
    for address in addresses(still[snapshots[0]].application):
        expected = {one: get(asked, address) for one, asked in still.items()}
        bodies = {body for _, body, _ in expected.values()}
        differing |= {address} if len(bodies) > 1 else set()
        assert expected[snapshots[0]][0] == 200, address
        # The first question to a generation computes values that later ones use.
        for _ in range(2):
            while turning.now() is not snapshots[0]:
                turning.publish()
            publishing.taken.clear()
            answer = get(asking, address)
            assert len(publishing.taken) <= 1, address
            assert answer == expected[(*publishing.taken, snapshots[0])[0]], address
    # The answers of the two generations must differ for most addresses, or nothing was tested.
    assert len(differing) > 40
    assert {f"/posts/{POST}", f"/api/v1/posts/{POST}/related", "/authors/brown-c"} <= differing


def test_a_static_site_is_of_one_generation(
    snapshots: tuple[Snapshot, Snapshot], tmp_path: Path
) -> None:
    turning = TurningEngine(*snapshots)
    write_site(PublishingEngine(turning, turning.publish), tmp_path / "published")
    write_site(TurningEngine(snapshots[0]), tmp_path / "still")
    files = [path for path in (tmp_path / "still").rglob("*") if path.is_file()]
    assert len(files) > 30
    for path in files:
        twin = tmp_path / "published" / path.relative_to(tmp_path / "still")
        assert twin.read_bytes() == path.read_bytes(), path.name


@pytest.mark.slow
@pytest.mark.usefixtures("eager")
def test_answers_are_of_one_generation_even_if_it_is_removed_meanwhile(
    snapshots: tuple[Snapshot, Snapshot], tmp_path: Path
) -> None:
    """Two generations are published before each question to the engine."""
    index = tmp_path / "index"
    publish(OLD, index)
    digests = cycle((NEW, OLD))
    engine = PublishingEngine(
        open_engine(index, semantic=False), lambda: publish(next(digests), index)
    )
    asking, still = (create_app(one).test_client() for one in (engine, TurningEngine(snapshots[0])))
    for address in (
        f"/posts/{POST}",
        f"/api/v1/posts/{POST}/related",
        "/search?q=ladybirds+%22eat+aphids%22",
        "/opensearch/suggest?q=lad",
    ):
        while list(engine._engine.now().ids) != [post.id for post in OLD.posts]:
            publish(next(digests), index)
        assert get(asking, address)[:2] == get(still, address)[:2], address
