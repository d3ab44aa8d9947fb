"""The documentation is true: nothing is left undocumented, and what it shows works."""

from __future__ import annotations

import json
import os
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.conftest import REPOSITORY
from webapp.cli import main

PAGES = sorted([REPOSITORY / "README.md", *(REPOSITORY / "docs").glob("*.md")])
COMMANDS = (REPOSITORY / "docs" / "commands.md").read_text(encoding="utf-8")
CONFIGURATION = (REPOSITORY / "docs" / "configuration.md").read_text(encoding="utf-8")

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
_VARIABLE = re.compile(r"\bPPRSEARCH_[A-Z_]+\b")


def leaves(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, under its full name."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for part in command.list_commands(context):
            below = command.get_command(context, part)
            assert below
            yield from leaves(below, f"{name} {part}")
    else:
        yield name, command


LEAVES = dict(leaves(main, "pprsearch"))


def section(name: str) -> str:
    """What docs/commands.md says of a command, heading excluded; empty when it has none."""
    found = re.search(rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)", COMMANDS, re.M | re.S)
    return found[1] if found else ""


def blocks(page: Path, language: str) -> list[str]:
    return [m[2] for m in _BLOCK.finditer(page.read_text(encoding="utf-8")) if m[1] == language]


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_and_option_is_documented(name: str) -> None:
    told = section(name)
    assert told, f"docs/commands.md has no section ## {name}"
    for parameter in LEAVES[name].params:
        if isinstance(parameter, click.Option):
            for spelling in parameter.opts + parameter.secondary_opts:
                assert f"`{spelling}" in told or f"/{spelling}" in told, f"{name} {spelling}"
        else:
            assert parameter.make_metavar(click.Context(LEAVES[name])).strip("[].") in told


def test_no_command_is_documented_that_is_not_there() -> None:
    headings = set(re.findall(r"^## (pprsearch .*)$", COMMANDS, re.MULTILINE))
    assert headings <= set(LEAVES)


@pytest.mark.parametrize("name", LEAVES)
def test_the_help_of_every_command_shows_an_example(name: str) -> None:
    result = CliRunner().invoke(main, [*name.split()[1:], "--help"])
    assert result.exit_code == 0
    assert name in result.output.split("Usage:", 1)[1].split("\n", 1)[1]


def test_every_environment_variable_is_documented_and_there() -> None:
    code = [path for room in ("corpus", "search", "indexer", "webapp", "tests") for path in
            (REPOSITORY / room).glob("*.py")]  # fmt: skip
    named = {v for path in code for v in _VARIABLE.findall(path.read_text(encoding="utf-8"))}
    assert named == set(_VARIABLE.findall(CONFIGURATION))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = _LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_data_shown_can_be_read(page: Path) -> None:
    for text in blocks(page, "toml"):
        tomllib.loads(text)
    for text in blocks(page, "json"):
        json.loads(text)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache folder for all pages, so that the demo digest is read for meaning once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def elsewhere(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader's empty folder and no settings."""
    for variable in _VARIABLE.findall(" ".join(os.environ)):
        monkeypatch.delenv(variable)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_shown_in_a_terminal_works(page: Path, elsewhere: None) -> None:
    """Blocks marked ``console`` hold commands after ``$``, run in turn; ``sh`` is not run."""
    for text in blocks(page, "console"):
        for line in re.findall(r"^\$ (.*)$", text, re.MULTILINE):
            command, *arguments = shlex.split(line)
            assert command == "pprsearch"
            result = CliRunner().invoke(main, arguments)
            assert result.exit_code == 0, f"{line}\n{result.output}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_shown_runs(page: Path, elsewhere: None) -> None:
    if examples := blocks(page, "python"):
        assert CliRunner().invoke(main, ["index"]).exit_code == 0
        for text in examples:
            exec(compile(text, page.name, "exec"), {})  # noqa: S102 - the page is ours
