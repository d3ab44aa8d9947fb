"""A fault at any step of writing a static site leaves the old site or the new one complete."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from corpus.digest import Digest
from search.engine.seam import Snapshot
from tests.digests.editions import post
from tests.pretended.engine_fake import FakeEngine
from tests.pretended.faulty_disk import ERRORS, FaultyDisk, Killed, steps
from webapp import standalone
from webapp.standalone import MARK, Site, write_site

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_disk")]


def edition(number: int) -> FakeEngine:
    return FakeEngine(Digest(name="Test", posts=(post(1, number),)))


def few_files(snapshot: Snapshot, folder: Path, *more: object) -> Site:
    """A site of a few files, written in the usual way."""
    told = snapshot.post("2021-01-post-001").title.encode()
    for name in ("index.html", "posts/a.html", "site/posts.js", MARK):
        standalone._put(folder / name, told)
    return Site(2, 4)


def files(root: Path) -> dict[str, bytes]:
    return {str(f.relative_to(root)): f.read_bytes() for f in root.rglob("*") if f.is_file()}


@pytest.mark.parametrize("at_once", [True, False], ids=["in one step", "in two"])
@pytest.mark.parametrize("fault", [*ERRORS, None], ids=["EIO", "ENOSPC", "killed"])
def test_a_site_with_a_fault_at_any_step_is_complete(
    tmp_path: Path, fault: int | None, at_once: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standalone, "_write", few_files)
    if not at_once:
        monkeypatch.setattr(standalone, "exchange", lambda one, other: False)
    # Otherwise the leftovers would count as those of a running process.
    monkeypatch.setattr(standalone, "_runs", lambda process: False)
    out = tmp_path / "site"
    states = []
    for number in (1, 2):
        write_site(edition(number), out)
        states.append(files(out))
    numbers = count(1)

    def trial(at: int) -> bool:
        number = next(numbers)
        disk = FaultyDisk(tmp_path, at, fault)
        failed = None
        with disk:
            try:
                write_site(edition(number % 2 + 1), out)
            except OSError as error:
                failed = error
            except Killed:
                pass
        assert files(out) in states or (fault is None and not at_once and not out.exists()), at
        if failed:
            assert failed.filename == str(out)
        write_site(edition(number % 2 + 1), out)
        assert files(out) == states[number % 2], at
        assert [path.name for path in tmp_path.iterdir()] == ["site"]
        return disk.happened

    assert len(list(steps(trial))) > 20
