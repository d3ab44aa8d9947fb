"""A digest is published into a cluster as into a folder: complete, by one writer, with rollback."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.digest import Digest, Renamed
from corpus.folder.write import post_text
from corpus.post import Post
from indexer.amend import Told, publish_changes
from indexer.errors import DigestFaulty, IndexLocked, PostsWithdrawn
from indexer.plan import plan
from indexer.publish import publish
from indexer.rollback import roll_back
from indexer.shelf.cluster import ClusterShelf
from indexer.status import status
from indexer.verify import verify
from search.engine.distributed.writing import layers
from search.engine.distributed.writing.library import Library
from search.engine.location import Location
from search.engine.open import open_generation
from tests.digests import garden

pytestmark = pytest.mark.cluster


@pytest.fixture
def layered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Updates are sent as layers even for so few posts, which would otherwise be sent anew."""
    monkeypatch.setattr(layers, "MOST", 1.0)
    monkeypatch.setattr(layers, "DRIFT", 10.0)


def in_layers(address: str, generation: str | None) -> int:
    """The number of layers with the posts of a generation."""
    library = Library.at(address)
    alias = library.posts(generation or "")
    found = library.connection.aliases([alias])[alias]
    library.connection.close()
    return len(found)


def without_first() -> Digest:
    digest = garden.digest()
    return replace(digest, posts=digest.posts[1:])


def test_a_digest_is_published_and_a_second_time_not(address: str) -> None:
    done = publish(garden.digest(), address)
    assert done.published
    assert done.generation and done.generation.startswith("000001-")
    assert not publish(garden.digest(), address).published
    found = status(address)
    assert found.health == ()
    assert found.serving and found.serving.posts == len(garden.POSTS)
    assert all(check.passed for check in verify(address))


def test_a_change_is_published_and_rolled_back(address: str) -> None:
    first = publish(garden.digest(), address).generation
    second = publish(without_first(), address)
    assert second.changes.removed == (garden.POSTS[0].id,)
    back = roll_back(address)
    assert (back.generation, back.withdrawn) == (first, second.generation)
    with pytest.raises(PostsWithdrawn):
        publish(without_first(), address)
    again = publish(without_first(), address, republish=True)
    assert again.published
    kept = [one.name for one in status(address).kept]
    assert kept == [again.generation, first]


def test_a_rejected_generation_is_not_sent(address: str) -> None:
    live = publish(garden.digest(), address).generation
    seen: list[tuple[int, int]] = []

    def approve(made: object, before: object) -> bool:
        with open_generation(made) as new, open_generation(before) as old:  # type: ignore[arg-type]
            seen.append((len(new.ids), len(old.ids)))
        return False

    assert not publish(without_first(), address, approve=approve).published
    assert seen == [(len(garden.POSTS) - 1, len(garden.POSTS))]
    assert ClusterShelf(address).contents().generations == (live,)


def test_a_second_writer_times_out(address: str) -> None:
    shelf = ClusterShelf(address)
    with shelf.writing(0), pytest.raises(IndexLocked, match="is being written by process"):
        publish(garden.digest(), address, timeout=0)


def test_a_change_is_sent_as_a_layer_and_rolled_back(address: str, layered: None) -> None:
    """The base is kept while a generation needs it, and deleted with the last one."""
    digest = garden.digest()
    first = publish(digest, address).generation
    second = publish(edited("once"), address).generation
    assert (in_layers(address, first), in_layers(address, second)) == (1, 2)
    third = publish(without_first(), address)
    # The layer's posts were removed, so the layer is not needed any more.
    assert in_layers(address, third.generation) == 1
    assert set(status_names(address)) == {second, third.generation}
    back = roll_back(address)
    assert (back.generation, back.withdrawn) == (second, third.generation)
    with open_generation(ClusterShelf(address).location(second or "")) as snapshot:
        assert snapshot.post(garden.POSTS[0].id).title.endswith("once")
        assert len(snapshot.ids) == len(garden.POSTS)
    assert all(check.passed for check in verify(address))
    # A full build leaves no part of the base.
    for word in ("twice", "thrice"):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(layers, "MOST", 0.0)
            last = publish(edited(word), address).generation
    assert in_layers(address, last) == 1
    library = Library.at(address)
    assert first not in library.sizes()
    library.connection.close()


def test_a_renamed_post_is_sent_as_a_layer(address: str, layered: None) -> None:
    """The renaming is noted in the digest, and does not change any other post."""
    digest = garden.digest()
    publish(digest, address)
    first, *others = digest.posts
    new = replace(first, id=f"{first.id}-anew")
    done = publish(replace(digest, posts=(new, *others)), address)
    assert in_layers(address, done.generation) == 2
    with open_generation(ClusterShelf(address).location(done.generation or "")) as snapshot:
        assert snapshot.digest.renamed == (Renamed(first.id, new.id),)
        assert snapshot.moved(first.id) == new.id


def status_names(address: str) -> tuple[str, ...]:
    return tuple(one.name for one in status(address).kept)


def edited(word: str) -> Digest:
    digest = garden.digest()
    first, *others = digest.posts
    return replace(digest, posts=(replace(first, title=f"{first.title} {word}"), *others))


@pytest.mark.parametrize("way", ["bases", "layers"])
def test_leftovers_of_a_killed_writer_are_removed(
    address: str, monkeypatch: pytest.MonkeyPatch, way: str, request: pytest.FixtureRequest
) -> None:
    """Killed at any step it leaves the old generation live, and the next run cleans up."""
    if way == "layers":
        request.getfixturevalue("layered")
    publish(edited("once"), address)
    live = publish(garden.digest(), address).generation
    steps = ("fill", "finish", "move")
    for step in steps:
        with monkeypatch.context() as patched:
            patched.setattr(f"search.engine.distributed.connection.Connection.{step}", _killed)
            patched.setattr("search.engine.distributed.generation.Generations.discard", _nothing)
            with pytest.raises(KeyboardInterrupt):
                publish(without_first(), address)
        found = ClusterShelf(address).contents()
        assert found.live == live
        assert found.orphans, step
        with open_generation(ClusterShelf(address).location(found.live or "")) as snapshot:
            assert len(snapshot.ids) == len(garden.POSTS)
    done = publish(without_first(), address)
    assert done.published and done.removed
    assert ClusterShelf(address).contents().orphans == ()


def in_order(*posts: Post) -> Digest:
    """A digest of posts by month and id, as it is read from files."""
    listed = sorted(posts, key=lambda post: (post.month or "", post.id))
    return replace(garden.digest(), posts=tuple(listed))


def told_changes(root: Path, *posts: Post) -> Told:
    """What is told to have changed: a folder with some posts."""
    for post in posts:
        file = root / "posts" / f"{post.id}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(post_text(post), "utf-8")
    return Told(root)


BEANS = garden.post(90, title="Beans of the year", citation="Green, A. (2020). Beans. Plots, 1.")


def test_a_post_more_is_published_without_reading_the_others(
    address: str, layered: None, tmp_path: Path
) -> None:
    publish(garden.digest(), address)
    done, _ = publish_changes(told_changes(tmp_path, BEANS), address)
    assert (done.published, done.posts) == (True, len(garden.POSTS) + 1)
    assert done.changes.added == (BEANS.id,)
    assert not publish_changes(told_changes(tmp_path), address)[0].published
    assert all(check.passed for check in verify(address, sample=0))
    # The whole digest is compared with what is live: a post that its folder has not is removed.
    whole = publish(garden.digest(), address)
    assert whole.changes.removed == (BEANS.id,)
    assert in_layers(address, whole.generation) == 1


def test_the_next_whole_digest_puts_right_what_has_waited(
    address: str, layered: None, tmp_path: Path
) -> None:
    publish(in_order(*garden.POSTS), address)
    publish_changes(told_changes(tmp_path, BEANS), address)
    todo = plan(in_order(*garden.POSTS, BEANS), ClusterShelf(address), False)
    assert "Posts were published by --changes since the whole digest was indexed." in todo.reasons
    done = publish(todo.digest, address)
    assert done.published
    assert in_layers(address, done.generation) == 2
    assert not publish(todo.digest, address).published


def test_a_post_is_removed_rolled_back_and_refused(address: str, layered: None) -> None:
    first = publish(garden.digest(), address).generation
    gone = Told(None, (garden.POSTS[0].id,))
    second, _ = publish_changes(gone, address)
    assert second.changes.removed == gone.removed
    assert roll_back(address).generation == first
    with pytest.raises(PostsWithdrawn):
        publish_changes(gone, address)
    assert publish_changes(gone, address, republish=True)[0].published


def test_a_post_with_a_fault_changes_nothing(address: str, layered: None, tmp_path: Path) -> None:
    live = publish(garden.digest(), address).generation
    others = ClusterShelf(address).ground(live or "")
    assert {post.id for post in others.alike([garden.POSTS[0]])} >= {garden.POSTS[0].id}
    for fault in (
        replace(BEANS, month=None),
        replace(BEANS, title=garden.POSTS[0].title),
        replace(BEANS, updates=("2001-01-no-such-post",)),
    ):
        with pytest.raises(DigestFaulty) as error:
            publish_changes(told_changes(tmp_path, fault), address)
        assert error.value.problems[0].file == Path("posts", f"{BEANS.id}.md")
    assert ClusterShelf(address).contents().generations == (live,)


def test_changes_wait_for_another_writer(address: str, layered: None, tmp_path: Path) -> None:
    publish(garden.digest(), address)
    with ClusterShelf(address).writing(0), pytest.raises(IndexLocked):
        publish_changes(told_changes(tmp_path, BEANS), address, timeout=0)


def test_changes_that_are_not_approved_of_are_gone_again(
    address: str, layered: None, tmp_path: Path
) -> None:
    live = publish(garden.digest(), address).generation
    seen: list[int] = []

    def approve(made: Location, before: Location | None) -> bool:
        for one in (made, before):
            with open_generation(one or "") as snapshot:
                seen.append(len(snapshot.ids))
        return False

    done, _ = publish_changes(told_changes(tmp_path, BEANS), address, approve=approve)
    assert (done.published, done.generation) == (False, live)
    assert seen == [len(garden.POSTS) + 1, len(garden.POSTS)]
    assert ClusterShelf(address).contents().generations == (live,)


def test_changes_of_a_killed_writer_are_removed(
    address: str, layered: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = publish(garden.digest(), address).generation
    told = told_changes(tmp_path, BEANS)
    for step in ("fill", "finish", "move"):
        with monkeypatch.context() as patched:
            patched.setattr(f"search.engine.distributed.connection.Connection.{step}", _killed)
            patched.setattr("search.engine.distributed.generation.Generations.discard", _nothing)
            with pytest.raises(KeyboardInterrupt):
                publish_changes(told, address)
        found = ClusterShelf(address).contents()
        assert found.live == live
        assert found.orphans, step
    done, _ = publish_changes(told, address)
    assert done.published and done.removed
    assert ClusterShelf(address).contents().orphans == ()


def _killed(*arguments: object) -> None:
    raise KeyboardInterrupt


def _nothing(*arguments: object) -> None:
    """Cleans up nothing, as after a kill."""
