"""An assistant can ask over HTTP as over stdio, and other sites can not."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

pytest.importorskip("mcp", reason="needs the extra mcp")

from mcp import Client

from search.errors import IndexDamaged
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from tests.webapp.http.real_server.running import serving
from webapp.api import mcp_http
from webapp.app import create_app
from webapp.cli.commands import main

JSON = {"Accept": "application/json, text/event-stream"}


def client_of(**config: Any) -> FlaskClient:
    return create_app(FakeEngine(hostile_digest()), {"MCP": True, **config}).test_client()


@pytest.fixture
def client() -> FlaskClient:
    return client_of()


def send(client: FlaskClient, method: str, given: Any = None, **headers: str) -> TestResponse:
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": given or {}}
    return client.post("/mcp", json=message, headers={**JSON, **headers})


def call(client: FlaskClient, tool: str, **given: Any) -> tuple[bool, str]:
    """Whether a tool refused, and its text."""
    answer = send(client, "tools/call", {"name": tool, "arguments": given})
    assert answer.status_code == 200
    result = answer.get_json()["result"]
    return result.get("isError", False), result["content"][0]["text"]


@pytest.mark.slow
def test_the_official_client_works_with_a_server(demo_index: Path) -> None:
    post = "2021-07-therapists-burn-out-patients-worse"

    async def ask(url: str) -> None:
        async with Client(url) as client:
            tools = {tool.name for tool in (await client.list_tools()).tools}
            assert tools == {"search", "read", "related", "topics"}
            given = {"question": "does burnout of the therapist hurt patients?", "limit": 3}
            found = await client.call_tool("search", given)
            assert found.structured_content
            assert post in [hit["post"]["id"] for hit in found.structured_content["hits"]]
            listed = await client.call_tool("topics", {})
            assert listed.structured_content and listed.structured_content["topics"]
            (text,) = (await client.read_resource(f"digest://posts/{post}")).contents
            assert "## Practice implications" in getattr(text, "text", "")
            prompt = await client.get_prompt("what_does_the_digest_say", {"subject": "burnout"})
            assert "burnout" in getattr(prompt.messages[0].content, "text", "")

    with serving(demo_index, "--mcp") as server, ThreadPoolExecutor(1) as aside:
        url = f"http://{server.host}:{server.port}/mcp"
        aside.submit(asyncio.run, ask(url)).result()
        assert server.get("/mcp")[0] == 405


def test_without_the_option_there_is_no_address() -> None:
    client = create_app(FakeEngine(hostile_digest())).test_client()
    assert client.post("/mcp", json={}).status_code in (404, 405)


def test_an_answer_is_json_and_must_not_be_cached(client: FlaskClient) -> None:
    answer = send(client, "tools/list")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Content-Security-Policy" in answer.headers


def test_no_stream_and_no_session_is_offered(client: FlaskClient) -> None:
    for method in ("GET", "DELETE"):
        answer = client.open("/mcp", method=method, headers={"Accept": "text/event-stream"})
        assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
        assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("site", "origin", "status"),
    [
        ("", "https://other.example", 403),
        ("", "http://localhost:3000", 200),
        ("", "http://127.0.0.1", 200),
        ("", "http://localhost.other.example", 403),
        ("", "null", 403),
        ("https://d.example/digest", "https://d.example", 200),
        ("https://d.example/digest", "https://other.example", 403),
        ("https://d.example/digest", "http://localhost", 403),
    ],
)
def test_requests_of_other_sites_are_refused(site: str, origin: str, status: int) -> None:
    assert send(client_of(SITE=site), "tools/list", Origin=origin).status_code == status


def test_a_host_name_that_resolves_to_this_machine_is_refused(client: FlaskClient) -> None:
    named = {"Host": "evil.example", "Origin": "http://evil.example"}
    assert send(client, "tools/list", **named).status_code == 403


def test_too_many_and_too_large_messages_are_refused(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = client.post("/mcp", data=b"x" * 70_000, content_type="application/json")
    assert large.status_code == 413
    monkeypatch.setattr(mcp_http, "MOST_MESSAGES", 2)
    few = client_of()
    assert [send(few, "ping").status_code for _ in range(3)] == [200, 200, 429]
    assert send(few, "ping").headers["Retry-After"] == "60"


@pytest.mark.parametrize("body", [b"{", b"[" * 60_000, b'{"a": "\\ud800"}', b"\xff\xfe", b""])
def test_an_invalid_message_is_reported_without_details_of_the_parser(
    client: FlaskClient, body: bytes
) -> None:
    answer = client.post("/mcp", data=body, headers=JSON, content_type="application/json")
    assert answer.status_code == 400
    told = json.dumps(answer.get_json())
    assert "no JSON" in told
    assert "line" not in told and "escape" not in told and "recursion" not in told


def test_a_message_must_have_the_type_json(client: FlaskClient) -> None:
    assert client.post("/mcp", data=b"{}", content_type="text/plain").status_code == 415


@pytest.mark.parametrize(
    ("tool", "given", "told"),
    [
        ("search", {"limit": 1000}, "'limit' does not fit. How many posts. From 1 to 20."),
        ("search", {"question": 3}, "'question' does not fit."),
        ("search", {"question": "a", "years": "soon"}, "2018..2021"),
        ("read", {"post_id": "x" * 9000}, "The tool search returns the ids"),
        ("read", {}, "'post_id' is missing."),
        ("delete", {}, "There is no tool 'delete'"),
    ],
)
def test_errors_are_in_our_own_words(
    client: FlaskClient, tool: str, given: dict[str, Any], told: str
) -> None:
    refused, text = call(client, tool, **given)
    assert refused and told in text and len(text) < 500
    for word in ("validation", "pydantic", "Error executing", "Traceback", "input_value"):
        assert word not in text


def test_an_internal_error_is_reported_without_its_cause(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = client.application.extensions["engine"]
    assert send(client, "tools/list").status_code == 200

    def broken(*given: object, **more: object) -> None:
        raise IndexDamaged("/secret/index is damaged")

    monkeypatch.setattr(engine.snapshot, "search", broken)
    refused, text = call(client, "search", question="burnout")
    assert refused and "Try again" in text and "secret" not in text


@pytest.mark.parametrize("uri", ["file:///etc/passwd", "digest://posts/none", "digest://other"])
def test_a_missing_resource_is_reported_with_where_to_look(client: FlaskClient, uri: str) -> None:
    error = send(client, "resources/read", {"uri": uri}).get_json()["error"]
    assert error["code"] == -32602
    assert "tells ids" in error["message"] or "digest://posts/" in error["message"]


def test_hostile_ids_and_texts_are_handled_as_text(client: FlaskClient) -> None:
    answer = send(client, "resources/read", {"uri": "digest://posts/2022-01-hostile"})
    (content,) = answer.get_json()["result"]["contents"]
    assert content["mimeType"] == "text/markdown" and "retracted" in content["text"]
    for post_id in ("../../etc/passwd", "a/b//c", "\x00", "%00"):
        assert call(client, "read", post_id=post_id)[0]


def test_a_prompt_needs_its_subject(client: FlaskClient) -> None:
    for given in ({"name": "what_does_the_digest_say"}, {"name": "other"}):
        error = send(client, "prompts/get", given).get_json()["error"]
        assert "needs a subject" in error["message"]


def test_without_the_library_the_command_says_what_to_install(
    demo_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.cli.assistants.find_spec", lambda name: None)
    result = CliRunner().invoke(main, ["serve", "--mcp", "--index", str(demo_index)])
    assert result.exit_code == 1
    assert "The library for assistants (mcp) is not installed" in result.output
