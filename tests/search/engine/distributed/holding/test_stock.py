"""What ranking needs of posts lies in files: read once, shared, whole, and removed in the end."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from threading import Event
from typing import NamedTuple

import pytest

from corpus.digest import Digest
from indexer.publish import publish
from search.engine.distributed import engine as engines
from search.engine.distributed import whole
from search.engine.distributed.connection import Connection
from search.engine.distributed.engine import ClusterEngine
from search.engine.distributed.holding.columns import TOLD
from search.engine.distributed.posts import PAYLOAD, Posts
from search.engine.distributed.writing import layers
from search.engine.location import held_folder
from search.errors import ClusterUnreachable
from search.question import Question
from tests.digests import garden
from tests.patience import eventually

pytestmark = pytest.mark.cluster

# Writes all files of a garden, and is killed before it gives them their place.
KILLED = """
import sys, time
from search.engine.distributed import whole
from search.engine.distributed.holding.columns import Columns
from search.engine.open import open_engine
from search.question import Question

plain = Columns.save
def save(self, folder, mark):
    plain(self, folder, mark)
    print("written", flush=True)
    time.sleep(600)
Columns.save = save
whole.AT_ONCE = whole.MOST = 0
snapshot = open_engine(sys.argv[1], semantic=False).now()
for _ in range(3):
    snapshot.search(Question.parse("slugs"))
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def in_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Posts are held in files, however few there are, and engines follow at every question."""
    monkeypatch.setattr(whole, "AT_ONCE", 0)
    monkeypatch.setattr(whole, "MOST", 0)
    monkeypatch.setattr(engines, "LOOK_EVERY", 0.0)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The indexes that posts were read from."""
    found: list[str] = []
    plain = Posts.pages

    def pages(self: Posts, field: str) -> Iterator[tuple[list[int], list[bytes]]]:
        assert field == PAYLOAD
        found.append(self._index)
        return plain(self, field)

    monkeypatch.setattr(Posts, "pages", pages)
    return found


class Reader(NamedTuple):
    """An engine over an index in the cluster."""

    engine: ClusterEngine

    def ask(self, text: str = "do beer traps keep slugs down?") -> list[str]:
        return [hit.post.id for hit in self.engine.now().search(Question.parse(text)).hits]

    def hold(self) -> None:
        """Ask until all posts are held."""

        def holds() -> bool:
            self.ask()
            return self.engine.now().holds_all

        eventually(holds, lambda: self.engine.health)


@pytest.fixture
def opened(address: str) -> Iterator[Reader]:
    publish(garden.digest(), address)
    with closing(ClusterEngine.open(address, semantic=False)) as engine:
        yield Reader(engine)


def edited(title: str) -> Digest:
    digest = garden.digest()
    first, *others = digest.posts
    return replace(digest, posts=(replace(first, title=title), *others))


def folders(address: str) -> list[str]:
    return sorted(one.name for one in held_folder(address).iterdir() if one.is_dir())


def test_posts_are_read_once_for_all_workers(opened: Reader, address: str, read: list[str]) -> None:
    before = opened.ask()
    opened.hold()
    assert opened.ask() == before
    assert len(read) == 1
    assert folders(address) == read
    with closing(ClusterEngine.open(address, semantic=False)) as other:
        Reader(other).hold()
        assert Reader(other).ask() == before
    assert len(read) == 1
    assert opened.engine.health == ()


def test_no_reader_waits_for_posts_that_are_read(
    opened: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They come when they come, and meanwhile the cluster proposes posts."""
    plain, come = Posts.pages, Event()

    def pages(self: Posts, field: str) -> Iterator[tuple[list[int], list[bytes]]]:
        come.wait()
        return plain(self, field)

    monkeypatch.setattr(Posts, "pages", pages)
    try:
        answers = [opened.ask() for _ in range(6)]
        assert not opened.engine.now().holds_all
    finally:
        come.set()
    opened.hold()
    assert answers == 6 * [opened.ask()]


def test_an_update_reads_only_what_is_new(
    opened: Reader, address: str, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers, "MOST", 1.0)
    monkeypatch.setattr(layers, "DRIFT", 1.0)
    opened.hold()
    for number, title in enumerate(("Of zeppelins", "Of airships"), 2):
        publish(edited(title), address)
        # Who held the generation before begins with the first question.
        opened.ask()
        eventually(lambda: opened.engine.now().holds_all)
        (found,) = opened.ask(title.split()[1])
        assert found == garden.POSTS[0].id
        assert len(read) == number
        # A layer that was merged into the next is no longer held.
        assert folders(address) == sorted({read[0], read[-1]})
    assert opened.ask("zeppelins") != opened.ask("airships")


def test_what_a_new_base_replaces_is_removed(opened: Reader, address: str, read: list[str]) -> None:
    opened.hold()
    publish(edited("Of zeppelins"), address)
    opened.hold()
    assert len(set(read)) == 2
    assert folders(address) == [read[-1]]
    assert opened.ask("zeppelins")[:1] == [garden.POSTS[0].id]


def test_what_a_killed_server_has_left_is_not_taken(address: str, read: list[str]) -> None:
    publish(garden.digest(), address)
    command = [sys.executable, "-c", KILLED, address]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "written\n"
        killed.send_signal(signal.SIGKILL)
    (left,) = folders(address)
    assert left.endswith(".new")
    assert (held_folder(address) / left / TOLD).is_file()
    with closing(ClusterEngine.open(address, semantic=False)) as engine:
        Reader(engine).hold()
    assert folders(address) == read == [left.removesuffix(".new")]


def test_a_damaged_file_is_read_again(opened: Reader, address: str, read: list[str]) -> None:
    opened.hold()
    before = opened.ask()
    file = held_folder(address) / read[0] / "shares.npy"
    told = file.read_bytes()
    file.write_bytes(told[:-1] + bytes([told[-1] ^ 1]))
    with closing(ClusterEngine.open(address, semantic=False)) as other:
        Reader(other).hold()
        assert Reader(other).ask() == before
    assert len(read) == 2
    assert file.read_bytes() == told


def test_without_room_the_cluster_proposes_posts(
    opened: Reader, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=0))
    before = opened.ask()

    def told() -> bool:
        assert opened.ask() == before
        return any("can't be held in" in note for note in opened.engine.health)

    eventually(told)
    assert not read
    assert not opened.engine.now().holds_all


def test_nothing_is_held_in_files_where_no_bytes_are_allowed(
    address: str, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PPRSEARCH_CLUSTER_HELD", "0")
    publish(garden.digest(), address)
    with closing(ClusterEngine.open(address, semantic=False)) as engine:
        for _ in range(5):
            assert Reader(engine).ask()
        assert not engine.now().holds_all
    assert not read
    assert not held_folder(address).exists()


def test_posts_that_did_not_all_come_are_not_held(
    opened: Reader, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the cluster fails amid them, or gives fewer than there are."""
    monkeypatch.setattr(whole, "_AGAIN", 0.0)
    plain = Posts.pages
    faults: list[str] = []

    def pages(self: Posts, field: str) -> Iterator[tuple[list[int], list[bytes]]]:
        for places, rows in plain(self, field):
            if not faults:
                faults.append("fewer")
                yield places[1:], rows[1:]
            elif len(faults) == 1:
                faults.append("none")
                raise ClusterUnreachable("no node of the cluster answers")
            else:
                yield places, rows

    monkeypatch.setattr(Posts, "pages", pages)
    opened.hold()
    assert faults == ["fewer", "none"]
    assert opened.engine.health == ()
    assert len(folders(address)) == 1


def test_reading_ends_with_the_engine(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(garden.digest(), address)
    begun = Event()
    plain = Posts.pages

    def pages(self: Posts, field: str) -> Iterator[tuple[list[int], list[bytes]]]:
        while True:
            yield from plain(self, field)
            begun.set()

    monkeypatch.setattr(Posts, "pages", pages)
    with closing(ClusterEngine.open(address, semantic=False)) as engine:
        for _ in range(3):
            Reader(engine).ask()
        assert begun.wait(60)
    assert folders(address) == []


def test_where_no_node_answers_what_is_held_is_not_used(
    opened: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.hold()

    def away(self: Connection, names: object) -> dict[str, list[str]]:
        raise ClusterUnreachable("no node of the cluster answers")

    def silent(self: Connection, index: str, bodies: object) -> list[object]:
        raise ClusterUnreachable("no node of the cluster answers")

    monkeypatch.setattr(Connection, "aliases", away)
    monkeypatch.setattr(Connection, "searches", silent)
    with pytest.raises(ClusterUnreachable):
        opened.ask()
