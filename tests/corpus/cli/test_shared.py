"""What all commands share: errors, help, JSON, counts, and the choice of the digest."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from corpus.cli.shared import (
    Failure,
    Program,
    as_typed_here,
    digest_argument,
    echo_json,
    example,
    json_option,
)
from corpus.errors import PprSearchError
from corpus.folder.read import DEMO
from corpus.text.counting import counted, listed
from tests.patience import PATIENCE


class IndexAway(PprSearchError):
    hint = "Build one."


@click.group(cls=Program)
def program() -> None:
    """A program."""


@program.command()
@click.argument("what")
@click.pass_context
def fail(context: click.Context, what: str) -> None:
    """Fail in one of the ways."""
    match what:
        case "failure":
            raise Failure("The disk\n is full", "Make room.")
        case "known":
            raise IndexAway("There is no index")
        case "disk":
            raise PermissionError(13, "Permission denied", "/some/file")
        case "bare":
            raise OSError("gone")
        case "bug":
            raise ZeroDivisionError("division by zero")
        case "abort":
            raise click.Abort
        case "status":
            context.exit(1)


@program.command(epilog=example("program show", "program show other"))
@digest_argument()
@json_option
def show(digest_dir: Path, as_json: bool) -> None:
    """Show the digest."""
    if as_json:
        echo_json({"digest": str(digest_dir), "ü": 1})
    else:
        click.echo(str(digest_dir))


@program.command()
@digest_argument(demo=False)
def write(digest_dir: Path) -> None:
    """Write into the digest."""
    click.echo(str(digest_dir))


def run(*args: str, **env: str) -> Result:
    return CliRunner().invoke(program, args, env={"PPRSEARCH_DIGEST": None, **env})


@program.command()
@digest_argument()
@click.option("--index", "index_dir")
def ask(digest_dir: Path, index_dir: str | None) -> None:
    """Look for an index."""
    raise NotBuilt(f"{index_dir} is no index")


@program.group()
def more() -> None:
    """More commands."""


more.add_command(ask)


class NotBuilt(PprSearchError):
    hint = "Build one with: pprsearch index"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], ""),
        (["my digest"], " 'my digest'"),
        (["d", "--index", "i"], " d --index i"),
        (["--index", "i"], " --index i"),
    ],
)
@pytest.mark.parametrize("group", [[], ["more"]], ids=["", "in a group"])
def test_the_command_that_builds_an_index_names_the_digest_and_the_index_of_the_call(
    group: list[str], given: list[str], told: str
) -> None:
    result = run(*group, "ask", *given)
    assert result.stderr.endswith(f"Build one with: pprsearch index{told}\n")


@pytest.mark.parametrize(
    ("args", "status", "message"),
    [
        (["fail", "failure"], 1, "Error: The disk is full. Make room.\n"),
        (["fail", "known"], 1, "Error: There is no index. Build one.\n"),
        (
            ["fail", "disk"],
            1,
            "Error: Permission denied: /some/file. Check its permissions, or name another.\n",
        ),
        (["fail", "bare"], 1, "Error: gone.\n"),
        (["fail", "abort"], 130, "Error: Interrupted.\n"),
        (["fail", "status"], 1, ""),
        (["fail"], 2, "Error: Missing argument 'WHAT'. See: program fail --help\n"),
        (["show", "--jsn"], 2, "Error: No such option '--jsn'."),
        (["shew"], 2, "Error: No such command 'shew'."),
        (["write"], 2, "Error: Missing argument 'DIGEST_DIR'. See: program write --help\n"),
    ],
)
def test_an_error_is_one_line_on_stderr(args: list[str], status: int, message: str) -> None:
    result = run(*args)
    assert result.exit_code == status
    assert result.stderr.startswith(message)
    assert result.stderr.count("\n") <= 1
    assert result.stdout == ""


def test_a_fault_of_the_program_itself_names_its_place() -> None:
    result = run("fail", "bug")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: This is a fault in the program, please report it: Zero")
    assert "(test_shared.py, line" in result.stderr


def test_without_a_command_the_help_is_shown() -> None:
    result = run()
    assert result.exit_code == 2
    assert "Show the digest." in result.output


def test_a_caller_may_handle_errors_itself() -> None:
    with pytest.raises(IndexAway):
        program.main(["fail", "known"], standalone_mode=False)


def test_the_digest_is_the_argument_or_that_of_the_environment_or_the_demo() -> None:
    assert run("show", "mine").output == "mine\n"
    assert run("show", PPRSEARCH_DIGEST="theirs").output == "theirs\n"
    assert run("show").output == f"{DEMO}\n"
    assert run("write", PPRSEARCH_DIGEST="theirs").output == "theirs\n"


def test_results_can_be_printed_as_json() -> None:
    result = run("show", "x", "--json")
    assert json.loads(result.stdout) == {"digest": "x", "ü": 1}
    assert "ü" in result.stdout


def test_help_shows_the_examples() -> None:
    assert "  Examples:\n    program show\n    program show other\n" in run("show", "--help").stdout


def test_counts_and_lists_are_written_in_words() -> None:
    assert [counted(n, "post") for n in (0, 1, 1200)] == ["0 posts", "1 post", "1,200 posts"]
    assert counted(2, "reply", "replies") == "2 replies"
    assert [listed(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


MAIN = "from webapp.cli.commands import main; main()"


def test_letters_that_a_terminal_lacks_become_question_marks() -> None:
    code = "import click; from corpus.cli.shared import Program\n"
    code += "@click.group(cls=Program)\ndef p(): pass\n"
    code += "@p.command()\ndef tell(): click.echo('caf\\xe9 \u2013 \u2603')\np(['tell'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )
    assert done.stdout.strip() == b"caf\xe9 ? ?"
    assert done.stderr == b""


def test_a_terminated_command_removes_its_half_written_file(tmp_path: Path) -> None:
    code = """
import click, pathlib, sys, time
from corpus.cli.shared import Program
@click.group(cls=Program)
def p(): pass
@p.command()
def write():
    half = pathlib.Path(sys.argv[1]); half.touch()
    try:
        print("begun", flush=True); time.sleep(600)
    finally:
        half.unlink()
p(["write"])
"""
    half = tmp_path / "half"
    with subprocess.Popen([sys.executable, "-c", code, half], stdout=subprocess.PIPE) as process:
        assert process.stdout and process.stdout.readline() == b"begun\n"
        process.terminate()
        assert process.wait(PATIENCE) == 128 + signal.SIGTERM
    assert not half.exists()


@pytest.mark.parametrize("arguments", [["check", ""], ["export", "", "x"], ["site", ""]])
def test_an_empty_path_is_refused(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", MAIN, *arguments], capture_output=True, text=True)
    assert done.returncode == 2
    assert "the path is empty" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_empty_path_of_an_index_is_refused() -> None:
    arguments = ["search", "--index", "", "x"]
    done = subprocess.run([sys.executable, "-c", MAIN, *arguments], capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "the path is empty" in done.stderr


def test_commands_in_hints_are_given_with_the_path_of_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    hint = "No index. Build one with: pprsearch index"
    assert as_typed_here(hint, ".venv/bin/pprsearch") == (
        "No index. Build one with: .venv/bin/pprsearch index"
    )
    assert as_typed_here(hint, "pprsearch") == hint
    assert as_typed_here(hint, "/usr/bin/pytest") == hint


def test_commands_in_hints_need_no_path_for_an_installed_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pprsearch").write_text("#!/bin/sh\n")
    (tmp_path / "pprsearch").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert as_typed_here("Run: pprsearch index", str(tmp_path / "pprsearch")) == (
        "Run: pprsearch index"
    )
