"""Runs are written in the format of TREC, and read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import RunUnusable
from search.evaluation.runs import escaped, is_run, read_run, run_lines


def test_a_run_is_written_as_trec_reads_it() -> None:
    lines = run_lines({"q1": [("a", 2.0), ("b", 1.25)], "q2": []}, name="x")
    assert lines == ["q1 Q0 a 1 2.000000 x", "q1 Q0 b 2 1.250000 x"]


def test_blanks_in_ids_do_not_split_columns() -> None:
    (line,) = run_lines({"my question": [("50% of\tposts\u00a0", 1.0)]})
    assert line == "my%20question Q0 50%25%20of%09posts%C2%A0 1 1.000000 pprsearch"


@given(st.text(min_size=1))
def test_an_id_with_a_blank_is_written_as_one_column(name: str) -> None:
    name = name.encode("utf-8", "ignore").decode() or "a"
    assert escaped(name).split() == [escaped(name)]


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), min_size=1),
        st.dictionaries(
            st.text(st.characters(codec="utf-8"), min_size=1), st.integers(-9, 9), min_size=1
        ),
        max_size=3,
    )
)
def test_a_written_run_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, made: dict[str, dict[str, int]]
) -> None:
    run = {
        question: sorted(((post, float(s)) for post, s in posts.items()), key=lambda one: -one[1])
        for question, posts in made.items()
    }
    file = tmp_path_factory.mktemp("run") / "run.txt"
    file.write_text("\n".join(run_lines(run)) + "\n", "utf-8", newline="")
    assert read_run(file) == run


def test_posts_are_read_in_the_order_of_their_scores(tmp_path: Path) -> None:
    file = tmp_path / "run.txt"
    file.write_text("q Q0 a 1 1 x\n\nq Q0 b 2 3.5 x\nq Q0 c 3 1\n", "utf-8")
    assert read_run(file) == {"q": [("b", 3.5), ("a", 1.0), ("c", 1.0)]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("q Q0 a 1 1.0 x\nq a 1\n", "run.txt:2: not a question, Q0, a post"),
        ("q Q0 a 1 high x\n", "run.txt:1: not a question, Q0, a post"),
        ("q Q0 a 1 nan x\n", "run.txt:1: the score is no number"),
        ("q Q0 a 1 2 x\nq Q0 a 2 1 x\n", "run.txt:2: a comes twice"),
    ],
)
def test_faults_of_a_run_are_reported(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "run.txt"
    file.write_text(text, "utf-8")
    with pytest.raises(RunUnusable, match=message):
        read_run(file)


def test_a_run_that_is_no_text_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "run.txt"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(RunUnusable, match=r"run\.txt could not be read"):
        read_run(file)
    with pytest.raises(RunUnusable, match="could not be read"):
        read_run(tmp_path / "none.txt")


def test_a_run_is_told_from_other_files(tmp_path: Path) -> None:
    file = tmp_path / "file"
    for text, told in ((b"", True), (b"q Q0 a 1 2.0 x\n", True), (b"[[question]]\n", False)):
        file.write_bytes(text)
        assert is_run(file) == told
    file.write_bytes(b"\xff")
    assert not is_run(file)
