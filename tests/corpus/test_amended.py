"""New and changed posts are checked against others that are not read."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from corpus.amended import read_changed
from corpus.digest import Digest
from corpus.folder.read import Reading
from corpus.post import Post
from tests.digests.digest_folder import POST, DigestFolder

TODAY = date(2026, 1, 1)


@dataclass(frozen=True)
class Standing:
    """Posts that are known, but not read from files."""

    posts: tuple[Post, ...]
    months: Sequence[str] = ("2021-07",)

    def with_ids(self, ids: Collection[str]) -> dict[str, Post]:
        return {post.id: post for post in self.posts if post.id in ids}

    def alike(self, posts: Sequence[Post]) -> Sequence[Post]:
        return self.posts


WOODS = Post(
    "2021-07-woods",
    "Do woods help?",
    "They do.",
    month="2021-07",
    doi="10.1000/plots.2",
    aliases=("2015-02-trees",),
    updates=("2014-01-long-gone",),
)


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    return DigestFolder.make(tmp_path / "digest")


def read(folder: DigestFolder, path: Path | None = None, removed: Collection[str] = ()) -> Reading:
    settings = replace(folder.read().digest, posts=())
    return read_changed(path or folder.root, settings, Standing((WOODS,)), removed, TODAY)


def told(reading: Reading) -> list[str]:
    return [str(problem) for problem in reading.problems]


def with_fields(fields: str) -> str:
    return POST.replace("---\n\nMany", f"{fields}---\n\nMany")


def test_posts_are_read_with_the_settings_of_the_digest(folder: DigestFolder) -> None:
    folder.post(POST.replace("survey", "poll"), "2021-07-gardens")
    reading = read(folder)
    (problem,) = told(reading)
    assert '"poll" is another name for a kind of research: write "survey"' in problem
    (post,) = reading.digest.posts
    assert (post.id, post.research) == ("2021-07-gardens", "survey")


def test_only_the_post_of_a_file_is_read(folder: DigestFolder) -> None:
    folder.post(POST, "2021-07-gardens")
    folder.post("broken", "2021-08-broken")
    reading = read(folder, folder.root / "posts" / "2021-07-gardens.md")
    assert [post.id for post in reading.digest.posts] == ["2021-07-gardens"]
    assert told(reading) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("related:\n  updates:\n    - 2021-07-woods\n", None),
        ("related:\n  updates:\n    - 2015-02-trees\n", 'that is an alias of "2021-07-woods"'),
        ("related:\n  updates:\n    - zzz\n", '"updates" names no post: "zzz"'),
        ("aliases:\n  - 2015-02-trees\n", "is that of posts/2021-07-woods.md as well"),
        ("aliases:\n  - 2021-07-woods\n", "is the id of another post"),
    ],
)
def test_names_of_other_posts_are_checked(
    folder: DigestFolder, fields: str, expected: str | None
) -> None:
    folder.post(with_fields(fields), "2021-07-gardens")
    problems = told(read(folder))
    assert len(problems) == (expected is not None)
    if expected:
        assert problems[0].startswith("posts/2021-07-gardens.md:1") and expected in problems[0]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Do gardens help?", "Do Woods help?", "the title is that of posts/2021-07-woods.md"),
        ("plots.1", "plots.2", "the DOI is also that of posts/2021-07-woods.md"),
    ],
)
def test_a_title_and_a_doi_belong_to_one_post(
    folder: DigestFolder, before: str, after: str, expected: str
) -> None:
    folder.post(POST.replace(before, after), "2021-07-gardens")
    (problem,) = told(read(folder))
    assert expected in problem
    # The other post is to go, or comes in another version.
    assert told(read(folder, removed=[WOODS.id])) == []
    folder.post(POST.replace("Do gardens", "Why do woods").replace("plots.1", "3"), WOODS.id)
    assert told(read(folder)) == []


def test_a_post_may_not_take_the_former_id_of_another(folder: DigestFolder) -> None:
    folder.post(POST.replace("2021-07\n", "2015-02\n"), "2015-02-trees")
    (problem,) = told(read(folder))
    assert problem == (
        'posts/2015-02-trees.md:1: the id is an alias of "2021-07-woods": give this post another '
        "name, or delete that alias"
    )


@pytest.mark.parametrize("name", ["nowhere", "digest.toml", "posts/2021-07-none.txt"])
def test_a_path_without_posts_is_a_fault(folder: DigestFolder, name: str) -> None:
    (problem,) = read(folder, folder.root / name).faults
    assert problem.cure.startswith("name a post's file in its folder posts")


def test_a_collection_is_read_where_posts_have_no_month(tmp_path: Path) -> None:
    file = tmp_path / "more.jsonl"
    file.write_text(json.dumps({"_id": "MED-1", "title": "Statins", "text": "They help."}) + "\n")
    reading = read_changed(file, Digest("d"), Standing((), months=()))
    assert [post.id for post in reading.digest.posts] == ["MED-1"]
    (problem,) = read_changed(file, Digest("d"), Standing((WOODS,))).faults
    assert problem.what == "its documents have no month, and the posts of this digest have"
