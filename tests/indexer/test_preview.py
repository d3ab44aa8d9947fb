"""A preview shows drafts to writers, and does not change the readers' index."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

from corpus.folder.read import read_corpus
from indexer.errors import DigestEmpty
from indexer.preview import as_writers_see_it, keep, kept_up_to_date, publish_preview
from search.engine.open import open_engine
from tests.digests.digest_folder import DigestFolder
from tests.digests.indexing import make_digest
from tests.patience import PATIENCE, eventually


def draft(folder: DigestFolder, name: str, *lines: str) -> None:
    """A post that only its writer sees, with only these lines."""
    front = "\n".join(("---", *lines, "---", ""))
    (folder.root / "posts" / f"{name}.md").write_text(front)


def shown(index: Path) -> dict[str, str]:
    """The titles of the posts in an index, by id."""
    engine = open_engine(index, semantic=False)
    posts = {post.id: post.title for post in engine.now().archive()}
    engine.close()
    return posts


def test_drafts_are_among_the_posts_even_if_incomplete(tmp_path: Path) -> None:
    folder = make_digest(tmp_path / "digest")
    live = {post.id for post in read_corpus(folder.root).digest.posts}
    draft(folder, "2021-09-begun", "draft: true")
    draft(folder, "2021-08-named", "title: Named", "month: 2021-08", "draft: true")
    draft(folder, "2021-08-broken", "title: Broken")
    told: list[str] = []
    publish_preview(folder.root, tmp_path / "index", told.append)
    posts = shown(tmp_path / "index")
    assert posts.keys() == {*live, "2021-09-begun", "2021-08-named"}
    assert (posts["2021-09-begun"], posts["2021-08-named"]) == ("2021-09-begun", "Named")
    assert any("posts/2021-08-broken.md" in line for line in told)
    assert told[-1].startswith("Posts with errors are shown once")


def test_a_scheduled_post_keeps_its_day_in_the_preview(tmp_path: Path) -> None:
    folder = make_digest(tmp_path / "digest")
    (name,) = sorted(path.stem for path in (folder.root / "posts").iterdir())[:1]
    path = folder.root / "posts" / f"{name}.md"
    path.write_text(path.read_text().replace("---\n\n", "publish: 2027-01-15\n---\n\n", 1))
    reading = read_corpus(folder.root, today=date(2027, 1, 14))
    assert [post.id for post in reading.waiting] == [name]
    previewed = {post.id: post for post in as_writers_see_it(reading).posts}
    assert not previewed[name].is_live(date(2027, 1, 14))
    assert previewed[name].is_live(date(2027, 1, 15))
    assert read_corpus(folder.root, today=date(2027, 1, 15)).waiting == ()


def test_a_folder_without_posts_has_no_preview(tmp_path: Path) -> None:
    folder = DigestFolder.make(tmp_path / "digest")
    for path in (folder.root / "posts").iterdir():
        path.unlink()
    with pytest.raises(DigestEmpty):
        publish_preview(folder.root, tmp_path / "index", print)


def test_saved_posts_are_shown_and_faults_reported(tmp_path: Path) -> None:
    folder = make_digest(tmp_path / "digest")
    index, stop, told = tmp_path / "index", threading.Event(), list[str]()
    publish_preview(folder.root, index, told.append)
    thread = threading.Thread(target=keep, args=(folder.root, index, told.append, stop))
    thread.start()
    try:
        draft(folder, "2021-09-begun", "title: Begun", "draft: true")
        eventually(lambda: "2021-09-begun" in shown(index))
        draft(folder, "2021-09-wrong", "title: Wrong")
        eventually(lambda: any("2021-09-wrong" in line for line in told))
        for path in (folder.root / "posts").iterdir():
            path.unlink()
        eventually(lambda: any("no posts" in line for line in told))
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()


@pytest.mark.slow
def test_the_updating_process_ends_with_the_server(tmp_path: Path) -> None:
    folder = make_digest(tmp_path / "digest")
    index = tmp_path / "index"
    with kept_up_to_date(folder.root, index):
        eventually(lambda: (index / "CURRENT").exists())
    code = "from indexer.preview import *; import sys, os\n"
    code += "with kept_up_to_date(Path(sys.argv[1]), Path(sys.argv[2])): os._exit(7)"
    # A process started by the killed one would keep its output open.
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder.root), str(tmp_path / "other")],
        stdout=subprocess.PIPE,
        timeout=PATIENCE,
    )
    assert done.returncode == 7
