"""The server below a path behind a real Apache, with the settings of deploy/apache.conf."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.patience import PATIENCE, eventually
from tests.webapp.http.real_server.running import serving
from tests.webapp.proxies import free_port, listens

PART = (REPOSITORY / "deploy" / "apache.conf").read_text("utf-8")
MODULES = Path("/usr/lib/apache2/modules")
NEEDED = ("mpm_event", "authz_core", "proxy", "proxy_http", "headers")
PREFIX = "/digest"


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def port(demo_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port on which Apache proxies the server."""
    apache = shutil.which("apache2", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if apache is None or not MODULES.is_dir():
        pytest.skip("needs Debian's apache2-bin")
    folder = tmp_path_factory.mktemp("apache")
    here = free_port()
    site = f"http://localhost:{here}{PREFIX}"
    with serving(demo_index, "--site", site, "--trust-proxy", "1") as server:
        lines = (
            *(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in NEEDED),
            f"ServerRoot {folder}", "ServerName localhost", f"PidFile {folder}/pid",
            f"DefaultRuntimeDir {folder}", f"ErrorLog {folder}/errors", f"Listen 127.0.0.1:{here}",
            f"<VirtualHost 127.0.0.1:{here}>",
            PART.replace("PREFIX", PREFIX).replace("PORT", str(server.port)),
            "</VirtualHost>",
        )  # fmt: skip
        (folder / "whole.conf").write_text("\n".join(lines) + "\n")
        command: list[str | Path] = [apache, "-D", "FOREGROUND", "-f", folder / "whole.conf"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            try:
                eventually(lambda: listens(here) or process.poll() is not None)
                assert process.poll() is None, process.communicate()
                yield here
            finally:
                process.terminate()


def fetch(port: int, path: str, *said: tuple[str, str]) -> tuple[int, bytes]:
    """Status and body of an answer to a request with additional header fields."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    asking.putrequest("GET", PREFIX + path, skip_host=True)
    for name, value in (("Host", f"localhost:{port}"), *said):
        asking.putheader(name, value)
    asking.endheaders()
    answer = asking.getresponse()
    found = answer.status, answer.read()
    asking.close()
    return found


def test_pages_are_served_below_the_path(port: int) -> None:
    status, page = fetch(port, "/search?q=burnout")
    assert status == 200
    assert b"<mark>" in page and b'href="/digest/posts/' in page
    for path in ("/posts/no%2Fpost", "/nowhere"):
        assert fetch(port, path)[0] == 404
    assert f"http://localhost:{port}/digest/feed.atom".encode() in fetch(port, "/feed.atom")[1]


def test_forwarding_headers_of_a_reader_are_ignored(port: int) -> None:
    said = [
        (name, "/evil")
        for last in ("Host", "Port", "Prefix", "Proto", "For")
        for name in (f"X-Forwarded-{last}", f"X_Forwarded_{last}")
    ]
    status, page = fetch(port, "/search?q=burnout", *said)
    assert status == 200
    assert b"evil" not in page
