"""What is told to have changed is compared with the live generation, and published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.digest import Renamed
from corpus.folder.write import post_text
from corpus.post import Post
from indexer.amend import Told, amendment, publish_changes
from indexer.changes import Changes
from indexer.errors import (
    ChangesNotTold,
    DigestEmpty,
    DigestFaulty,
    PostsWithdrawn,
    TooManyChanges,
)
from indexer.publish import publish
from indexer.rollback import roll_back
from indexer.shelf.folder import FolderShelf
from search.engine.location import Location
from search.errors import IndexMissing, PostMissing, WholeNeeded
from tests.digests import garden
from tests.indexer.shelf.test_seam import NOWHERE, Memory

CITATION = "Green, A. (2020). Beans. Plots, 1."
FIRST, SECOND, THIRD = (
    garden.post(number, title=f"Beans of {number} plots", citation=CITATION)
    for number in (70, 71, 72)
)


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    """A shelf on which two posts are live."""
    shelf = Memory()
    for module in ("amend", "publish", "rollback"):
        monkeypatch.setattr(f"indexer.{module}.open_shelf", lambda location: shelf)
    publish(garden.digest(FIRST, SECOND), NOWHERE)
    return shelf


def told(root: Path, *posts: Post, remove: tuple[str, ...] = ()) -> Told:
    for post in posts:
        file = root / "posts" / f"{post.id}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(post_text(post), "utf-8")
    return Told(root if posts else None, remove)


def live_ids(memory: Memory) -> list[str]:
    return sorted(post.id for post in memory.digests[memory.live or ""].posts)


def test_new_changed_and_removed_posts_are_told_apart(memory: Memory, tmp_path: Path) -> None:
    edited = replace(FIRST, summary="Beans did well.")
    todo = amendment(told(tmp_path, edited, THIRD, remove=(SECOND.id, SECOND.id)), memory)
    assert todo.changes == Changes((THIRD.id,), (FIRST.id,), (SECOND.id,))
    assert todo.posts == 2
    done, digest = publish_changes(Told(tmp_path, (SECOND.id,)), NOWHERE)
    assert done.published and done.generation == memory.live
    assert done.told.startswith("2 posts: 1 added, 1 changed, 1 removed.")
    assert live_ids(memory) == sorted([FIRST.id, THIRD.id])
    assert digest.name == garden.digest().name


def test_what_is_live_already_is_not_published(memory: Memory, tmp_path: Path) -> None:
    live = memory.live
    done, _ = publish_changes(told(tmp_path, FIRST), NOWHERE)
    assert (done.published, done.generation, memory.live) == (False, live, live)


def test_a_post_that_becomes_a_draft_is_removed(memory: Memory, tmp_path: Path) -> None:
    file = told(tmp_path, FIRST).path
    assert file
    post = tmp_path / "posts" / f"{FIRST.id}.md"
    post.write_text(post.read_text("utf-8").replace("---\n", "---\ndraft: true\n", 1), "utf-8")
    todo = amendment(Told(tmp_path), memory)
    assert todo.changes == Changes(removed=(FIRST.id,))


def test_a_renamed_post_keeps_its_address(memory: Memory, tmp_path: Path) -> None:
    new = replace(SECOND, id=f"{SECOND.id}-anew")
    done, _ = publish_changes(told(tmp_path, new, remove=(SECOND.id,)), NOWHERE)
    digest = memory.digests[memory.live or ""]
    assert digest.renamed == (Renamed(SECOND.id, new.id),)
    assert [post.aliases for post in digest.posts if post.id == new.id] == [(SECOND.id,)]
    assert done.notes[0].startswith(f"{SECOND.id} was renamed by hand")
    # As long as its file does not say so, an edit keeps it too.
    edited = replace(new, summary="Beans did well.")
    publish_changes(told(tmp_path, edited), NOWHERE)
    digest = memory.digests[memory.live or ""]
    assert [post.aliases for post in digest.posts if post.id == new.id] == [(SECOND.id,)]


def test_faults_and_contradictions_are_refused(memory: Memory, tmp_path: Path) -> None:
    live = memory.live
    with pytest.raises(PostMissing):
        amendment(Told(None, ("2001-01-nobody",)), memory)
    with pytest.raises(ChangesNotTold, match="told to be removed, and among the changes"):
        amendment(told(tmp_path, FIRST, remove=(FIRST.id,)), memory)
    with pytest.raises(DigestEmpty):
        amendment(Told(None, (FIRST.id, SECOND.id)), memory)
    with pytest.raises(DigestFaulty, match="the digest has 1 fault"):
        publish_changes(told(tmp_path, replace(THIRD, title=SECOND.title)), NOWHERE)
    assert memory.live == live


def test_the_whole_digest_is_needed_after_a_change_of_version(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.amend.version", lambda name: "99.0")
    with pytest.raises(WholeNeeded, match="was written by version"):
        amendment(Told(None, (FIRST.id,)), memory)


def test_without_a_live_generation_nothing_can_be_told(memory: Memory) -> None:
    memory.live = None
    with pytest.raises(ChangesNotTold, match="The alias is missing"):
        amendment(Told(None, (FIRST.id,)), memory)
    with pytest.raises(IndexMissing):
        amendment(Told(None, (FIRST.id,)), Memory())


def test_what_was_withdrawn_is_published_again_only_if_told_so(
    memory: Memory, tmp_path: Path
) -> None:
    change = told(tmp_path, THIRD)
    publish_changes(change, NOWHERE)
    roll_back(NOWHERE)
    with pytest.raises(PostsWithdrawn) as error:
        publish_changes(change, NOWHERE)
    assert error.value.withdrawn == (THIRD.id,)
    done, _ = publish_changes(change, NOWHERE, republish=True)
    assert done.notes == (f"Published again after a rollback: {THIRD.id}.",)


def test_too_many_changed_answers_leave_nothing_behind(memory: Memory, tmp_path: Path) -> None:
    live = memory.live

    def approve(made: Location, before: Location | None) -> bool:
        raise TooManyChanges("more than allowed")

    with pytest.raises(TooManyChanges):
        publish_changes(told(tmp_path, THIRD), NOWHERE, approve=approve)
    assert memory.live == live
    assert list(memory.digests) == [live]


def test_the_next_whole_digest_is_published_even_if_no_post_differs(
    memory: Memory, tmp_path: Path
) -> None:
    publish_changes(told(tmp_path, THIRD), NOWHERE)
    assert publish(garden.digest(FIRST, SECOND, THIRD), NOWHERE).published
    assert not publish(garden.digest(FIRST, SECOND, THIRD), NOWHERE).published


def test_a_folder_is_indexed_from_whole_digests(tmp_path: Path) -> None:
    index = tmp_path / "index"
    publish(garden.digest(FIRST, SECOND), index)
    with pytest.raises(ChangesNotTold, match="is always made from the whole digest"):
        amendment(Told(None, (FIRST.id,)), FolderShelf(index))
