"""A dry run reports what indexing would do, and writes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.digest import Vocabulary
from indexer.changes import Changes, few
from indexer.plan import Plan, plan
from indexer.publish import publish
from indexer.shelf.folder import FolderShelf
from search.engine.location import default_index
from tests.digests import garden
from tests.digests.digest_folder import DigestFolder
from tests.digests.indexing import delete, make_digest, pprsearch, told, tree, write

DIGEST = garden.digest(*garden.POSTS[:3])


@pytest.fixture
def index(tmp_path: Path) -> Path:
    publish(DIGEST, tmp_path / "index")
    return tmp_path / "index"


def planned(index: Path, **changes: object) -> Plan:
    changed = replace(DIGEST, **changes)  # type: ignore[arg-type]  # each is a field of a digest
    return plan(changed, FolderShelf(index), semantic=False)


def test_an_unchanged_digest_needs_no_publication(index: Path) -> None:
    todo = planned(index)
    assert not todo.publishes
    assert (todo.changes, todo.reasons, todo.again) == (Changes(), (), ())
    assert todo.base.name == todo.live


def test_added_and_removed_posts_are_listed(index: Path) -> None:
    todo = planned(index, posts=garden.POSTS[1:4])
    assert todo.changes.added == (garden.POSTS[3].id,)
    assert todo.changes.removed == (garden.POSTS[0].id,)
    assert todo.reasons == ()


def test_other_reasons_for_publishing_are_listed(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = "The digest's settings, topics or words changed."
    assert planned(index, name="Another").reasons == (settings,)
    assert planned(index, vocabulary=Vocabulary()).reasons == (settings,)
    backwards = planned(index, posts=DIGEST.posts[::-1])
    assert backwards.reasons == ("The order of the posts changed.",)
    by_meaning = plan(DIGEST, FolderShelf(index), semantic=True)
    assert by_meaning.reasons == ("Search by meaning was switched on.",)
    monkeypatch.setattr("indexer.plan.version", lambda name: "99")
    assert planned(index).reasons[0].startswith("It was written by version 0.")


def test_without_an_index_everything_is_new(tmp_path: Path) -> None:
    todo = plan(DIGEST, FolderShelf(tmp_path), semantic=False)
    assert (todo.live, todo.base.name) == (None, None)
    assert len(todo.changes.added) == 3
    assert todo.reasons == ("There is no earlier generation.",)


def test_a_damaged_live_generation_is_a_reason(index: Path) -> None:
    first = FolderShelf(index).contents().live
    publish(replace(DIGEST, name="Second"), index)
    (index / str(FolderShelf(index).contents().live) / "posts.jsonl").write_text("")
    todo = planned(index, name="Second")
    assert todo.base.name == first
    assert "The live generation is damaged or missing." in todo.reasons


@pytest.fixture
def folder(tmp_path: Path, own_cache: Path) -> DigestFolder:
    return make_digest(tmp_path / "digest")


def test_a_dry_run_writes_nothing(folder: DigestFolder, tmp_path: Path) -> None:
    first = pprsearch("index", folder.root, "--no-semantic", "--dry-run")
    assert first.stdout.startswith("4 posts: 4 added, 0 changed, 0 removed.\n")
    assert "There is no earlier generation." in first.stdout
    assert not (tmp_path / "cache").exists()
    assert pprsearch("index", folder.root, "--no-semantic").exit_code == 0
    before = tree(tmp_path)
    same = pprsearch("index", folder.root, "--no-semantic", "--dry-run")
    assert same.stdout.startswith("Nothing would change: generation 000001-")
    write(folder, "2021-05-hedges", "Hedges kept the wind out.")
    delete(folder, "2021-02-slugs")
    before = tree(default_index(folder.root))
    found = told("index", folder.root, "--no-semantic", "--dry-run")
    assert (found["added"], found["removed"]) == (["2021-05-hedges"], ["2021-02-slugs"])
    assert (found["publishes"], found["posts"], found["withdrawn"]) == (True, 4, [])
    assert tree(default_index(folder.root)) == before


def test_a_dry_run_reports_faults_as_indexing_does(folder: DigestFolder) -> None:
    folder.post("nothing", "2021-06-broken")
    result = pprsearch("index", folder.root, "--no-semantic", "--dry-run")
    assert result.exit_code == 1
    assert "posts/2021-06-broken.md:1:" in result.stderr
    assert "the digest has 1 fault" in result.stderr


def test_an_empty_digest_has_no_plan(folder: DigestFolder) -> None:
    for post in (folder.root / "posts").iterdir():
        post.unlink()
    result = pprsearch("index", folder.root, "--no-semantic", "--dry-run")
    assert result.exit_code == 1
    assert "has no posts for readers" in result.stderr


def test_a_digest_with_only_drafts_mentions_the_preview(folder: DigestFolder) -> None:
    for post in (folder.root / "posts").iterdir():
        post.write_text(post.read_text().replace("---\n", "---\ndraft: true\n", 1))
    result = pprsearch("index", folder.root, "--no-semantic")
    assert result.exit_code == 1
    assert "no posts for readers" in result.stderr and "serve --preview" in result.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--watch", "--dry-run"),
        ("--watch", "--json"),
        ("--watch", "--review"),
        ("--dry-run", "--review"),
        ("--dry-run", "--max-changes", "1"),
        ("--max-changes", "-1"),
    ],
)
def test_conflicting_options_are_refused(options: tuple[str, ...]) -> None:
    assert pprsearch("index", *options).exit_code == 2


def test_a_long_list_is_shortened() -> None:
    assert few(["a", "b"]) == "a and b"
    assert few([str(n) for n in range(8)]) == "0, 1, 2, 3, 4 and 3 more"
