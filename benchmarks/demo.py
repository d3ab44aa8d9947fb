"""A temporary server of the demo digest for measurements, and the pages measured."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

if TYPE_CHECKING:
    from playwright.sync_api import Browser

COMMAND = Path(sys.executable).with_name("pprsearch")
TOKEN = "a token for an hour"  # noqa: S105 (of a server that lives as long as a picture takes)
BURNOUT = quote_plus("does therapist burnout affect patient outcomes?")

# One page of each kind, by its name in pictures and figures.
PAGES = {
    "home": "/",
    "results": f"/search?q={BURNOUT}",
    "results-without-answer": "/search?q=zebrafish+spectroscopy",
    "results-filtered": "/search?q=alliance&research=meta-analysis&year=2018..2023",
    "results-explained": f"/search?q={BURNOUT}&explain=1",
    "post": "/posts/2021-07-therapists-burn-out-patients-worse",
    "topics": "/topics",
    "topic": "/topics/therapist-factors",
    "kinds": "/kinds",
    "kind": "/kinds/meta-analysis",
    "months": "/months",
    "year": "/years/2021",
    "month": "/months/2021-07",
    "authors": "/authors",
    "author": "/authors/cuijpers-p",
    "map": "/map",
    "about": "/about",
    "reading-list": "/reading-list",
    "api": "/api",
    "error": "/posts/2015-01-an-old-post",
    "embedded-box": "/embed/search",
    "embedded-posts": "/embed/related?q=burnout+of+the+therapist",
    "maintain": "/maintain",
    "maintain-reports": "/maintain/reports",
}


def private(path: str) -> bool:
    """Whether the page needs the token."""
    return path.startswith("/maintain")


@contextmanager
def served() -> Iterator[str]:
    """A context with a server of the demo digest, and its address without a final slash."""
    with tempfile.TemporaryDirectory(prefix="pprsearch-") as folder:
        index = Path(folder) / "index"
        environment = {**os.environ, "PPRSEARCH_TOKEN": TOKEN}
        subprocess.run(  # noqa: S603 (our own command)
            [COMMAND, "index", "--index", index], env=environment, check=True, capture_output=True
        )
        server = subprocess.Popen(  # noqa: S603
            [COMMAND, "serve", "--index", index, "--port", "0"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            for line in server.stdout or ():
                if "http://" in line:
                    yield "http://" + line.split("http://")[1].split("/")[0].strip()
                    break
            else:
                raise SystemExit("The server did not start.")
        finally:
            server.terminate()
            server.wait(30)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A context with Debian's Chromium, headless."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    if path is None:
        raise SystemExit("This needs Debian's chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
