"""An installed wheel has all that the program needs, wherever it is run from."""

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
    # A copy: nothing is built into the checkout, and only what git knows goes in.
    for name in filter(None, tracked.split("\0")):
        if (REPOSITORY / name).exists():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((REPOSITORY / name).read_bytes())
    build = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
    subprocess.run(
        [*build, "--no-deps", "--no-build-isolation", "--wheel-dir", out, source], check=True
    )
    return next(out.glob("*.whl"))


def test_it_holds_every_file_of_the_rooms(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        inside = set(packed.namelist())
    tracked = subprocess.check_output(["git", "ls-files", *ROOMS], cwd=REPOSITORY, text=True)
    here = {name for name in tracked.splitlines() if (REPOSITORY / name).exists()}
    assert here - inside == set()
    assert {name.split("/")[0] for name in inside if ".dist-info" not in name} == set(ROOMS)


def test_its_metadata_is_complete(wheel: Path) -> None:
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
    """A folder that holds what the wheel brings and nothing else of this checkout."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


class Elsewhere:
    """Runs the installed program from a folder of its own, with a cache of its own."""

    def __init__(self, installed: Path, folder: Path) -> None:
        self.folder = folder
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PPRSEARCH_")}
        self.environment = {
            **kept,
            "PYTHONPATH": str(installed),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-P", "-c", RUN, *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: object) -> str:
        with self.start(*arguments) as process:
            out, told = process.communicate()
        assert process.returncode == 0, told
        return out


@pytest.fixture
def elsewhere(installed: Path, tmp_path: Path) -> Elsewhere:
    return Elsewhere(installed, tmp_path)


def test_it_is_the_wheel_that_runs(elsewhere: Elsewhere, installed: Path) -> None:
    code = "import corpus, search, indexer, webapp; print(corpus.__file__, webapp.__file__)"
    done = subprocess.check_output(
        [sys.executable, "-P", "-c", code], env=elsewhere.environment, cwd=elsewhere.folder
    )
    assert done.decode().count(str(installed)) == 2


@pytest.mark.slow
def test_every_way_in_works(elsewhere: Elsewhere) -> None:
    elsewhere.run("index", "--no-semantic")
    assert "burn" in elsewhere.run("search", "does burnout of the therapist hurt patients?")
    assert "all" in elsewhere.run("evaluate", "--no-semantic")
    elsewhere.run("diff", "--no-semantic")
    elsewhere.run("site", "out")
    assert (elsewhere.folder / "out" / "index.html").is_file()
    (elsewhere.folder / "one.ris").write_text(
        "TY  - JOUR\nAU  - Green, A.\nPY  - 2020\nTI  - Beans\nJO  - Plots\nER  - \n", "utf-8"
    )
    elsewhere.run("import", "ris", "one.ris", "own", "--month", "2024-01")
    assert list((elsewhere.folder / "own" / "posts").glob("*.md"))


@pytest.mark.slow
def test_the_server_answers(elsewhere: Elsewhere) -> None:
    elsewhere.run("index", "--no-semantic")
    with elsewhere.start("serve", "--port", "0") as process:
        try:
            assert process.stdout is not None
            assert "PPR Search answers on http://" in process.stdout.readline()
        finally:
            process.terminate()
            process.communicate()


@pytest.mark.slow
def test_assistants_find_it(elsewhere: Elsewhere) -> None:
    """Without input the assistant's session ends as it began, without a word."""
    pytest.importorskip("mcp")
    elsewhere.run("index", "--no-semantic")
    assert elsewhere.run("mcp") == ""
