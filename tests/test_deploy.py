"""The files in deploy/ name existing commands, options and variables, and need no privileges."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml

from tests.conftest import REPOSITORY
from tests.test_docs import CONFIGURATION, LEAVES

DEPLOY = REPOSITORY / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
UNITS = sorted(DEPLOY.glob("*.service"))
STARTERS = sorted((*DEPLOY.glob("*.path"), *DEPLOY.glob("*.timer")))


def parsed(command: list[str]) -> None:
    """Check that the program accepts a command."""
    name, *arguments = command
    assert name.rpartition("/")[2] == "pprsearch"
    leaf = LEAVES[f"pprsearch {arguments[0]}"]
    leaf.make_context(arguments[0], arguments[1:])


def steps(kind: str) -> list[str]:
    """The arguments of all steps of a kind in the Dockerfile."""
    joined = DOCKERFILE.replace("\\\n", " ")
    return [" ".join(m.split()) for m in re.findall(rf"^{kind} (.*)$", joined, re.MULTILINE)]


def test_the_image_runs_an_existing_command_without_privileges() -> None:
    assert steps("USER") == ["10001"]
    assert DOCKERFILE.index("USER 10001") < DOCKERFILE.index("CMD")
    assert not steps("ADD")
    (command,) = (text for text in steps("CMD"))
    parsed(yaml.safe_load(command))
    for source in steps("COPY")[:5]:
        for name in source.split()[:-1]:
            assert (REPOSITORY / name).exists(), name
    for variable in re.findall(r"PPRSEARCH_\w+", DOCKERFILE):
        assert variable in CONFIGURATION


def test_hadolint_accepts_the_dockerfile() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, DEPLOY / "Dockerfile"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_files_copied_into_the_image_can_be_installed(tmp_path: Path) -> None:
    """The copy steps, done in a plain folder: the copied files hold the whole package."""
    for source in steps("COPY")[:5]:
        *names, target = source.split()
        for name in names:
            path = REPOSITORY / name
            if path.is_dir():
                shutil.copytree(
                    path, tmp_path / target, ignore=shutil.ignore_patterns("__pycache__")
                )
            else:
                shutil.copy(path, tmp_path / target)
    copied = {p.relative_to(tmp_path).parts[0] for p in tmp_path.rglob("*.py")}
    assert copied == {"corpus", "search", "indexer", "webapp"}
    assert (tmp_path / "pyproject.toml").is_file()
    assert "readme" in (tmp_path / "pyproject.toml").read_text("utf-8")
    assert (tmp_path / "README.md").is_file() and (tmp_path / "LICENSE").is_file()


def test_the_services_are_read_only_and_name_existing_variables() -> None:
    assert set(COMPOSE["services"]) == {"index", "serve"}
    for service in COMPOSE["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "./digest:/digest:ro" in service["volumes"]
        parsed(service["command"])
        for variable in service.get("environment", {}):
            assert variable in CONFIGURATION
    assert all(port.startswith("127.0.0.1:") for port in COMPOSE["services"]["serve"]["ports"])
    assert (DEPLOY / COMPOSE["services"]["serve"]["build"]["context"]).resolve() == REPOSITORY


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_an_existing_command(unit: Path) -> None:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[method-assign,assignment]
    read.read_string(unit.read_text("utf-8"))
    service = read["Service"]
    parsed(shlex.split(service["ExecStart"]))
    assert service["User"] == "pprsearch"
    assert service["ProtectSystem"] == "strict"
    for variable in re.findall(r"PPRSEARCH_\w+", service["Environment"]):
        assert variable in CONFIGURATION


@pytest.mark.parametrize("unit", STARTERS, ids=lambda unit: unit.name)
def test_a_path_or_timer_starts_an_existing_unit(unit: Path) -> None:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.read_string(unit.read_text("utf-8"))
    (section,) = {"Path", "Timer"} & set(read.sections())
    named = read[section].get("Unit", f"{unit.stem}.service")
    assert DEPLOY / named in UNITS
    told = REPOSITORY.joinpath("docs", "operations.md").read_text("utf-8")
    assert told.count(unit.name) == 2


def test_a_new_day_is_noticed_after_the_machine_was_off() -> None:
    timer = (DEPLOY / "pprsearch-index.timer").read_text("utf-8")
    assert "OnCalendar=*-*-* 00:01:00" in timer and "Persistent=true" in timer


def test_systemd_accepts_the_units() -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("needs systemd-analyze")
    done = subprocess.run(
        [analyze, "verify", "--man=no", *UNITS, *STARTERS],
        capture_output=True,
        text=True,
    )
    faults = [line for line in done.stderr.splitlines() if "is not executable" not in line]
    assert not [line for line in faults if "pprsearch" in line and "Unknown" in line], done.stderr


def test_the_parts_of_a_proxy_name_existing_options() -> None:
    options = {name for p in LEAVES["pprsearch serve"].params for name in p.opts}
    assert isinstance(LEAVES["pprsearch serve"], click.Command)
    for name in ("nginx.conf", "apache.conf"):
        for option in re.findall(r"--[a-z-]+", (DEPLOY / name).read_text("utf-8")):
            assert option in options
