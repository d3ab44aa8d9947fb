"""What each kind of page costs, to reader and server: the table of the docs.

    python benchmarks/pages.py [--readers N] [--seconds S]

The demo digest is indexed and served for it, by one process. Bytes are of the body as served, and
of all that a browser with an empty cache asks for; milliseconds are from a request to the last byte
of the page while all readers ask for it again and again, each over a connection of its own.
"""

from __future__ import annotations

import argparse
import base64
import statistics
import threading
import time
from http.client import HTTPConnection

from axe_playwright_python.sync_playwright import Axe
from demo import PAGES, TOKEN, chromium, private, served
from playwright.sync_api import Browser, HttpCredentials, Response


def ask(connection: HTTPConnection, path: str) -> tuple[int, int]:
    """The status of a page, and the bytes of its body."""
    secret = base64.b64encode(f"keeper:{TOKEN}".encode()).decode()
    connection.request("GET", path, headers={"Authorization": f"Basic {secret}"})
    answer = connection.getresponse()
    return answer.status, len(answer.read())


def times(host: str, path: str, readers: int, seconds: float) -> list[float]:
    """How long each answer took, in milliseconds."""
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


def load(browser: Browser, site: str, path: str) -> tuple[int, int, int]:
    """Bytes of all that the page asks for, how often it asks, and what axe finds wrong."""
    answers: list[Response] = []
    credentials: HttpCredentials = {"username": "keeper", "password": TOKEN, "origin": site}
    with browser.new_context(http_credentials=credentials) as context:
        page = context.new_page()
        page.on("response", lambda answer: answers.append(answer) if answer.status != 401 else None)
        page.goto(site + path, wait_until="networkidle")
        size = sum(len(answer.body()) for answer in answers)
        return size, len(answers), Axe().run(page).violations_count


def main() -> None:
    """Print the table, as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=3.0)
    asked = parser.parse_args()
    print("| page | HTML, kB | in all, kB | requests | one reader, ms | p50, ms | p95, ms | axe |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    with served() as site, chromium() as browser:
        host = site.removeprefix("http://")
        for name, path in PAGES.items():
            size, requests, faults = load(browser, site, path)
            _, html = ask(HTTPConnection(host), path)
            alone = statistics.median(times(host, path, 1, 0.5))
            # A page that begins by reading the whole digest is for one keeper, not for twenty.
            crowd = "- | -"
            if not private(path):
                parts = statistics.quantiles(times(host, path, asked.readers, asked.seconds), n=20)
                crowd = f"{parts[9]:.0f} | {parts[18]:.0f}"
            print(
                f"| {name} | {html / 1000:.1f} | {size / 1000:.1f} | {requests} | {alone:.1f} "
                f"| {crowd} | {faults} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
