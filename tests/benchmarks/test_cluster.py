"""The benchmark's start of OpenSearch on this machine: each failure has a clear message."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest
from cluster import main
from opensearch import download
from opensearch.download import CHECKSUMS, ClusterUnavailable, prepared
from opensearch.node import Node, wait_for


@pytest.fixture
def nothing_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache without a downloaded server."""
    monkeypatch.setattr(download, "_cache", lambda: tmp_path / "kept")
    return tmp_path / "kept"


def test_without_maven_the_message_says_so(
    nothing_kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ClusterUnavailable, match="apt-get install maven"):
        prepared()
    assert [path.name for path in nothing_kept.iterdir()] == ["LOCK"]


def maven(folder: Path, script: str) -> str:
    """A folder with a fake Maven that runs this script."""
    program = folder / "mvn"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return f"{folder}:/usr/bin:/bin"


def test_a_failure_of_maven_is_reported_in_its_words(
    nothing_kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", maven(tmp_path, "echo no network; exit 1"))
    with pytest.raises(ClusterUnavailable, match="could not fetch OpenSearch: no network"):
        prepared()


def test_a_file_with_another_checksum_is_refused(
    nothing_kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = 'for told; do case "$told" in -Dout=*) out=${told#-Dout=};; esac; done'
    names = " ".join(f'"$out/{name}"' for name in CHECKSUMS)
    monkeypatch.setenv("PATH", maven(tmp_path, f"{out}; touch {names}"))
    with pytest.raises(ClusterUnavailable, match="is not the file that this version was tried"):
        prepared()
    assert [path.name for path in nothing_kept.iterdir()] == ["LOCK"]


def test_a_folder_without_a_server_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--folder", str(tmp_path)]) == 1
    assert "is no unpacked download of OpenSearch." in capsys.readouterr().err


def test_a_port_in_use_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lib").mkdir()
    monkeypatch.setattr("cluster.java_of", lambda home: Path("java"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        assert main(["--folder", str(tmp_path), "--port", str(port)]) == 1
    assert f"port {port} can't be had" in capsys.readouterr().err


def test_a_node_that_exits_is_reported_with_the_end_of_its_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("starting\nno memory\n")
    with subprocess.Popen(["false"]) as ended:
        ended.wait()
        node = Node("node-1", 9, ended, log)
        with pytest.raises(ClusterUnavailable, match="node-1 has ended: no memory"):
            wait_for([node])
        node.stop()
