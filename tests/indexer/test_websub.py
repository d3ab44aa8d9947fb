"""A hub named by the digest is notified of a new generation; otherwise nobody is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner, Result

from indexer import run, websub
from tests.digests.digest_folder import SETTINGS, DigestFolder
from webapp.cli.commands import main

FEED = "https://digest.example.org/feed.atom"


class Hub(HTTPServer):
    """A hub on this machine that records notifications, and answers with ``status``."""

    status = 204

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.told: list[dict[str, list[str]]] = []
        self.address = f"http://127.0.0.1:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        hub = self.server
        assert isinstance(hub, Hub)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        hub.told.append(parse_qs(body.decode()))
        self.send_response(hub.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield found
        found.shutdown()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    made = DigestFolder.make(tmp_path / "digest")
    made.post()
    return made


def name_hub(folder: DigestFolder, address: str, *feeds: str) -> None:
    listed = ", ".join(f'"{feed}"' for feed in feeds or (FEED,))
    text = f'{SETTINGS}\n[websub]\nhub = "{address}"\nfeeds = [{listed}]\n'
    folder.write("digest.toml", text)


def index(folder: DigestFolder, *options: str) -> Result:
    where = ["--index", str(folder.root.parent / "index"), "--no-semantic"]
    return CliRunner().invoke(main, ["index", str(folder.root), *where, *options])


def test_the_hub_is_notified_once_of_a_new_generation(folder: DigestFolder, hub: Hub) -> None:
    name_hub(folder, hub.address, FEED, FEED.replace("atom", "json"))
    assert index(folder, "--dry-run").exit_code == 0
    assert hub.told == []
    for _ in range(2):
        assert index(folder).exit_code == 0
    assert [told["hub.url"][0] for told in hub.told] == [FEED, FEED.replace("atom", "json")]
    assert all(told["hub.mode"] == ["publish"] for told in hub.told)


def test_a_run_started_by_the_server_notifies_the_hub_too(
    folder: DigestFolder, hub: Hub, tmp_path: Path
) -> None:
    name_hub(folder, hub.address)
    notes = tmp_path / "notes"
    notes.mkdir()
    run.main([str(folder.root), str(tmp_path / "index"), str(notes), "0"])
    assert len(hub.told) == 1


def test_a_failing_hub_does_not_stop_the_publication(folder: DigestFolder, hub: Hub) -> None:
    hub.status = 500
    name_hub(folder, hub.address)
    done = index(folder)
    assert done.exit_code == 0
    assert f"The hub {hub.address} was not notified" in done.output and "is live" in done.output
    name_hub(folder, "http://127.0.0.1:1/")
    done = index(folder)
    assert done.exit_code == 0
    assert "The hub http://127.0.0.1:1/ was not notified" in done.output


def test_without_a_hub_nothing_is_sent(
    folder: DigestFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sent(*args: object, **kwargs: object) -> None:
        raise AssertionError("something was sent")

    monkeypatch.setattr(websub, "urlopen", sent)
    assert index(folder).exit_code == 0


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ('hub = "ftp://h.example/"\nfeeds = ["https://d.example/feed.atom"]', "no address"),
        ('hub = "https://h.example/"', "hub or feeds are missing"),
        ('hub = "https://h.example/"\nfeeds = ["feed.atom"]', "no address of the web"),
        ('hub = "https://h.example/a b"\nfeeds = ["https://d.example/"]', "no address of the web"),
        ('hub = "https://h.example/"\nfeed = "x"', "is not a setting"),
    ],
)
def test_an_invalid_address_of_a_hub_is_reported(
    folder: DigestFolder, lines: str, fault: str
) -> None:
    folder.write("digest.toml", f"{SETTINGS}\n[websub]\n{lines}\n")
    assert any(fault in problem for problem in folder.problems())
