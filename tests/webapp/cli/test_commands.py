"""The command line: its commands, errors and start-up."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from tests.digests.indexing import make_digest
from tests.patience import PATIENCE
from tests.webapp.http.real_server.running import serving
from webapp.cli.commands import app_of, main


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.output


def test_the_commands_of_every_room_are_there() -> None:
    assert set(main.list_commands(click.Context(main))) >= {
        "check",
        "import",
        "index",
        "search",
        "related",
        "evaluate",
        "serve",
    }
    status, text = run("--help")
    assert status == 0
    assert "serve" in text


def test_the_version_is_printed() -> None:
    status, text = run("--version")
    assert status == 0
    assert text.startswith("pprsearch 0.")


def test_without_an_index_the_error_says_how_to_build_one(tmp_path: Path) -> None:
    status, text = run("serve", "--index", str(tmp_path / "none"))
    assert status == 1
    assert text.count("\n") == 1
    assert f"pprsearch index --index {tmp_path / 'none'}" in text


def test_an_empty_folder_is_reported_as_no_index(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(SystemExit) as ended:
        app_of(tmp_path, semantic=False)
    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "pprsearch index" in told


@pytest.mark.parametrize(
    "command",
    [
        ("search", "dropout"),
        ("related", "a-post"),
        ("report", "questions"),
        ("evaluate",),
        ("site", "out"),
        ("index",),
        ("diff",),
        ("status",),
        ("verify",),
        ("rollback",),
    ],
    ids=" ".join,
)
def test_an_unknown_kind_of_index_is_reported_on_one_line(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PPRSEARCH_INDEX", "elsewhere+https://someone:secret@host:9200/digest")
    status, text = run(*command)
    assert status == 1
    assert text.count("\n") == 1
    assert "elsewhere+https://" in text and "secret" not in text
    assert "Name a folder" in text and "PPRSEARCH_INDEX" in text


def test_an_unknown_kind_of_index_is_not_served(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        app_of("elsewhere+https://host:9200/digest", semantic=False)
    assert (
        "no engine of this installation reads an index at elsewhere+https://"
        in capsys.readouterr().err
    )


def test_an_app_answers_over_an_index(garden_index: Path) -> None:
    client = app_of(garden_index, semantic=False).test_client()
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(("level", "cure"), [(None, "--port"), ("1", "make serve PORT=")])
def test_a_port_in_use_is_reported_on_one_line(
    garden_index: Path, monkeypatch: pytest.MonkeyPatch, level: str | None, cure: str
) -> None:
    monkeypatch.delenv("MAKELEVEL", raising=False)
    if level:
        monkeypatch.setenv("MAKELEVEL", level)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        status, text = run("serve", "--index", str(garden_index), "--port", port)
    assert status == 1
    assert text.count("\n") == 1
    assert port in text
    assert cure in text


def test_a_host_that_is_not_ours_is_reported(garden_index: Path) -> None:
    status, text = run("serve", "--index", str(garden_index), "--host", "203.0.113.7")
    assert status == 1
    assert "203.0.113.7" in text


@pytest.mark.parametrize("arguments", [["--port", "70000"], ["--workers", "0"], ["--nothing"]])
def test_wrong_options_end_with_status_2(arguments: list[str]) -> None:
    assert run("serve", *arguments)[0] == 2


@pytest.mark.parametrize("option", ["--site", "--embed-on"])
def test_an_invalid_origin_is_refused(garden_index: Path, option: str) -> None:
    status, text = run("serve", "--index", str(garden_index), option, "https://a.example/path; *")
    assert status == 2
    assert "write https://www.example.org" in text


def test_options_for_the_site_and_embedding_reach_the_server(
    garden_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []

    def run_nothing(server: Any, ready: Any) -> int:
        made.append(server)
        return 0

    monkeypatch.setattr("webapp.http.serving.Server.run", run_nothing)
    monkeypatch.setenv("PPRSEARCH_EMBED_ON", "https://a.example https://b.example/")
    options = (
        "--index",
        str(garden_index),
        "--port",
        "0",
        "--site",
        "https://D.example",
        "--no-semantic",
    )
    assert run("serve", *options)[0] == 0
    client = made[0].make_app().test_client()
    assert "https://d.example/sitemap.xml" in client.get("/robots.txt").text
    policy = client.get("/embed/search").headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors https://a.example https://b.example")


def test_starting_imports_no_learning_library() -> None:
    code = "import sys, webapp.cli.commands\n"
    code += "print({'sklearn', 'nltk', 'onnxruntime'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "example.org"])  # noqa: S104
def test_a_preview_only_listens_on_this_machine(host: str) -> None:
    status, text = run("serve", "--preview", "--host", host)
    assert status == 2
    assert "127.0.0.1, ::1, localhost" in text


@pytest.mark.slow
def test_a_preview_shows_drafts(tmp_path: Path) -> None:
    folder = make_digest(tmp_path / "digest")
    path = folder.root / "posts" / "2021-09-begun.md"
    path.write_text("---\ntitle: Begun\nmonth: 2021-09\ndraft: true\n---\n")
    env = {"PPRSEARCH_DIGEST": str(folder.root), "TMPDIR": str(tmp_path)}
    with serving(tmp_path / "none", "--preview", env=env) as running:
        for page in ("/posts/2021-09-begun", "/months/2021-09", "/search?q=begun"):
            status, headers, body = running.get(page)
            assert (status, headers["Cache-Control"]) == (200, "no-store")
            assert b'<strong class="waits">Draft</strong>' in body
        # A page of another site whose host name was made to resolve to this machine.
        assert running.get("/", Host="evil.example")[0] == 400
        running.process.terminate()
        running.process.wait(PATIENCE)
    assert not list(tmp_path.glob("pprsearch-preview-*"))
