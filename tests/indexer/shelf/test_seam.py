"""Publishing, rollback and status only use the interface of a shelf."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.digest import Digest
from corpus.post import Post
from indexer.errors import NothingBefore, PostsWithdrawn
from indexer.plan import plan
from indexer.publish import publish
from indexer.rollback import roll_back
from indexer.shelf.seam import Approve, Contents, Ground, Shelf, serves, standing
from indexer.status import status
from search.engine.change import Change
from search.engine.location import Location
from search.errors import IndexDamaged, IndexMissing
from search.index.files.manifest import FORMAT, Manifest
from search.index.files.settings import analysis_key
from search.index.part import Progress
from tests.digests import garden

OLD = garden.digest(*garden.POSTS[:3])
NEW = garden.digest(*garden.POSTS[:4])


@given(live=st.integers(0, 7), count=st.integers(0, 7))
def test_the_live_generation_and_the_one_before_are_never_orphans(live: int, count: int) -> None:
    names = tuple(f"{number:06d}-aaaaaa" for number in range(1, count + 1))
    shelf = Contents(names[live - 1] if 1 <= live <= count else None, names, (), count)
    assert set(shelf.kept).isdisjoint(shelf.orphans)
    assert set(shelf.kept) | set(shelf.orphans) == set(names)
    if shelf.live:
        assert shelf.kept[0] == shelf.live
        assert shelf.kept[1:] == names[max(live - 2, 0) : live - 1]


@dataclass
class MemoryGround:
    """A digest in memory, to which changes are added."""

    built: Manifest
    whole: Digest

    @property
    def digest(self) -> Digest:
        return replace(self.whole, posts=())

    @property
    def size(self) -> int:
        return len(self.whole.posts)

    @property
    def months(self) -> list[str]:
        return [post.month for post in self.whole.posts if post.month]

    def with_ids(self, ids: Collection[str]) -> dict[str, Post]:
        return {post.id: post for post in self.whole.posts if post.id in ids}

    def alike(self, posts: Sequence[Post]) -> list[Post]:
        return list(self.whole.posts)


@dataclass
class Memory:
    """A shelf in memory: digests, and which of them are damaged."""

    digests: dict[str, Digest] = field(default_factory=dict)
    live: str | None = None
    withdrawn: str | None = None
    damaged: set[str] = field(default_factory=set)
    writers: int = 0
    by_changes: set[str] = field(default_factory=set)
    place: str = "memory"
    sign: str = "The alias"

    def contents(self) -> Contents:
        finished = tuple(name for name in self.digests if name != self.withdrawn)
        last = max((int(name[:6]) for name in self.digests), default=0)
        return Contents(self.live, finished, (), last, self.withdrawn)

    def check_private(self) -> str:
        return "nobody else gets at it"

    def manifest(self, name: str) -> Manifest:
        digest = self.digests[name]
        posts = {post.id: post.content_hash for post in digest.posts}
        return Manifest(
            FORMAT, version("pprsearch"), analysis_key(digest), False, "2026-01-01", posts, {}
        )

    def check(self, name: str) -> Manifest:
        if name in self.damaged:
            raise IndexDamaged(f"{name} is damaged")
        return self.manifest(name)

    def digest(self, name: str) -> Digest:
        return replace(self.digests[name], posts=())

    def counts(self, name: str) -> Mapping[str, int]:
        return {"posts": len(self.digests[name].posts)}

    def size(self, name: str | None = None) -> int:
        return 1 if name else len(self.digests)

    def location(self, name: str) -> Path:
        return Path("memory", name)

    @contextmanager
    def trial(
        self,
        digest: Digest,
        *,
        previous: str | None = None,
        semantic: bool = False,
        progress: Progress | None = None,
    ) -> Iterator[Path]:
        yield self.location("trial")

    @contextmanager
    def writing(self, timeout: float) -> Iterator[None]:
        self.writers += 1
        try:
            yield
        finally:
            self.writers -= 1

    def build(
        self,
        name: str,
        digest: Digest,
        *,
        previous: str | None = None,
        semantic: bool = False,
        progress: Progress | None = None,
        approve: Approve | None = None,
    ) -> bool:
        assert self.writers == 1
        before = self.location(previous) if previous else None
        if approve is not None and not approve(self.location(name), before):
            return False
        self.digests[name] = digest
        return True

    def is_by_changes(self, name: str) -> bool:
        return name in self.by_changes

    def ground(self, name: str) -> MemoryGround:
        return MemoryGround(self.check(name), self.digests[name])

    def amend(
        self, name: str, ground: Ground, change: Change, progress: Progress | None = None
    ) -> None:
        assert self.writers == 1
        assert isinstance(ground, MemoryGround)
        posts = {post.id: post for post in ground.whole.posts}
        posts |= {post.id: post for post in change.posts}
        left = [post for post_id, post in posts.items() if post_id not in change.removed]
        self.digests[name] = replace(ground.whole, posts=tuple(left), renamed=change.renamed)
        self.by_changes.add(name)

    def put_live(self, name: str) -> None:
        assert self.writers == 1
        self.live = name

    def go_back(self, live: str, before: str) -> None:
        assert self.writers == 1
        self.live, self.withdrawn = before, live

    def forget_withdrawn(self) -> None:
        self.withdrawn = None

    def discard(self, names: Sequence[str]) -> None:
        assert self.writers == 1
        for name in names:
            del self.digests[name]


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    """The shelf that every location opens."""
    shelf = Memory()
    for module in ("amend", "publish", "rollback", "status"):
        monkeypatch.setattr(f"indexer.{module}.open_shelf", lambda location: shelf)
    return shelf


NOWHERE = Path("nowhere")


def test_it_implements_the_interface(memory: Memory) -> None:
    shelf: Shelf = memory
    with pytest.raises(IndexMissing, match="there is no index in memory"):
        standing(shelf)
    assert not serves(shelf)
    publish(OLD, NOWHERE)
    assert standing(shelf).generations and serves(shelf)


def test_the_published_generation_and_the_one_before_are_kept(memory: Memory) -> None:
    first = publish(OLD, NOWHERE)
    assert not publish(OLD, NOWHERE).published
    second = publish(NEW, NOWHERE)
    third = publish(garden.digest(*garden.POSTS[:5]), NOWHERE)
    assert [str(done.generation)[:6] for done in (first, second, third)] == [
        "000001",
        "000002",
        "000003",
    ]
    assert second.changes.added == (garden.POSTS[3].id,)
    assert list(memory.digests) == [second.generation, third.generation]
    assert memory.live == third.generation


def test_a_rejected_generation_is_not_published(memory: Memory) -> None:
    publish(OLD, NOWHERE)
    seen: list[tuple[Location, Location | None]] = []

    def approve(after: Location, before: Location | None) -> bool:
        seen.append((after, before))
        return False

    live = memory.live
    assert not publish(NEW, NOWHERE, approve=approve).published
    ((_, before),) = seen
    assert before == memory.location(str(live))
    assert memory.live == live


def test_a_rolled_back_digest_is_not_published_again(memory: Memory) -> None:
    publish(OLD, NOWHERE)
    with pytest.raises(NothingBefore):
        roll_back(NOWHERE)
    publish(NEW, NOWHERE)
    done = roll_back(NOWHERE)
    assert (memory.live, memory.withdrawn) == (done.generation, done.withdrawn)
    assert plan(NEW, memory, semantic=False).again == (garden.POSTS[3].id,)
    with pytest.raises(PostsWithdrawn):
        publish(NEW, NOWHERE)
    assert publish(NEW, NOWHERE, republish=True).published
    assert memory.withdrawn is None
    assert done.withdrawn not in memory.digests


def test_a_damaged_generation_is_not_built_upon_and_removed(memory: Memory) -> None:
    publish(OLD, NOWHERE)
    publish(NEW, NOWHERE)
    damaged = str(memory.live)
    memory.damaged.add(damaged)
    assert "is damaged" in status(NOWHERE).health[0]
    done = publish(NEW, NOWHERE)
    assert done.published
    assert damaged not in memory.digests


def test_messages_use_the_shelf_s_own_words(memory: Memory) -> None:
    publish(OLD, NOWHERE)
    memory.live = None
    assert status(NOWHERE).health[0].startswith("The alias is missing or unreadable")
    with pytest.raises(IndexDamaged, match="The alias"):
        roll_back(NOWHERE)
    assert publish(OLD, NOWHERE).notes[0].startswith("The alias is missing")
