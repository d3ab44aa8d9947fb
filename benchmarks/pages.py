"""The cost of pages for the reader and the server: a section of docs/performance.md.

    python benchmarks/pages.py [--readers 20] [--seconds 3]

The demo digest is indexed and served by one process. All readers ask for a page again and again,
each over a connection of its own; the milliseconds are from a request to the last byte of the page.
In a browser they are from the key that sends a question to the end of loading.
"""

from __future__ import annotations

import argparse
import base64
import os
import statistics
import sys
import threading
import time
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from demo import PAGES, TOKEN, chromium, private, served
from playwright.sync_api import Browser, HttpCredentials, Response
from report import put
from tables import table

from corpus.folder.read import DEMO

REPOSITORY = Path(__file__).parent.parent
PAGE = REPOSITORY / "docs" / "performance.md"
TITLE = "Pages"
# The pages shown: those that a reader waits for most.
SHOWN = ("results", "post", "topic", "map", "maintain")
INTRODUCTION = (
    "Some pages of the demo digest, searched by words and meaning, served by one process, by "
    "`python benchmarks/pages.py --seconds {seconds:.0f}` on {day}; the browser and {readers} "
    'readers ran on the same {cores} cores. "Sent" is what a browser with an empty cache is sent '
    'in all, compressed; "one reader" is the median of a reader alone; p95 is of {readers} who ask '
    "again at once."
)
ENTER = (
    "From the key that sends a question to the end of loading its answer, in Chromium, for {count} "
    "questions in a row: {median:.0f} ms (median), {longest:.0f} ms at most; the first words are "
    "painted after {painted:.0f} ms (median)."
)
QUESTIONS = 20
# Stores the time of the key press for the page that it leads to.
KEY = """addEventListener("keydown", (event) => {
  if (event.key === "Enter")
    sessionStorage.setItem("asked", performance.timeOrigin + event.timeStamp);
}, true);"""
SINCE = """() => new Promise((tell) => {
  const ready = () => {
    const begun = performance.timeOrigin - Number(sessionStorage.getItem("asked"));
    const [page] = performance.getEntriesByType("navigation");
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    if (page.loadEventEnd && paint)
      tell([begun + page.loadEventEnd, begun + paint.startTime]);
    else
      setTimeout(ready, 5);
  };
  ready();
})"""


@dataclass(frozen=True, slots=True)
class Load:
    """The cost of loading a page in a browser: bytes sent, and the faults that axe finds."""

    sent: int
    faults: int


def ask(connection: HTTPConnection, path: str) -> tuple[int, int]:
    """The status of a page, and the size of its body."""
    secret = base64.b64encode(f"keeper:{TOKEN}".encode()).decode()
    connection.request("GET", path, headers={"Authorization": f"Basic {secret}"})
    answer = connection.getresponse()
    return answer.status, len(answer.read())


def times(host: str, path: str, readers: int, seconds: float) -> list[float]:
    """The time of each answer, in milliseconds."""
    taken: list[float] = []
    end = time.perf_counter() + seconds

    def read() -> None:
        connection = HTTPConnection(host, timeout=60)
        while (begun := time.perf_counter()) < end:
            ask(connection, path)
            taken.append((time.perf_counter() - begun) * 1000)
        connection.close()

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def load(browser: Browser, site: str, path: str) -> Load:
    """Load a page with an empty cache."""
    answers: list[Response] = []
    credentials: HttpCredentials = {"username": "keeper", "password": TOKEN, "origin": site}
    with browser.new_context(http_credentials=credentials) as context:
        page = context.new_page()
        page.on("response", lambda answer: answers.append(answer) if answer.status != 401 else None)
        page.goto(site + path, wait_until="networkidle")
        return Load(
            sent=sum(answer.request.sizes()["responseBodySize"] for answer in answers),
            faults=Axe().run(page).violations_count,
        )


def enter(browser: Browser, site: str) -> str:
    """A sentence on how long a reader waits after pressing the key."""
    judged = tomllib.loads((DEMO / "relevance" / "questions.toml").read_text("utf-8"))
    texts = [question["text"] for question in judged["question"]][: QUESTIONS + 1]
    loaded: list[float] = []
    painted: list[float] = []
    with browser.new_context() as context:
        context.add_init_script(KEY)
        page = context.new_page()
        page.goto(site)
        for text in texts:
            box = page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first
            box.fill(text)
            with page.expect_navigation():
                box.press("Enter")
            load_ms, paint_ms = page.evaluate(SINCE)
            loaded.append(load_ms)
            painted.append(paint_ms)
    return ENTER.format(
        count=len(loaded) - 1,
        median=statistics.median(loaded[1:]),
        longest=max(loaded[1:]),
        painted=statistics.median(painted[1:]),
    )


def main() -> None:
    """Measure, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--readers", type=int, default=20, help="number of readers")
    parser.add_argument("--seconds", type=float, default=3.0, help="how long a page is asked for")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page to write into")
    asked = parser.parse_args()
    head = ("page", "HTML, kB", "sent, kB", "one reader, ms", "p95, ms", "axe")
    rows: list[list[str]] = []
    with served() as site, chromium() as browser:
        host = site.removeprefix("http://")
        waited = enter(browser, site)
        for name in SHOWN:
            path = PAGES[name]
            cost = load(browser, site, path)
            _, html = ask(HTTPConnection(host), path)
            alone = statistics.median(times(host, path, 1, 0.5))
            # A page that reads the whole digest first has one reader, the maintainer, and not
            # twenty.
            crowd = "-"
            if not private(path):
                parts = statistics.quantiles(times(host, path, asked.readers, asked.seconds), n=20)
                crowd = f"{parts[18]:.0f}"
            kilobytes = [f"{size / 1000:.1f}" for size in (html, cost.sent)]
            rows.append([name, *kilobytes, f"{alone:.1f}", crowd, f"{cost.faults}"])
            print(" | ".join(rows[-1]), file=sys.stderr, flush=True)
    introduction = INTRODUCTION.format(
        seconds=asked.seconds,
        readers=asked.readers,
        day=datetime.now(UTC).date(),
        cores=os.cpu_count(),
    )
    body = "\n\n".join((introduction, table(head, rows), waited))
    asked.page.write_text(put(asked.page.read_text("utf-8"), TITLE, body), "utf-8")


if __name__ == "__main__":
    main()
