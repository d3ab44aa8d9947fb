"""Reads and writes run files: the rankings of many questions in TREC's format."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from search.errors import RunUnusable

# The posts found for each question, best first, with their scores.
Run = dict[str, list[tuple[str, float]]]

_BLANK = re.compile(r"[%\s]")


def run_lines(run: Mapping[str, Sequence[tuple[str, float]]], name: str = "pprsearch") -> list[str]:
    """A run in TREC's format: question, Q0, post, rank, score, name of the system.

    Blanks part the columns, so those of ids are written as in addresses (``%20``), and ``%`` too.
    """
    return [
        f"{escaped(question)} Q0 {escaped(post)} {place} {score:.6f} {name}"
        for question, ranked in run.items()
        for place, (post, score) in enumerate(ranked, 1)
    ]


def escaped(name: str) -> str:
    """An id with its blanks escaped; ``read_run`` restores it."""
    return _BLANK.sub(lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), name)


def read_run(file: Path) -> Run:
    """Read a run in TREC's format; each question's posts are sorted by score.

    Equal ones keep the order of the lines. Raises ``RunUnusable`` with the line at fault.
    """
    try:
        text = file.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise RunUnusable(f"{file} could not be read: {error}") from error
    found: dict[str, dict[str, float]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            question, _, post, _, score, *_ = line.split()
            given = float(score)
        except ValueError as error:
            raise RunUnusable(
                f"{file}:{number}: not a question, Q0, a post, its place and its score"
            ) from error
        posts = found.setdefault(unquote(question), {})
        if unquote(post) in posts or math.isnan(given):
            fault = "the score is no number" if math.isnan(given) else f"{post} comes twice"
            raise RunUnusable(f"{file}:{number}: {fault}")
        posts[unquote(post)] = given
    return {q: sorted(posts.items(), key=lambda one: -one[1]) for q, posts in found.items()}


def is_run(file: Path) -> bool:
    """Whether a file is a run, or empty."""
    try:
        read_run(file)
    except RunUnusable:
        return False
    return True
