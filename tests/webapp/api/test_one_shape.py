"""Answers have the same shape in the API, on the command line and for assistants."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

pytest.importorskip("mcp", reason="needs the extra mcp")

from mcp import Client

from indexer.publish import publish
from search.engine.open import open_engine
from search.engine.seam import Engine
from tests.digests import garden
from webapp.api.mcp import make_server
from webapp.app import create_app
from webapp.cli.commands import main

POST = garden.POSTS[3].id
# Addresses, which a command and an assistant lack, and durations are removed.
_LINKS = frozenset(("url", "next", "previous", "related_url"))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("shape") / "index"
    publish(garden.digest(), index)
    return index


@pytest.fixture(scope="module")
def engine(index: Path) -> Engine:
    return open_engine(index, semantic=False)


def of_api(engine: Engine, path: str) -> Any:
    client = create_app(engine, {"POSTS_PER_PAGE": 5}).test_client()
    return client.get(f"/api/v1/{path}").get_json()


def of_command(index: Path, *arguments: str) -> Any:
    told = CliRunner().invoke(main, [*arguments, "--json", "--index", str(index)])
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


def of_assistant(engine: Engine, tool: str, **given: Any) -> Any:
    async def ask() -> Any:
        async with Client(make_server(engine)) as client:
            return (await client.call_tool(tool, given)).structured_content

    # In a separate thread: if this process drives a browser, it already has an event loop.
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, ask()).result()


def unlinked(told: Any) -> Any:
    """The answer without durations and addresses; each address must be there first."""
    if isinstance(told, list):
        return [unlinked(one) for one in told]
    if not isinstance(told, dict):
        return told
    return {
        key: (key in _LINKS or key == "seconds") or unlinked(value) for key, value in told.items()
    }


@pytest.mark.parametrize(
    "question", ["do ladybirds eat aphids?", "ladybrids", "zeppelin", "compost topic:soil", ""]
)
def test_results_have_one_shape(engine: Engine, index: Path, question: str) -> None:
    api = unlinked(of_api(engine, f"search?q={question}"))
    assert unlinked(of_command(index, "search", question, "--no-semantic")) == api
    assert unlinked(of_assistant(engine, "search", question=question)) == api


def test_related_posts_have_one_shape(engine: Engine, index: Path) -> None:
    api = unlinked(of_api(engine, f"posts/{POST}/related"))
    assert api["across"]
    assert unlinked(of_command(index, "related", POST)) == api
    assert unlinked(of_assistant(engine, "related", post_id=POST)) == api


def test_a_post_has_one_shape(engine: Engine) -> None:
    api = unlinked(of_api(engine, f"posts/{POST}"))
    assert unlinked(of_assistant(engine, "read", post_id=POST)) == api
