"""The list of commands is built without loading the rooms."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module

import click
import pytest
from click.testing import CliRunner

from corpus.cli import shared
from webapp.cli.commands import main
from webapp.cli.program import BROUGHT

ROOMS = ("indexer", "search", "corpus")


def test_the_list_of_commands_has_the_commands_own_descriptions() -> None:
    brought = {
        str(command.name): command
        for room in ROOMS
        for command in import_module(f"{room}.cli.commands").commands
    }
    assert {name: said for name, (_, said) in BROUGHT.items()} == {
        name: command.get_short_help_str(200) for name, command in brought.items()
    }
    for name in main.list_commands(click.Context(main)):
        assert main.get_command(click.Context(main), name) is not None


def test_the_list_of_commands_loads_no_room() -> None:
    code = (
        "import sys; sys.argv = ['pprsearch', '--help']\n"
        "from webapp.cli.commands import main\n"
        "try: main()\n"
        "finally: print(sorted({'numpy', 'sklearn', 'flask', 'nh3', 'whoosh'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("[]")


@pytest.mark.parametrize(("typed", "meant"), [("serch", "search"), ("imprt", "import")])
def test_a_mistyped_command_is_reported_with_the_nearest(typed: str, meant: str) -> None:
    told = CliRunner().invoke(main, [typed, "beans"])
    assert told.exit_code == 2
    assert f'No such command "{typed}". Did you mean {meant}' in told.stderr
    assert "mean" not in CliRunner().invoke(main, ["xyzzy"]).stderr


def test_help_ends_with_a_pointer_to_the_docs() -> None:
    told = CliRunner().invoke(main, ["--help"]).output
    assert "README.md and docs/" in told and "_PPRSEARCH_COMPLETE=bash_source" in told


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_works_in_each_shell(shell: str) -> None:
    environment = {**os.environ, "_PPRSEARCH_COMPLETE": f"{shell}_source"}
    code = "from webapp.cli.commands import main; main(prog_name='pprsearch')"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert "pprsearch" in done.stdout


def test_on_windows_the_error_suggests_wsl(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "SYSTEM", "nt")
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert "On Windows, run it in WSL" in result.output
