"""Measures how long a maintainer waits for one more post, and a new process for its first answer.

Each figure is of the real command in a process of its own, as a maintainer runs it, without
sentence embeddings. The posts are Markdown files in a digest's folder, or the lines of one JSON
file, as in a collection of abstracts.

    python benchmarks/update.py DATA [--sizes 113,400,5000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from corpora import DEMO_SIZE, ENLARGED, SCALE, corpus

from corpus.folder.write import post_text
from corpus.post import Post
from corpus.slug import slug

SIZES = (DEMO_SIZE, ENLARGED, 5_000, SCALE)
# Above this size, writing the files takes longer than the steps that are measured.
MOST_FILES = 5_000
SETTINGS = """\
name = "Measured"
language = "en"
[[kinds]]
slug = "study"
name = "Study"
"""
TOPICS = """\
[[topics]]
slug = "measured"
name = "Measured"
description = "What is measured."
"""
PROGRAM = "from webapp.cli.commands import main; main()"
ANSWER = """\
import sys
from pathlib import Path
from search.engine.open import open_engine
from search.question import Question
engine = open_engine(Path(sys.argv[1]), semantic=False)
engine.now().search(Question.parse("which treatment lowers the risk of death?"))
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds by the clock and of the processors; the latter are steadier on a busy machine.

    ``memory`` is the peak of building the whole index, in megabytes.
    """

    form: str
    posts: int
    whole: float
    whole_processors: float
    one_more: float
    one_more_processors: float
    answer: float
    answer_processors: float
    memory: float


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=_Plain)
    parser.add_argument("data", type=Path, help="the folder of the collections")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of posts")
    parser.add_argument("--rounds", type=int, default=3, help="number of posts added")
    asked = parser.parse_args()
    print("| posts as | posts | whole index | one more | first answer | most memory, MB |")
    print("|---|---|---|---|---|---|")
    for size in map(int, asked.sizes.split(",")):
        posts = corpus(size, asked.data).posts
        for form in ("files", "lines") if size <= MOST_FILES else ("lines",):
            print(row(measured(form, posts, asked.rounds)), flush=True)


class _Plain(argparse.RawDescriptionHelpFormatter):
    """Keeps the formatting of the help text."""


def row(figures: Figures) -> str:
    """The figures as a row of the table: seconds, with processor seconds in brackets."""
    pairs = (
        (figures.whole, figures.whole_processors),
        (figures.one_more, figures.one_more_processors),
        (figures.answer, figures.answer_processors),
    )
    cells = [figures.form, f"{figures.posts:,}", *(f"{a:.2f} ({b:.2f})" for a, b in pairs)]
    return f"| {' | '.join(cells)} | {figures.memory:,.0f} |"


def measured(form: str, posts: Sequence[Post], rounds: int) -> Figures:
    """Index all but the last posts, then add those one by one; several rounds give a median."""
    with tempfile.TemporaryDirectory() as folder:
        digest, index = Path(folder, "digest"), Path(folder, "index")
        digest.mkdir()
        first = len(posts) - rounds
        _write(form, digest, posts[:first], 0)
        command = ["-c", PROGRAM, "index", str(digest), "--index", str(index)]
        command += ["--no-semantic", "--json"]
        whole, whole_processors, memory = _run(command)
        more = []
        for number in range(first, len(posts)):
            _write(form, digest, posts[number : number + 1], number)
            more.append(_run(command))
        answers = [_run(["-c", ANSWER, str(index)]) for _ in range(rounds)]
        return Figures(
            form=form,
            posts=len(posts),
            whole=whole,
            whole_processors=whole_processors,
            one_more=statistics.median(seconds for seconds, _, _ in more),
            one_more_processors=statistics.median(used for _, used, _ in more),
            answer=statistics.median(seconds for seconds, _, _ in answers),
            answer_processors=statistics.median(used for _, used, _ in answers),
            memory=memory,
        )


def _write(form: str, digest: Path, posts: Sequence[Post], first: int) -> None:
    """Add posts to the digest's folder, numbered from ``first``."""
    if form == "lines":
        with (digest / "corpus.jsonl").open("a", encoding="utf-8") as file:
            for post in posts:
                text = f"{post.summary} {post.implications}".strip()
                document = {"_id": post.id, "title": post.title, "text": text}
                file.write(json.dumps(document) + "\n")
        return
    (digest / "posts").mkdir(exist_ok=True)
    (digest / "digest.toml").write_text(SETTINGS, "utf-8")
    (digest / "topics.toml").write_text(TOPICS, "utf-8")
    for number, post in enumerate(posts, first):
        # Titles must be unique, and some abstracts have none, so each gets a number. Relations to
        # other posts are left out, since the ids are new here.
        post_id = f"{post.month or '2020-01'}-{slug(post.title)[:50].strip('-') or 'post'}-{number}"
        filed = replace(
            post,
            id=post_id,
            title=f"{post.title} ({number})",
            summary=post.summary or post.title,
            implications=post.implications or post.title,
            month=post_id[:7],
            topics=("Measured",),
            research="Study",
            doi=None,
            aliases=(),
            pin=(),
            never=(),
            updates=(),
            contradicts=(),
            same_data=(),
        )
        (digest / "posts" / f"{post_id}.md").write_text(post_text(filed), "utf-8")


def _run(arguments: Sequence[str]) -> tuple[float, float, float]:
    """Run Python to its end: seconds by the clock and of the processors, and peak megabytes."""
    started = perf_counter()
    process = subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, *arguments], stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed")
    return perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
