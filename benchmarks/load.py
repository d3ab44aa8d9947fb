"""The server under load: requests a second, latencies, and overload.

    python benchmarks/load.py [DATA] [--seconds 5] [--requests 20000]

Serves 400 and 30,826 posts by two workers without sentence embeddings, asks them with wrk (on the
same processors), and writes what was measured into docs/performance.md. DATA holds the test
collections. For the record: --seconds 60 --requests 100000.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import threading
import time
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import quote_plus

from corpora import ENLARGED, SCALE
from inquiries import questions
from report import put
from serving import WORKERS, Run, Served, served
from tables import number, table

from corpus.folder.read import DEMO

REPOSITORY = Path(__file__).parent.parent
PAGE = REPOSITORY / "docs" / "performance.md"
TITLE = "The server under load"
CLIENTS = (20, 100)
CROWD = 1000
INTRODUCTION = (
    "`python benchmarks/load.py --seconds {seconds:.0f} --requests {requests}` on {day}: "
    "`pprsearch serve --workers 2 --no-semantic`, asked by wrk, which shares the {cores} cores "
    "with it, {seconds:.0f} s for each row; the machine's load was {load:.1f} before it began. The "
    "clients ask for 300 different questions in turn, each as soon as it has its answer. "
    '"kB" is what a request sends over the wire, "processor" what the workers compute for it.'
)
# The number of the digest's own questions among the others: they find full pages.
OWN_QUESTIONS = 150


def asked_at(size: int, data: Path) -> list[str]:
    """The 300 questions; for a corpus with the demo digest, half of them are its own."""
    texts = [inquiry.text for inquiry in questions(data)]
    if size != ENLARGED:
        return texts
    judged = tomllib.loads((DEMO / "relevance" / "questions.toml").read_text("utf-8"))
    own = [question["text"] for question in judged["question"]][:OWN_QUESTIONS]
    mixed = [*own, *texts[: len(texts) - len(own)]]
    Random(len(mixed)).shuffle(mixed)  # noqa: S311 (nothing is kept secret by it)
    return mixed


def crossed(texts: Sequence[str], count: int) -> list[str]:
    """That many different questions: the beginning of one with the end of another."""
    draw = Random(count)  # noqa: S311 (as above)
    halves = [
        (words[: len(words) // 2 + 1], words[len(words) // 2 + 1 :])
        for words in (text.split() for text in texts)
    ]
    made: dict[str, None] = {}
    number = 0
    while len(made) < count:
        (first, _), (_, last) = draw.choices(halves, k=2)
        made[" ".join([*first, *last, *([str(number)] if number > 4 * count else [])])] = None
        number += 1
    return list(made)


def pages(texts: Sequence[str], route: str = "/search") -> list[str]:
    """The addresses of results pages for questions."""
    return [f"{route}?q={quote_plus(text)}" for text in texts]


def answers(server: Served, size: int, texts: Sequence[str], seconds: float) -> list[list[str]]:
    """Rows of the table: pages for few and many clients, and JSON."""
    rows = []
    for what, paths, numbers, header in (
        ("results page, gzip", pages(texts), CLIENTS, ("Accept-Encoding", "gzip")),
        ("results as JSON", pages(texts, "/api/v1/search"), (20,), ()),
    ):
        server.load(paths, 4, 2, *header)
        for clients in numbers:
            run = server.load(paths, clients, seconds, *header)
            rows.append(row(f"{what} at {size:,}", clients, run))
    return rows


def unchanged(server: Served, texts: Sequence[str], seconds: float) -> list[str]:
    """The row of the table for answers without a body (304)."""
    page = pages(texts)[0]
    run = server.load([page], 20, seconds, "If-None-Match", server.ask(page)[2])
    return row("a page that the browser has (304)", 20, run)


def row(what: str, clients: int, run: Run) -> list[str]:
    """A row of the table for one run."""
    return [
        what,
        str(clients),
        f"{run.rate:,.0f}",
        *(number(value) for value in (run.p50, run.p99)),
        f"{run.bytes / run.requests / 1000:.1f}",
        number(run.processor),
        str(run.errors),
    ]


def growth(server: Served, texts: Sequence[str], requests: int) -> str:
    """A sentence on the growth of memory with many different questions."""
    paths = pages(crossed(texts, requests))
    warm = server.load(paths[: requests // 20], 20, 5)
    before = server.memory()
    asked = 0
    while asked < requests:
        left = (requests - asked) / warm.rate
        run = server.load(paths[asked:], 20, max(1, min(60, left)))
        asked += run.requests
        if run.errors:
            raise SystemExit(f"{run.errors} of {run.requests} requests failed")
    after = server.memory()
    return (
        f"Memory of the server and its {WORKERS} workers: {before:.0f} MB before and "
        f"{after:.0f} MB after {asked:,} different questions."
    )


def crush(server: Served, texts: Sequence[str], seconds: float) -> str:
    """A paragraph on a thousand clients that ask at once."""
    over = threading.Event()
    newcomers: list[tuple[int, float, str]] = []

    def come() -> None:
        time.sleep(1)
        while not over.wait(0.25):
            newcomers.append(server.ask("/search?q=burnout"))

    coming = threading.Thread(target=come)
    coming.start()
    run = server.load(pages(texts), CROWD, seconds)
    over.set()
    coming.join()
    begun = time.perf_counter()
    while (last := server.ask("/search?q=burnout"))[0] != 200:
        time.sleep(0.05)
    back = time.perf_counter() - begun
    times = [milliseconds for _, milliseconds, _ in newcomers]
    return (
        f"Overload, by {CROWD:,} clients that ask again at once: of {run.rate:,.0f} requests a "
        f"second {(run.requests - run.refused) / run.seconds:,.0f} were answered and the others "
        f"refused; {run.broken} broke, {run.late} waited longer than 10 s. Another reader had an "
        f"answer within {statistics.median(times):.0f} ms (median; longest {max(times):.0f} ms), "
        f"and a page {back * 1000 + last[1]:.0f} ms after it."
    )


def main() -> None:
    """Measure, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    collections = REPOSITORY.parent / "shared/data"
    parser.add_argument(
        "data", type=Path, nargs="?", default=collections, help="the folder of the collections"
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each run takes")
    parser.add_argument(
        "--requests", type=int, default=20_000, help="requests for measuring memory"
    )
    parser.add_argument("--page", type=Path, default=PAGE, help="the page to write into")
    asked = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("This needs wrk: apt-get install wrk")
    if not asked.data.is_dir():
        raise SystemExit(f"There is no {asked.data}: name the folder of the test collections.")
    load = os.getloadavg()[0]
    rows: list[list[str]] = []
    notes: list[str] = []
    with TemporaryDirectory(prefix="pprsearch-load-") as folder:
        for size in (ENLARGED, SCALE):
            texts = asked_at(size, asked.data)
            with served(size, asked.data, Path(folder)) as server:
                rows += answers(server, size, texts, asked.seconds)
                if size == ENLARGED:
                    rows.append(unchanged(server, texts, asked.seconds))
                    notes.append(growth(server, texts, asked.requests))
                    notes.append(crush(server, texts, max(8, asked.seconds)))
            print(f"{size:,} posts done", file=sys.stderr, flush=True)
    head = [
        "what",
        "clients",
        "a second",
        "p50, ms",
        "p99, ms",
        "kB",
        "processor, ms",
        "errors",
    ]
    body = "\n\n".join(
        (
            INTRODUCTION.format(
                requests=asked.requests,
                load=load,
                seconds=asked.seconds,
                day=datetime.now(UTC).date(),
                cores=os.cpu_count(),
            ),
            table(head, rows),
            *notes,
        )
    )
    asked.page.write_text(put(asked.page.read_text("utf-8"), TITLE, body), "utf-8")


if __name__ == "__main__":
    main()
