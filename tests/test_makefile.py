"""The Makefile: its list of targets, the Python that it needs, and messages while installing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.patience import PATIENCE

INSTALL = REPOSITORY / ".ci" / "install"

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


def make(*arguments: str, folder: Path = REPOSITORY) -> subprocess.CompletedProcess[str]:
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def test_make_without_a_target_lists_the_targets() -> None:
    told = make().stdout
    assert told == make("help").stdout
    for target in ("serve", "test", "check", "clean", "wheels"):
        assert f"make {target} " in told
    assert "PORT=8080" in told


@pytest.mark.parametrize("python", ["no-such-python", "/bin/false"])
def test_an_unsuitable_python_is_refused(python: str) -> None:
    done = make("serve", f"PYTHON={python}")
    assert done.returncode != 0
    assert f"PYTHON={python} is no Python 3.11, 3.12 or 3.13." in done.stderr
    assert make("python", f"PYTHON={sys.executable}").returncode == 0


def installed(tmp_path: Path, pip: str) -> subprocess.CompletedProcess[str]:
    """The output of the installer with a fake pip, in a folder of its own."""
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\n{pip}\n")
    python.chmod(0o755)
    return subprocess.run(
        [INSTALL, "venv", "--editable", "."],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.slow
def test_progress_is_shown_while_installing(tmp_path: Path) -> None:
    done = installed(tmp_path, "echo Collecting a; echo Installing collected packages; sleep 2")
    assert done.returncode == 0
    assert "1 packages found; installing them ..." in done.stdout


@pytest.mark.slow
def test_without_a_network_the_message_says_what_to_do(tmp_path: Path) -> None:
    words = "WARNING: Retrying after connection broken by 'NewConnectionError(...)'"
    done = installed(tmp_path, f'for i in 1 2 3 4 5; do echo "{words}"; done; exit 1')
    assert done.returncode == 1
    assert done.stderr.count("\n") == 2
    assert "There is no network" in done.stderr and "make wheels" in done.stderr


def test_any_other_fault_is_reported_in_pips_words(tmp_path: Path) -> None:
    done = installed(tmp_path, "echo ERROR: no room on the disk; exit 1")
    assert done.returncode == 1
    assert "no room on the disk" in done.stderr and "venv/install.log" in done.stderr


@pytest.mark.slow
def test_wheels_in_the_folder_are_used_without_a_network(tmp_path: Path) -> None:
    (tmp_path / "wheels").mkdir()
    done = installed(tmp_path, '[ "$PIP_NO_INDEX" = 1 ] && [ "$PIP_FIND_LINKS" = "$PWD/wheels" ]')
    assert done.returncode == 0
    assert "without the network" in done.stdout
