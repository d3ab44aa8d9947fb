"""Ports, certificates and nginx, for tests of a server behind a real proxy."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.patience import eventually


def free_port() -> int:
    """A port of the loopback address on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def listens(port: int) -> bool:
    """Whether something listens on a port of the loopback address."""
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def certify(openssl: str, folder: Path) -> None:
    """Write a self-signed certificate of localhost and its key, ``certificate`` and ``key``."""
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", folder / "key", "-out", folder / "certificate"],
        check=True, capture_output=True,
    )  # fmt: skip


def temporary_paths(folder: Path) -> str:
    """The settings by which nginx writes its temporary files below a folder."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return "".join(f"{kind}_temp_path {folder / kind};\n" for kind in kinds)


@contextmanager
def running_nginx(nginx: str, folder: Path, port: int) -> Iterator[None]:
    """nginx with the settings ``nginx.conf`` of a folder, from when it listens on the port."""
    command: list[str | Path] = [
        nginx,
        "-p",
        folder,
        "-c",
        folder / "nginx.conf",
        "-e",
        folder / "errors",
    ]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            eventually(lambda: listens(port), (folder / "errors").read_text)
            yield
        finally:
            process.terminate()
