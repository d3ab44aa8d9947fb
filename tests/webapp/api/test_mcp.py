"""An assistant's session over stdin and stdout: it searches, and reads posts and related ones."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

pytest.importorskip("mcp", reason="needs the extra mcp")

from mcp import Client
from mcp.client.stdio import StdioServerParameters

from tests.conftest import REPOSITORY
from tests.pretended.engine_fake import FakeEngine, FakeSnapshot, hostile_digest
from tests.pretended.engine_publishing import PublishingEngine, TurningEngine
from webapp.api.mcp import Desk, make_server
from webapp.cli.commands import main

Calls = list[tuple[str, dict[str, Any]]]


def session(server: Any, calls: Calls) -> tuple[list[Any], list[Any]]:
    """The tools of a session, and the results of the calls."""

    async def ask() -> tuple[list[Any], list[Any]]:
        async with Client(server) as client:
            tools = (await client.list_tools()).tools
            return tools, [await client.call_tool(name, given) for name, given in calls]

    # In a separate thread: if this process drives a browser, it already has an event loop.
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, ask()).result()


def fake(calls: Calls, site: str = "") -> list[Any]:
    return session(make_server(FakeEngine(hostile_digest()), site), calls)[1]


@pytest.mark.slow
def test_a_session_over_stdio_searches_and_reads(demo_index: Path) -> None:
    command = ["-c", "from webapp.cli.commands import main; main()", "mcp"]
    command += ["--index", str(demo_index), "--no-semantic"]
    command += ["--site", "https://digest.example.org/"]
    server = StdioServerParameters(command=sys.executable, args=command)
    post = "2021-07-therapists-burn-out-patients-worse"
    tools, (found, whole, onward) = session(
        server,
        [
            ("search", {"question": "does burnout of the therapist hurt patients?", "limit": 3}),
            ("read", {"post_id": post}),
            ("related", {"post_id": post}),
        ],
    )
    assert {tool.name for tool in tools} == {"search", "read", "related", "topics"}
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools)
    hits = found.structured_content["hits"]
    assert post in [hit["post"]["id"] for hit in hits] and len(hits) <= 3
    assert hits[0]["implication"]["text"]
    assert hits[0]["post"]["url"].startswith("https://digest.example.org/posts/20")
    assert whole.structured_content["implications"]
    assert "doi" in whole.structured_content
    assert onward.structured_content["closest"][0]["reason"]


def test_filters_and_years_narrow_the_results() -> None:
    wide, narrow = fake(
        [
            ("search", {"question": "burnout", "limit": 20}),
            (
                "search",
                {
                    "question": "burnout",
                    "topics": ["Therapist Factors"],
                    "research": ["survey"],
                    "years": "2021",
                },
            ),
        ]
    )
    assert wide.structured_content["total"] == 24
    told = narrow.structured_content
    assert (told["answered"], told["total"], told["hits"]) == (False, 0, [])
    assert told["question"]["years"] == "2021"
    assert told["question"]["topics"] == ["Therapist Factors"]


def test_errors_are_reported_with_a_cure() -> None:
    years, missing, onward, many = fake(
        [
            ("search", {"question": "burnout", "years": "soon"}),
            ("read", {"post_id": "nowhere"}),
            ("related", {"post_id": "nowhere"}),
            ("search", {"question": "burnout", "limit": 1000}),
        ]
    )
    assert all(result.is_error for result in (years, missing, onward, many))
    assert "2018..2021" in years.content[0].text
    assert "The tool search returns the ids" in missing.content[0].text


def test_lone_surrogates_are_handled_like_other_characters() -> None:
    found, filtered, years, missing, onward = fake(
        [
            ("search", {"question": "burn\ud800out burnout"}),
            ("search", {"question": "\udfff", "topics": ["\ud800"], "research": ["\udfff"]}),
            ("search", {"question": "burnout", "years": "\ud800"}),
            ("read", {"post_id": "\ud800"}),
            ("related", {"post_id": "a\udfffb"}),
        ]
    )
    assert found.structured_content["total"] == 24
    assert filtered.structured_content["total"] == 0
    assert "2018..2021" in years.content[0].text
    assert "The tool search returns the ids" in missing.content[0].text
    for result in (found, filtered, years, missing, onward):
        assert result.model_dump_json()


def test_an_answer_is_of_one_generation_during_publications() -> None:
    digest = hostile_digest()
    post = digest.posts[3].id
    gone = replace(digest, posts=tuple(one for one in digest.posts if one.id != post))
    turning = TurningEngine(FakeSnapshot(digest), FakeSnapshot(gone, "000002-fake"))
    desk = Desk(PublishingEngine(turning, turning.publish))
    for _ in range(2):
        while post not in turning.now().ids:
            turning.publish()
        assert desk.related(post).closest
        while post not in turning.now().ids:
            turning.publish()
        assert desk.read(post).id == post


def test_a_post_with_gaps_has_nulls() -> None:
    (whole,) = fake([("read", {"post_id": "MED-10"})])
    post = whole.structured_content
    assert (post["url"], post["month"], post["topics"]) == (None, None, [])


def test_a_retraction_is_included_and_a_former_id_works() -> None:
    whole, onward = fake(
        [("read", {"post_id": "/2014/05/old/"}), ("related", {"post_id": "/2014/05/old/"})]
    )
    post = whole.structured_content
    assert post["id"] == "2022-01-hostile"
    assert [one["told"] for one in post["notices"]] == ["The study has been retracted."]
    assert post["facts"].startswith("Compares groups by chance · 10 studies")
    assert onward.structured_content["across"]


def test_without_the_library_the_error_says_what_to_install(
    demo_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.cli.assistants.find_spec", lambda name: None)
    result = CliRunner().invoke(main, ["mcp", "--index", str(demo_index)])
    assert result.exit_code == 1
    assert f"--editable {REPOSITORY}[mcp]" in result.output.replace("'", "")
