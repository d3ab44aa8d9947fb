"""Changes of files that an import makes, in their order."""

from __future__ import annotations

from pathlib import Path

from corpus.importing.merging.change import Change, Merge
from corpus.problem import Problem

NEW = Change(Path("posts/a.md"), None, "one\n")
EDIT = Change(Path("posts/b.md"), "one\ntwo\n", "one\nthree\n")
MARKS = Change(Path("imports.json"), "{}\n", "{1}\n")


def test_a_change_is_shown_as_a_diff() -> None:
    assert NEW.diff.startswith("--- /dev/null\n+++ b/posts/a.md\n")
    assert EDIT.diff.startswith("--- a/posts/b.md\n+++ b/posts/b.md\n")
    assert "-two\n+three\n" in EDIT.diff


def test_origins_are_written_after_updates_and_before_new_posts() -> None:
    moved = Change(Path("posts/c.md"), "x", "y")
    merge = Merge(added=(NEW,), updated=(EDIT,), moved=(moved,), marks=MARKS)
    assert merge.changes == (EDIT, MARKS, moved, NEW)
    assert Merge(added=(NEW,)).changes == (NEW,)


def test_faults_are_the_errors_among_the_problems() -> None:
    error = Problem(Path("x"), 1, "what", "cure")
    merge = Merge(problems=(error, Problem(Path("x"), 1, "what", "cure", "warning")))
    assert merge.faults == (error,)
