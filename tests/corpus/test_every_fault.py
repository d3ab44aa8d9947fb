"""A fault at any step of a command that writes into a digest leaves no file half written.

If a command changes several files, running it again finishes an interrupted change.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.digests.digest_folder import POST
from tests.digests.translated import ORIGINAL, bilingual, translate
from tests.pretended.faulty_disk import ERRORS, FaultyDisk, Killed, steps
from tests.pretended.pictures import PNG
from webapp.cli.commands import main

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_disk")]

OLD, NEW, OTHER = "2021-07-do-gardens-help", "2021-08-gardens-help", "2021-09-woods"
WATCH = (
    "RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature\n"
    "5/6/2020 0:00,10.1000/n,10.1000/plots.1,Retraction\n"
    "5/6/2020 0:00,10.1000/m,10.1000/plots.2,Retraction\n"
)
COMMANDS: dict[str, Callable[[Path], Sequence[str | Path]]] = {
    "new": lambda root: ("new", "A new post", "--month", "2021-10", "--digest", root / "digest"),
    "rename": lambda root: ("rename", OLD, NEW, "--digest", root / "digest"),
    "notices": lambda root: (
        *("notices", root / "watch.csv", "--write", "--digest", root / "digest"),
    ),
    "translate": lambda root: ("translate", OTHER, "fr", "--digest", root / "digest"),
    "export": lambda root: ("export", root / "digest", root / "digest" / "out.jsonl", "--force"),
}


def begin(root: Path) -> None:
    """Two posts; one has an image and a translation, was imported, and is pinned by the other."""
    shutil.rmtree(root / "digest", ignore_errors=True)
    (root / "watch.csv").write_text(WATCH)
    shown = f"They answered.\n\n![A map]({OLD}/map.png)"
    folder = bilingual(root / "digest", ORIGINAL.replace("They answered.", shown))
    translate(folder)
    other = POST.replace("Do gardens help?", "Woods").replace("plots.1", "plots.2")
    other = other.replace("2021-07", "2021-09")
    folder.post(other.replace("research:", f"related:\n  pin:\n    - {OLD}\nresearch:"), OTHER)
    (folder.root / "posts" / OLD).mkdir()
    (folder.root / "posts" / OLD / "map.png").write_bytes(PNG)
    origin = '{"from": "feed", "key": "k", "text": "a", "filing": "b"}'
    folder.write("imports.json", f'{{\n  "{OLD}": {origin}\n}}\n')
    folder.write("out.jsonl", "what was exported before\n")


def files(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in found}


def run(root: Path, name: str) -> tuple[int, str]:
    arguments = [str(argument) for argument in COMMANDS[name](root)]
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.output


@pytest.mark.parametrize("fault", [*ERRORS, None], ids=["EIO", "ENOSPC", "killed"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_with_a_fault_at_any_step_leaves_whole_files(
    tmp_path: Path, name: str, fault: int | None
) -> None:
    root = tmp_path / "digest"
    begin(tmp_path)
    assert run(tmp_path, name)[0] == 0
    new = files(root)

    def trial(at: int) -> bool:
        begin(tmp_path)
        old = files(root)
        disk = FaultyDisk(root, at, fault)
        told = (0, "")
        with disk:
            try:
                told = run(tmp_path, name)
            except Killed:
                told = (-1, "")
        found = files(root)
        for file, held in found.items():
            if not Path(file).name.startswith("."):
                assert held in (old.get(file), new.get(file)), (at, file)
        # No post is lost: a renamed one is written before the old file is removed.
        assert {OLD, NEW} & {Path(file).stem for file in found}
        if told[0] > 0:
            assert re.search(r"[\w-]+\.(?:md|toml|jsonl?)\b|/posts\b|/digest\b", told[1]), (
                at,
                told,
            )
            assert "fault in the program" not in told[1]
        if found != new:
            again = run(tmp_path, name)
            assert again[0] == 0, (at, again)
        assert files(root) == new, at
        return disk.happened

    assert len(list(steps(trial))) >= 4
