"""The benchmark of updates runs the real command on digests of post files and of JSON lines."""

from __future__ import annotations

from pathlib import Path

import pytest
import update
from update import Figures, measured, row

from corpus.folder.read import read_corpus
from corpus.post import Post

POSTS = [
    Post(f"p{n}", "" if n == 3 else "Sleep", f"Summary {n}.", "" if n == 4 else f"Ask {n}.")
    for n in range(6)
]


@pytest.mark.parametrize("form", ["files", "lines"])
def test_the_written_digest_has_no_faults(tmp_path: Path, form: str) -> None:
    update._write(form, tmp_path, POSTS[:4], 0)
    update._write(form, tmp_path, POSTS[4:], 4)
    reading = read_corpus(tmp_path)
    assert not reading.faults
    assert len(reading.digest.posts) == len(POSTS)


@pytest.mark.slow
def test_every_step_is_measured() -> None:
    figures = measured("lines", POSTS, 1)
    assert figures.posts == len(POSTS)
    assert min(figures.whole, figures.one_more, figures.answer) > 0
    assert figures.one_more_processors > 0.05
    assert figures.memory > 20


def test_a_command_that_fails_ends_the_benchmark() -> None:
    with pytest.raises(SystemExit, match="failed"):
        update._run(["-c", "raise SystemExit(3)"])


def test_a_row_of_the_table_has_every_figure() -> None:
    figures = Figures("files", 5000, 9.5, 9.4, 0.71, 0.64, 0.333, 0.3, 120.4)
    told = "| files | 5,000 | 9.50 (9.40) | 0.71 (0.64) | 0.33 (0.30) | 120 |"
    assert row(figures) == told
