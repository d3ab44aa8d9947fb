"""Problems of files are printed with line and cure."""

from __future__ import annotations

from pathlib import Path

from corpus.problem import Problem, Problems


def test_a_problem_names_file_line_what_and_cure() -> None:
    problem = Problem(Path("posts/a.md"), 3, "the month is odd", "write it in digits")
    assert str(problem) == "posts/a.md:3: the month is odd: write it in digits"


def test_a_line_end_in_a_file_s_name_does_not_break_the_line() -> None:
    problem = Problem(Path("posts/a\nb\udcff.md"), 3, "the month is odd", "write it in digits")
    assert str(problem) == r"posts/a\nb\udcff.md:3: the month is odd: write it in digits"
    assert str(Problem(Path("été.md"), 1, "what", "cure")) == "été.md:1: what: cure"


def test_a_warning_is_marked_as_one() -> None:
    problem = Problem(Path("a.md"), 1, "no citation", "add it", "warning")
    assert str(problem) == "a.md:1: warning: no citation: add it"


def test_only_errors_make_a_file_faulty() -> None:
    problems = Problems(Path("a.md"))
    problems.warning(1, "what", "cure")
    assert not problems.faulty
    problems.error(2, "what", "cure")
    assert problems.faulty
    assert [problem.severity for problem in problems.found] == ["warning", "error"]
