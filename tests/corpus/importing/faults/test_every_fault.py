"""A fault at any step of an import leaves each file as the old or the new one, and loses none."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.changes import finish_changes
from corpus.digest import Digest
from corpus.folder.read import read_corpus
from corpus.importer import Imported
from corpus.importing.merge import merge_source, write_merge
from corpus.post import Post
from tests.digests.digest_folder import DigestFolder
from tests.pretended.faulty_disk import ERRORS, FaultyDisk, Killed, steps

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_disk")]


@dataclass
class Page:
    """An importer whose page has three posts in each edition, and one more in the later one."""

    edition: int
    name: str = "page"

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        return Imported(tuple(post(n, self.edition) for n in range(3 + self.edition % 2)))


def post(number: int, edition: int) -> Post:
    return Post(
        id=f"https://example.org/{number}",
        title=f"Post {number}",
        month="2021-07",
        summary=f"Study {number}, in its edition {edition}.",
        implications="Ask about it.",
        topics=("Adherence",),
        research="survey",
    )


def files(root: Path) -> dict[str, bytes]:
    return {str(f.relative_to(root)): f.read_bytes() for f in root.rglob("*") if f.is_file()}


@pytest.mark.parametrize("fault", [*ERRORS, None], ids=["EIO", "ENOSPC", "killed"])
def test_an_import_with_a_fault_at_any_step_loses_nothing(
    tmp_path: Path, fault: int | None
) -> None:
    root = tmp_path / "digest"
    source = tmp_path / "source"
    source.touch()

    def begin() -> None:
        shutil.rmtree(root, ignore_errors=True)
        DigestFolder.make(root)

    def run(edition: int) -> None:
        finish_changes(root)
        write_merge(merge_source(Page(edition), source, root), root)

    def state(edition: int) -> dict[str, bytes]:
        """The content of the digest after an edition, imported on top of the edition before."""
        begin()
        run(edition - 1)
        run(edition)
        return files(root)

    new = state(1)

    def trial(at: int) -> bool:
        begin()
        run(0)
        old = files(root)
        plan = merge_source(Page(1), source, root)
        disk = FaultyDisk(root, at, fault)
        failed = None
        with disk:
            try:
                write_merge(plan, root)
            except OSError as error:
                failed = error
            except Killed:
                pass
        found = files(root)
        for name, held in found.items():
            if not name.rpartition("/")[2].startswith("."):
                assert held in (old.get(name), new.get(name)), (at, name)
        assert set(old) <= set(found)
        assert not read_corpus(root).faults
        if failed:
            assert str(root) in str(failed.filename)
        run(1)
        assert files(root) == new, at
        return disk.happened

    assert len(list(steps(trial))) > 12
