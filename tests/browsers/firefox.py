"""Debian's Firefox under Playwright, with a relay that answers one command Firefox lacks.

Playwright drives an unchanged Firefox by WebDriver BiDi, and sends one command that Debian's
version does not know yet. The relay answers that command, and passes on all others. Playwright
runs it as ``python -m tests.browsers.firefox`` in place of Firefox, with Firefox's own arguments.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from threading import Thread

from websockets.sync.client import connect
from websockets.sync.server import ServerConnection, serve

FIREFOX = "firefox-esr"
# The command for a colour scheme; without it, pages are in the system's scheme.
UNKNOWN = "emulation.setMediaFeaturesOverride"
_LISTENING = re.compile(r"(?<=WebDriver BiDi listening on )ws://\S+")


def stand_in(folder: Path) -> Path:
    """A program in this folder that starts Firefox behind the relay."""
    program = folder / "firefox"
    here = Path(__file__).resolve().parents[2]
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH="{here}" exec "{sys.executable}" -m tests.browsers.firefox "$@"\n',
        "utf-8",
    )
    program.chmod(0o755)
    return program


def _relay(driver: ServerConnection, there: str) -> None:
    """Pass messages between Playwright and Firefox until one of them closes the connection."""
    path = driver.request.path if driver.request else ""
    with connect(there + path, max_size=None, proxy=None) as firefox:

        def answers() -> None:
            for message in firefox:
                driver.send(message)

        answering = Thread(target=answers)
        answering.start()
        for message in driver:
            asked = json.loads(message)
            if asked["method"] == UNKNOWN:
                done = {"type": "success", "id": asked["id"], "result": {}}
                driver.send(json.dumps(done))
            else:
                firefox.send(message)
    answering.join()


def main() -> int:
    """Start Firefox, and print the relay's address in place of Firefox's own."""
    command = [FIREFOX, *sys.argv[1:]]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr or ():
            found = _LISTENING.search(line)
            if found:
                there = found[0]
                server = serve(
                    lambda driver, there=there: _relay(driver, there),  # type: ignore[misc]
                    "127.0.0.1",
                    0,
                    max_size=None,
                )
                Thread(target=server.serve_forever, daemon=True).start()
                port = server.socket.getsockname()[1]
                line = line.replace(there, f"ws://127.0.0.1:{port}")
            sys.stderr.write(line)
            sys.stderr.flush()
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
