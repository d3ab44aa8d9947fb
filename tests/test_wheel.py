"""An installed wheel has everything that the program needs, in any working folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

ROOMS = ("corpus", "search", "indexer", "webapp")
pytestmark = pytest.mark.slow
RUN = "from webapp.cli.commands import main; main()"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without a network."""
    out = tmp_path_factory.mktemp("wheel")
    source = out / "source"
    tracked = subprocess.check_output(
        ["git", "ls-files", "-z", *ROOMS, "pyproject.toml", "docs/package.md", "LICENSE"],
        cwd=REPOSITORY,
        text=True,
    )
    # In a copy of the files known to git, so that the build adds nothing to the checkout.
    for name in filter(None, tracked.split("\0")):
        if (REPOSITORY / name).exists():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((REPOSITORY / name).read_bytes())
    code = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
    built = subprocess.run(
        [sys.executable, "-c", code, out], cwd=source, capture_output=True, text=True
    )
    assert built.returncode == 0, built.stderr
    return next(out.glob("*.whl"))


def test_the_wheel_has_every_file_of_the_rooms(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        inside = set(packed.namelist())
    tracked = subprocess.check_output(["git", "ls-files", *ROOMS], cwd=REPOSITORY, text=True)
    here = {name for name in tracked.splitlines() if (REPOSITORY / name).exists()}
    assert here - inside == set()
    assert {name.split("/")[0] for name in inside if ".dist-info" not in name} == set(ROOMS)


def test_the_metadata_is_complete(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        name = next(n for n in packed.namelist() if n.endswith(".dist-info/METADATA"))
        told = Parser().parsestr(packed.read(name).decode("utf-8"))
    assert told["Name"] == "pprsearch"
    assert told["License-Expression"] == "MIT"
    assert told["Requires-Python"] == ">=3.11"
    assert told["Keywords"]
    assert "Typing :: Typed" in (told.get_all("Classifier") or [])
    assert not re.findall(r"\]\((?!https?:|#|mailto:)[^)]+\)", str(told.get_payload()))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installed wheel and nothing else from this checkout."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


class Elsewhere:
    """Runs the installed program in its own folder, with its own cache."""

    def __init__(self, installed: Path, folder: Path) -> None:
        self.folder = folder
        # The wheel's code is not read from the checkout, so its coverage is not measured either.
        aside = ("PPRSEARCH_", "COVERAGE_")
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(aside)},
            "PYTHONPATH": str(installed),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }

    def run(self, *arguments: object) -> str:
        done = subprocess.run(
            [sys.executable, "-P", "-c", RUN, *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def elsewhere(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    """The installed program, after it has indexed the demo digest."""
    elsewhere = Elsewhere(installed, tmp_path_factory.mktemp("elsewhere"))
    elsewhere.run("index", "--no-semantic")
    return elsewhere


def test_the_program_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    code = "import corpus, search, indexer, webapp; print(corpus.__file__, webapp.__file__)"
    done = subprocess.check_output(
        [sys.executable, "-P", "-c", code],
        env=Elsewhere(installed, tmp_path).environment,
        cwd=tmp_path,
    )
    assert done.decode().count(str(installed)) == 2


def test_the_wheel_has_the_demo_digest_and_its_judgments(elsewhere: Elsewhere) -> None:
    assert "burn" in elsewhere.run("search", "does burnout of the therapist hurt patients?")
    assert "all" in elsewhere.run("evaluate", "--no-semantic")
