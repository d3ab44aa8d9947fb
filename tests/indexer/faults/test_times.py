"""A clock set back, and posts deleted while they are read, do no harm."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from corpus.folder import read as reading
from corpus.folder import text_file
from corpus.problem import Problems
from indexer.publish import publish
from indexer.status import status
from search.engine.open import open_engine
from search.index.files.folder import live_name
from search.index.files.manifest import read_manifest
from tests.digests.digest_folder import DigestFolder
from tests.digests.indexing import delete, make_digest, pprsearch, write
from tests.indexer.two_editions import NEW, posts_of, served


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    return make_digest(tmp_path / "digest")


@pytest.mark.usefixtures("eager")
def test_a_clock_set_back_does_no_harm(index: Path) -> None:
    """It is set back by ten years for each file and for the indexer."""
    for path in (index, *index.rglob("*")):
        os.utime(path, (2_000_000_000, 2_000_000_000))
    code = (
        "import time, datetime, sys\n"
        "past = time.time() - 10 * 365 * 86400\n"
        "time.time = lambda: past\n"
        "class Past(datetime.datetime):\n"
        "    @classmethod\n"
        "    def now(cls, tz=None):\n"
        "        return cls.fromtimestamp(past, tz)\n"
        "datetime.datetime = Past\n"
        "from pathlib import Path\n"
        "from indexer.publish import publish\n"
        "from tests.indexer.two_editions import NEW\n"
        "publish(NEW, Path(sys.argv[1]))\n"
    )
    engine = open_engine(index, semantic=False)
    subprocess.run([sys.executable, "-W", "ignore", "-c", code, str(index)], check=True)
    assert str(live_name(index)).startswith("000002-")
    written = read_manifest(index / str(live_name(index))).written
    assert int(written[:4]) <= time.gmtime().tm_year - 9
    assert engine.now().generation == live_name(index)
    assert served(index) == posts_of(NEW)
    assert status(index).health == ()
    assert not publish(NEW, index).published


def test_a_post_deleted_while_the_digest_is_read_stops_the_publication(
    tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name was listed, but its file is gone; the next run is right."""
    folder = make_digest(tmp_path / "digest")
    index = tmp_path / "index"
    arguments = ("index", folder.root, "--index", index, "--no-semantic")
    assert pprsearch(*arguments).exit_code == 0
    live = live_name(index)
    really = text_file.read_text

    def read_text(path: Path, root: Path, problems: Problems) -> str | None:
        if path.stem == "2021-03-ladybirds":
            path.unlink()
        return really(path, root, problems)

    with monkeypatch.context() as patched:
        patched.setattr(reading, "read_text", read_text)
        result = pprsearch(*arguments)
    assert result.exit_code == 1
    assert "posts/2021-03-ladybirds.md:1: there is no such file" in result.stderr
    assert live_name(index) == live
    again = pprsearch(*arguments)
    assert again.stdout.startswith("3 posts: 0 added, 0 changed, 1 removed.")


def test_a_post_deleted_while_it_is_indexed_is_published(
    folder: DigestFolder, tmp_path: Path
) -> None:
    """The digest is published as it was read; the next run removes the post."""
    digest = folder.read().digest
    deleted = threading.Event()

    def progress(step: str, done: int, total: int) -> None:
        if not deleted.is_set():
            delete(folder, "2021-03-ladybirds")
            deleted.set()

    index = tmp_path / "index"
    publish(digest, index, progress=progress)
    assert deleted.is_set()
    engine = open_engine(index, semantic=False)
    assert engine.health == ()
    assert engine.now().post("2021-03-ladybirds").title == "On ladybirds"
    write(folder, "2021-05-hedges", "Hedges kept the wind out.")
    assert publish(folder.read().digest, index).changes.removed == ("2021-03-ladybirds",)
