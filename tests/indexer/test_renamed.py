"""The old address of a file renamed by hand leads to the renamed post."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.digest import Renamed
from corpus.post import Post
from corpus.rename import rename
from indexer.plan import plan
from indexer.publish import Publication, publish
from indexer.renamed import notes_on
from indexer.shelf.folder import FolderShelf
from search.engine.location import default_index
from search.engine.open import open_engine
from tests.digests import garden
from tests.digests.indexing import delete, make_digest, pprsearch, write

TEXT = "Compost was dug into forty beds in a field trial, and the yields of beans rose by a third."
OLD = garden.post(1, summary=TEXT, doi="10.1000/beds.1")
NEW = replace(OLD, id="2016-02-beds")
OTHERS = garden.POSTS[:2]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    made = tmp_path / "index"
    published(made, OLD)
    return made


def published(index: Path, *posts: Post) -> Publication:
    return publish(garden.digest(*OTHERS, *posts), index)


def moved(index: Path, address: str) -> str | None:
    engine = open_engine(index, semantic=False)
    try:
        return engine.now().moved(address)
    finally:
        engine.close()


@pytest.mark.parametrize(
    "new",
    [
        NEW,
        replace(NEW, month="2016-03", title="Beds fed with compost"),
        replace(NEW, summary=f"{TEXT} Worms came back."),
        replace(NEW, doi=None),
    ],
)
def test_the_old_address_leads_to_the_renamed_post(index: Path, new: Post) -> None:
    done = published(index, new)
    assert moved(index, OLD.id) == new.id
    assert done.notes == (
        f"{OLD.id} was renamed by hand: its address leads to {new.id}. To write that into the "
        f"file: pprsearch rename {OLD.id} {new.id} --done",
    )
    again = published(index, new)
    assert (again.published, again.notes) == (False, done.notes)


@pytest.mark.parametrize(
    "new",
    [
        replace(NEW, doi="10.1000/beds.2"),
        replace(NEW, summary="Ladybirds were set free in glasshouses, and the aphids grew fewer."),
        replace(NEW, doi=None, title="Slugs in beds of lettuce"),
    ],
)
def test_another_post_is_not_taken_for_the_renamed_one(index: Path, new: Post) -> None:
    assert published(index, new).notes == ()
    assert moved(index, OLD.id) is None


def test_with_two_candidates_neither_is_taken(index: Path) -> None:
    assert published(index, NEW, replace(NEW, id="2016-02-beds-again")).notes == ()
    assert moved(index, OLD.id) is None


def test_a_post_renamed_twice_is_found_at_both_old_addresses(index: Path) -> None:
    last = replace(NEW, id="2016-02-raised-beds")
    published(index, NEW)
    published(index, last)
    published(index, replace(last, topics=("Pests, Weeds, and Blight",)))
    assert moved(index, OLD.id) == moved(index, NEW.id) == last.id


def test_an_alias_or_a_new_post_with_the_old_id_comes_first(index: Path) -> None:
    published(index, NEW)
    said = plan(garden.digest(*OTHERS, replace(NEW, aliases=(OLD.id,))), FolderShelf(index), False)
    assert (said.digest.renamed, said.publishes) == ((), False)
    back = replace(OLD, title="Back again")
    assert published(index, NEW, back).notes == ()
    assert moved(index, OLD.id) is None
    published(index)
    assert plan(garden.digest(*OTHERS), FolderShelf(index), False).digest.renamed == ()


def test_a_long_list_of_renamed_posts_is_shortened() -> None:
    many = tuple(Renamed(f"2016-02-{n}", NEW.id) for n in range(8))
    told = list(notes_on(many))
    assert (len(told), told[-1]) == (6, "So were 3 more.")


def test_a_maintainer_gets_the_command_that_writes_the_alias(tmp_path: Path) -> None:
    folder = make_digest(tmp_path / "digest")
    summary = "Frost was kept from the beds by fleece, and the beans came up three weeks sooner."
    write(folder, "2021-05-frost", summary)
    pprsearch("index", folder.root, "--no-semantic")
    (folder.root / "posts" / "2021-05-frost.md").rename(folder.root / "posts" / "2021-05-fleece.md")
    result = pprsearch("index", folder.root, "--no-semantic")
    command = "pprsearch rename 2021-05-frost 2021-05-fleece --done"
    assert command in result.output
    assert moved(default_index(folder.root), "2021-05-frost") == "2021-05-fleece"
    assert rename(folder.root, "2021-05-frost", "2021-05-fleece", done=True).named_in == ()
    assert "rename" not in pprsearch("index", folder.root, "--no-semantic").output
    assert moved(default_index(folder.root), "2021-05-frost") == "2021-05-fleece"
    delete(folder, "2021-05-fleece")
    pprsearch("index", folder.root, "--no-semantic")
    assert moved(default_index(folder.root), "2021-05-frost") is None
