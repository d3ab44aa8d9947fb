"""With a damaged index the good generations are served, and the next run builds it anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.publish import publish
from indexer.shelf.folder import FolderShelf
from indexer.status import status
from search.engine.open import open_engine
from search.errors import IndexDamaged
from search.index.files.folder import live_name
from search.index.files.manifest import MANIFEST
from tests.indexer.two_editions import NEW, OLD, posts_of, served


def files_of(generation: Path) -> list[str]:
    files = (path for path in generation.rglob("*") if path.is_file())
    return sorted(str(path.relative_to(generation)) for path in files)


@pytest.mark.slow
def test_with_any_truncated_file_the_generation_before_is_served(index: Path) -> None:
    """The engine reports it, and the next run builds the generation anew."""
    publish(NEW, index)
    live = index / str(live_name(index))
    before = str(FolderShelf(index).contents().before)
    for name in files_of(live):
        whole = (live / name).read_bytes()
        (live / name).write_bytes(whole[: len(whole) // 2])
        if whole[: len(whole) // 2] != whole:
            engine = open_engine(index, semantic=False)
            assert engine.now().generation == before, name
            assert live.name in engine.health[0]
            assert "pprsearch index" in engine.health[0]
            assert {post.id for post in engine.now().archive()} == posts_of(OLD)
            damage = status(index)
            assert damage.serving is not None
            assert damage.serving.name == before
            assert damage.health
        (live / name).write_bytes(whole)
    assert served(index) == posts_of(NEW)
    (live / MANIFEST).write_text("{}")
    done = publish(NEW, index)
    assert "manifest" in done.notes[0]
    # The generation kept for a rollback is intact.
    assert FolderShelf(index).contents().generations == (before, done.generation)
    assert status(index).health == ()


def test_with_every_generation_truncated_open_readers_still_answer(index: Path) -> None:
    """New readers get an error that says how to build the index again."""
    publish(NEW, index)
    engine = open_engine(index, semantic=False)
    for name in FolderShelf(index).contents().generations:
        (index / name / MANIFEST).write_text("")
    assert {post.id for post in engine.now().archive()} == posts_of(NEW)
    with pytest.raises(IndexDamaged) as raised:
        open_engine(index, semantic=False)
    assert "pprsearch index" in raised.value.hint
    assert "Every post was analysed again." in publish(NEW, index).notes
    assert served(index) == posts_of(NEW)
    assert status(index).health == ()


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"\n",
        b"999999999999-abcdef",
        b"000002",
        b"000002-",
        b"nonsense\n",
        b"../../etc",
        b"\xff\xfe\x00\x00",
    ],
)
@pytest.mark.usefixtures("eager")
def test_with_a_corrupted_current_the_newest_generation_is_served(
    index: Path, content: bytes | None
) -> None:
    publish(NEW, index)
    live = live_name(index)
    running = open_engine(index, semantic=False)
    (index / "CURRENT").unlink()
    if content is not None:
        (index / "CURRENT").write_bytes(content)
    for engine in (running, open_engine(index, semantic=False)):
        assert engine.now().generation == live
        assert engine.health[0].startswith("CURRENT is missing or unreadable")
        assert "pprsearch index" in engine.health[0]
    assert any("CURRENT" in note for note in status(index).health)
    done = publish(NEW, index)
    assert done.published
    assert "CURRENT" in done.notes[0]
    assert served(index) == posts_of(NEW)
    assert running.now().generation == live_name(index)
    assert running.health == ()


def test_with_a_current_that_names_no_generation_the_newest_is_served(index: Path) -> None:
    live = live_name(index)
    (index / "CURRENT").write_text("000009-abcdef\n")
    engine = open_engine(index, semantic=False)
    assert engine.now().generation == live
    assert "000009-abcdef" in engine.health[0]
    assert publish(OLD, index).published
    assert status(index).health == ()
