"""Files of citations joined from cached pieces equal those written at once, for any host."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from corpus.citations.forms import FORMS
from corpus.post import Post
from tests.pretended.engine_fake import FakeEngine, FakeSnapshot, hostile_digest, post
from webapp.app import create_app
from webapp.view.catalog import reference_of

# Three have the same key; one has no citation, so that its own address is cited.
ALIKE = tuple(post(1, id=f"alike-{n}") for n in range(3))
DIGEST = replace(hostile_digest(), posts=(*hostile_digest().posts, *ALIKE))


@pytest.fixture
def app() -> Flask:
    return create_app(FakeEngine(DIGEST))


@pytest.mark.parametrize("form", FORMS)
def test_a_joined_file_equals_one_written_at_once(app: Flask, form: str) -> None:
    client = app.test_client()
    for base in ("http://localhost", "https://a_b~c.example:81", "http://[::1]:8000"):
        with app.test_request_context(base_url=base):
            posts = [app.extensions["engine"].now().post(p.id) for p in DIGEST.posts]
            expected = FORMS[form].write(map(reference_of, posts))
        named = {"post": [p.id for p in DIGEST.posts]}
        for _ in range(2):
            answer = client.get(f"/api/v1/cite/{form}", base_url=base, query_string=named)
            assert answer.get_data(as_text=True) == expected


def test_addresses_include_the_path_of_the_site(app: Flask) -> None:
    def told(root: str) -> str:
        return app.test_client().get("/api/v1/cite/ris?post=MED-10", base_url=root).text

    assert "http://a.example/digest/posts/MED-10" in told("http://a.example/digest")
    assert "http://a.example/posts/MED-10" in told("http://a.example")


def test_a_post_is_read_once_for_all_forms(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = app.test_client()
    snapshot: FakeSnapshot = app.extensions["engine"].now()
    read: list[str] = []
    inner = snapshot.post

    def noted(post_id: str) -> Post:
        read.append(post_id)
        return inner(post_id)

    monkeypatch.setattr(snapshot, "post", noted)
    for form in FORMS:
        for host in ("http://a.example", "http://b.example"):
            assert client.get(f"/api/v1/cite/{form}", base_url=host).status_code == 200
    assert sorted(read) == sorted(post.id for post in DIGEST.posts)
