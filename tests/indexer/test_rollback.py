"""A rollback makes the previous generation live again, and the withdrawn changes stay withdrawn."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.durable import replace_file
from indexer.changes import Changes
from indexer.errors import IndexLocked, NothingBefore, PostsWithdrawn
from indexer.publish import publish
from indexer.rollback import roll_back
from indexer.shelf.folder import FolderShelf
from indexer.shelf.lock import writer_lock
from search.engine.open import open_engine
from search.errors import IndexDamaged, IndexMissing
from search.index.files.folder import live_name
from tests.digests import garden
from tests.digests.digest_folder import DigestFolder
from tests.digests.editions import posts_of
from tests.digests.indexing import delete, make_digest, pprsearch, told, write

OLD = garden.digest(*garden.POSTS[:3])
EDITED = replace(garden.POSTS[0], title="Compost starves beds")
# One post added, one edited, one removed.
NEW = garden.digest(EDITED, garden.POSTS[2], garden.POSTS[3])
IDS = [post.id for post in garden.POSTS]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index whose last publication is rolled back."""
    publish(OLD, tmp_path / "index")
    publish(NEW, tmp_path / "index")
    return tmp_path / "index"


def served(index: Path) -> dict[str, str]:
    engine = open_engine(index, semantic=False)
    assert engine.health == ()
    return {post.id: post.content_hash for post in engine.now().archive()}


@pytest.mark.usefixtures("eager")
def test_the_generation_before_is_served_again(index: Path) -> None:
    engine = open_engine(index, semantic=False)
    done = roll_back(index)
    assert (done.generation[:7], done.withdrawn[:7], done.posts) == ("000001-", "000002-", 3)
    assert done.changes == Changes(added=(IDS[1],), changed=(IDS[0],), removed=(IDS[3],))
    assert live_name(index) == done.generation
    assert served(index) == posts_of(OLD)
    assert engine.now().generation == done.generation


def test_withdrawn_changes_are_not_published_again_by_default(index: Path) -> None:
    done = roll_back(index)
    with pytest.raises(PostsWithdrawn, match=IDS[3]) as raised:
        publish(NEW, index)
    assert raised.value.withdrawn == tuple(sorted((IDS[0], IDS[1], IDS[3])))
    # Another post does not change that, and the withdrawn generation is not removed as an orphan.
    with pytest.raises(PostsWithdrawn):
        publish(garden.digest(*NEW.posts, garden.POSTS[5]), index)
    assert served(index) == posts_of(OLD)
    assert FolderShelf(index).contents().withdrawn == done.withdrawn
    assert not publish(OLD, index).published


def test_corrected_posts_are_published(index: Path) -> None:
    roll_back(index)
    corrected = replace(EDITED, title="Compost feeds tired beds well")
    other = replace(garden.POSTS[3], title="Hedges and ladybirds")
    digest = garden.digest(corrected, garden.POSTS[1], garden.POSTS[2], other)
    done = publish(digest, index)
    assert done.published
    assert done.generation is not None
    assert done.generation.startswith("000003-")
    assert done.notes == ()
    assert served(index) == posts_of(digest)
    shelf = FolderShelf(index).contents()
    assert [name[:6] for name in shelf.generations] == ["000001", "000003"]
    assert shelf.withdrawn is None
    assert not (index / "WITHDRAWN").exists()


def test_withdrawn_changes_are_published_again_on_demand_with_a_note(index: Path) -> None:
    roll_back(index)
    done = publish(NEW, index, republish=True)
    assert done.published
    assert IDS[3] in done.notes[0]
    assert served(index) == posts_of(NEW)
    assert publish(garden.digest(*NEW.posts, garden.POSTS[5]), index).notes == ()


def test_settings_are_withdrawn_like_posts(tmp_path: Path) -> None:
    index = tmp_path / "index"
    publish(OLD, index)
    publish(replace(OLD, name="Wrong"), index)
    roll_back(index)
    with pytest.raises(PostsWithdrawn, match="settings, topics or words"):
        publish(replace(OLD, name="Wrong"), index)
    assert publish(replace(OLD, name="Right"), index).published


def test_an_unreadable_withdrawn_generation_stops_every_publication(index: Path) -> None:
    done = roll_back(index)
    (index / done.withdrawn / "manifest.json").write_text("{")
    with pytest.raises(PostsWithdrawn, match="can't be read"):
        publish(NEW, index)
    assert publish(NEW, index, republish=True).published


def test_a_deleted_withdrawn_generation_stops_no_publication(index: Path) -> None:
    done = roll_back(index)
    (index / done.withdrawn).rename(index.parent / "elsewhere")
    assert publish(NEW, index).published


def test_a_withdrawn_generation_is_never_served(index: Path) -> None:
    done = roll_back(index)
    (index / "CURRENT").write_text("000002-")
    engine = open_engine(index, semantic=False)
    assert engine.now().generation == done.generation
    assert "CURRENT is missing or unreadable" in engine.health[0]


def test_without_a_generation_before_a_rollback_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        roll_back(tmp_path / "none")
    publish(OLD, tmp_path / "index")
    with pytest.raises(NothingBefore):
        roll_back(tmp_path / "index")
    publish(NEW, tmp_path / "index")
    roll_back(tmp_path / "index")
    with pytest.raises(NothingBefore):
        roll_back(tmp_path / "index")


def test_a_damaged_generation_before_is_refused(index: Path) -> None:
    live = live_name(index)
    (index / str(FolderShelf(index).contents().before) / "posts-ids.json").unlink()
    with pytest.raises(IndexDamaged):
        roll_back(index)
    assert live_name(index) == live


def test_a_damaged_live_generation_can_be_rolled_back(index: Path) -> None:
    (index / str(live_name(index)) / "manifest.json").write_text("")
    assert roll_back(index).changes is None
    assert served(index) == posts_of(OLD)


def test_a_rollback_with_a_corrupted_current_is_refused(index: Path) -> None:
    (index / "CURRENT").write_text("")
    with pytest.raises(IndexDamaged, match="CURRENT"):
        roll_back(index)


def test_a_rollback_waits_for_an_indexer(index: Path) -> None:
    with writer_lock(index, 0), pytest.raises(IndexLocked, match=str(os.getpid())):
        roll_back(index, 0)


def test_a_crash_between_the_two_steps_withdraws_nothing(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live, really = live_name(index), replace_file

    def crash_at_current(path: Path, text: str, **options: int) -> None:
        if path.name == "CURRENT":
            raise KeyboardInterrupt
        really(path, text, **options)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("indexer.shelf.folder.replace_file", crash_at_current)
        roll_back(index)
    assert live_name(index) == live
    assert FolderShelf(index).contents().withdrawn is None
    assert served(index) == posts_of(NEW)
    assert not publish(NEW, index).published


@pytest.fixture
def folder(tmp_path: Path, own_cache: Path) -> DigestFolder:
    return make_digest(tmp_path / "digest")


def test_the_command_prints_the_changes_and_how_to_republish(folder: DigestFolder) -> None:
    pprsearch("index", folder.root, "--no-semantic")
    write(folder, "2021-05-hedges", "Hedges kept the wind out.")
    delete(folder, "2021-02-slugs")
    pprsearch("index", folder.root, "--no-semantic")
    result = pprsearch("rollback", folder.root)
    assert result.exit_code == 0
    assert result.stdout.startswith("Generation 000001-")
    assert "No longer shown: 2021-05-hedges." in result.stdout
    assert "Shown again: 2021-02-slugs." in result.stdout
    assert "--republish" in result.stdout
    dry = pprsearch("index", folder.root, "--no-semantic", "--dry-run")
    assert "a rollback withdrew changes of 2021-02-slugs and 2021-05-hedges" in dry.stdout
    assert not told("index", folder.root, "--no-semantic", "--dry-run")["publishes"]
    refused = pprsearch("index", folder.root, "--no-semantic")
    assert refused.exit_code == 1
    assert refused.stderr.count("\n") == 1
    assert "2021-05-hedges" in refused.stderr
    assert "--republish" in refused.stderr
    health = told("status", folder.root)["health"]
    assert any("withdrawn" in note for note in health)
    again = told("index", folder.root, "--no-semantic", "--republish")
    assert again["published"]
    assert told("rollback", folder.root)["changes"]["removed"] == ["2021-05-hedges"]
