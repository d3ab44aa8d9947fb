"""A digest's folder is read into posts, and every problem is reported."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
import yaml

from corpus import filed
from corpus.filed import FiledPosts
from corpus.folder.post_file import read_post
from corpus.folder.read import DEMO, read_corpus
from corpus.folder.reading_cache import Recollection
from corpus.folder.write import post_text
from tests.conftest import REPOSITORY
from tests.digests.digest_folder import POST, DigestFolder

OTHER = POST.replace("Do gardens help?", "Do woods help?").replace("plots.1", "plots.2")


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    return DigestFolder.make(tmp_path / "digest")


def with_related(lines: str) -> str:
    return POST.replace("---\n\nMany", f"{lines}---\n\nMany")


def test_posts_come_sorted_by_month_and_id(folder: DigestFolder) -> None:
    folder.post(name="2021-07-b")
    folder.post(OTHER, name="2021-07-a")
    third = POST.replace("Do gardens", "Do parks").replace("plots.1", "plots.3")
    folder.post(third.replace("2021-07", "2020-12"), name="2020-12-z")
    reading = folder.read()
    assert reading.problems == ()
    assert [post.id for post in reading.digest.posts] == ["2020-12-z", "2021-07-a", "2021-07-b"]


def test_a_file_of_the_digest_in_place_of_its_folder_is_reported(folder: DigestFolder) -> None:
    for file in (folder.root / "digest.toml", folder.post()):
        reading = read_corpus(file)
        assert [problem.what for problem in reading.faults] == ["this is not a folder"]
        assert "digest.toml, topics.toml and posts" in reading.faults[0].cure


def test_a_digest_without_posts_has_no_problem(folder: DigestFolder) -> None:
    (folder.root / "posts").rmdir()
    assert folder.problems() == [
        "posts:1: warning: the folder of the posts is missing: "
        "create it; each post is a file of its own in it"
    ]
    assert folder.read().faults == ()


def test_every_problem_of_every_file_is_found_in_one_run(folder: DigestFolder) -> None:
    folder.write("digest.toml", "name = ")
    folder.write("topics.toml", folder.root.joinpath("topics.toml").read_text() + "x = 1\n")
    folder.post("not a post", name="2021-07-a")
    folder.post(POST.replace("month: 2021-07", "month: 7/21"), name="2021-07-b")
    (folder.root / "posts" / "2021-07-c.md").write_bytes(b"\xff")
    files = {problem.split(":")[0] for problem in folder.problems()}
    assert files == {
        "digest.toml",
        "topics.toml",
        "posts/2021-07-a.md",
        "posts/2021-07-b.md",
        "posts/2021-07-c.md",
    }


def test_a_post_with_an_error_is_left_out_and_one_with_a_warning_is_not(
    folder: DigestFolder,
) -> None:
    folder.post(POST.replace("- Adherence", "- Adherance"), name="2021-07-good")
    folder.post(OTHER.replace("survey", "rumour"), name="2021-07-bad")
    reading = folder.read()
    assert [post.id for post in reading.digest.posts] == ["2021-07-good"]
    assert [problem.severity for problem in reading.problems] == ["error", "warning"]
    assert len(reading.faults) == 1


def test_the_same_title_twice_is_an_error(folder: DigestFolder) -> None:
    folder.post(name="2021-07-a")
    folder.post(OTHER.replace("Do woods", "do GARDENS"), name="2021-07-b")
    assert folder.problems() == [
        "posts/2021-07-b.md:2: the title is that of posts/2021-07-a.md as well: "
        "give one of the two another, or delete it"
    ]


def test_the_same_doi_twice_is_an_error(folder: DigestFolder) -> None:
    folder.post(name="2021-07-a")
    folder.post(OTHER.replace("10.1000/plots.2", "10.1000/PLOTS.1"), name="2021-07-b")
    assert folder.problems() == [
        "posts/2021-07-b.md:9: the DOI is also that of posts/2021-07-a.md: "
        "correct one, or keep one post"
    ]


def test_posts_on_one_book_may_share_a_doi(folder: DigestFolder) -> None:
    chapter = "Green, A. (2020). Plots. In B. Brown (Ed.), Handbook of Gardens. Press."
    cited = POST.replace("Green, A. (2020). Gardens. Journal of Plots, 1, 2-3.", chapter)
    folder.post(cited, name="2021-07-a")
    folder.post(cited.replace("Do gardens", "Do woods"), name="2021-07-b")
    assert len(folder.problems()) == 1
    assert folder.read().faults == ()


def test_ids_that_differ_in_letter_case_alone_are_an_error(folder: DigestFolder) -> None:
    folder.post(name="2021-07-a")
    folder.post(OTHER, name="2021-07-A")
    assert any("in letter case alone" in problem for problem in folder.problems())


@pytest.mark.parametrize(
    ("related", "line", "what"),
    [
        ("related: {pin: [2021-07-woodz]}", 10, 'did you mean "2021-07-woods"?'),
        ("related: {never: [zzz]}", 10, '"never" names no post: "zzz"'),
        ("related: {pin: [2021-07-a]}", 10, '"pin" names the post itself'),
        ("related: {pin: [2021-07-woods], never: [2021-07-woods]}", 10, "both in pin and in never"),
    ],
)
def test_related_posts_must_be_others_of_the_digest(
    folder: DigestFolder, related: str, line: int, what: str
) -> None:
    folder.post(with_related(f"{related}\n"), name="2021-07-a")
    folder.post(OTHER, name="2021-07-woods")
    problems = folder.problems()
    assert len(problems) == 1
    assert problems[0].startswith(f"posts/2021-07-a.md:{line}: ")
    assert what in problems[0]


def test_a_related_post_with_a_fault_of_its_own_is_still_there(folder: DigestFolder) -> None:
    folder.post(with_related("related: {pin: [2021-07-b]}\n"), name="2021-07-a")
    folder.post("nothing", name="2021-07-b")
    assert {problem.split(":")[0] for problem in folder.problems()} == {"posts/2021-07-b.md"}


def test_other_files_among_the_posts_are_reported(folder: DigestFolder) -> None:
    folder.write("posts/2021/2021-07-a.md", POST)
    folder.write("posts/notes.txt", "x")
    folder.write("posts/.hidden.md", "x")
    folder.write("posts/2021-07-a.md~", "x")
    assert [problem.split(": ")[0] for problem in folder.problems()] == [
        "posts/2021:1",
        "posts/notes.txt:1",
    ]


def test_posts_outside_the_digest_are_refused(folder: DigestFolder, tmp_path: Path) -> None:
    (folder.root / "posts").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (folder.root / "posts").symlink_to(tmp_path / "elsewhere")
    assert "outside the digest" in folder.problems()[0]


@pytest.mark.parametrize(("name", "what"), [("nowhere", "no such folder"), ("file", "not JSON")])
def test_a_path_that_is_no_digest_is_reported(tmp_path: Path, name: str, what: str) -> None:
    (tmp_path / "file").write_text("x")
    reading = read_corpus(tmp_path / name)
    assert what in str(reading.problems[0])
    assert reading.digest.posts == ()


def test_the_demo_digest_has_no_fault() -> None:
    reading = read_corpus(DEMO)
    assert [str(problem) for problem in reading.problems] == []
    assert len(reading.digest.topics) == 36
    assert len(reading.digest.posts) >= 6


def test_four_hundred_posts_are_read_fast(folder: DigestFolder) -> None:
    for number in range(400):
        text = POST.replace("gardens help", f"gardens help {number}").replace(
            "plots.1", f"plots.{number}"
        )
        folder.post(text.replace("They answered.", "They answered. " * 100), f"2021-07-a{number}")
    # Compared with PyYAML's slow reader, of the front matter alone: measured, half of its time.
    began = time.process_time()
    reading = folder.read()
    read = time.process_time()
    for _ in range(400):
        yaml.safe_load(POST.split("---")[1])
    assert read - began < 2 * (time.process_time() - read)
    assert len(reading.digest.posts) == 400


def test_a_digest_has_the_posts_that_are_live_today(folder: DigestFolder) -> None:
    folder.post(POST, "2021-07-a")
    for number, fields in enumerate(("draft: true", "publish: 2021-07-15", "month: 2021-08"), 2):
        text = POST.replace("help?", f"help {number}?").replace("plots.1", f"plots.{number}")
        name = f"2021-0{7 + (number == 4)}-{number}"
        folder.post(text.replace("month: 2021-07", f"month: {name[:7]}\n{fields}")
                    .replace(f"month: {name[:7]}\nmonth", "month"), name)  # fmt: skip

    def live(*day: int) -> tuple[list[str], list[str]]:
        reading = read_corpus(folder.root, today=date(*day))
        assert reading.problems == ()
        assert len(reading.every_post) == 4
        return [p.id for p in reading.digest.posts], [p.id for p in reading.waiting]

    first, draft, later, august = "2021-07-a", "2021-07-2", "2021-07-3", "2021-08-4"
    assert live(2021, 6, 30) == ([], [draft, later, first, august])
    assert live(2021, 7, 14) == ([first], [draft, later, august])
    assert live(2021, 7, 15) == ([later, first], [draft, august])
    assert live(2021, 8, 1) == ([later, first, august], [draft])
    assert [p.id for p in folder.read().digest.posts] == [later, first, august]


def test_a_remembered_reading_of_another_day_is_not_used(folder: DigestFolder) -> None:
    folder.post(POST.replace("month: 2021-07", "month: 2021-07\npublish: 2021-07-15"))
    known = Recollection()
    assert read_corpus(folder.root, known, date(2021, 7, 14)).digest.posts == ()
    assert len(read_corpus(folder.root, known, date(2021, 7, 15)).digest.posts) == 1


def test_posts_with_all_their_evidence_are_read_without_a_fault(folder: DigestFolder) -> None:
    """The files vary as writers do: quoted and bare, with signs, brackets and partial dates."""
    fixtures = sorted((REPOSITORY / "tests" / "fixtures" / "evidence").glob("*.md"))
    for path in fixtures:
        folder.post(path.read_text("utf-8"), path.stem)
    reading = folder.read()
    assert reading.problems == ()
    posts = {post.id: post for post in reading.digest.posts}
    assert len(posts) == len(fixtures) == 3
    compost = posts["2021-04-compost-or-drip-lines"]
    assert compost.study is not None
    assert [effect.measure for effect in compost.study.effects] == [
        *("RR", "RR", "%", "$", "NNT", "d (pre-post)", "% of variance", "count", "£ per QALY"),
    ]
    assert (
        compost.study.effects[1].outcome == "kept up (given up for any reason; above 1 is better)"
    )
    assert [notice.date for notice in compost.notices] == ["2020-05-06", "2020-09", "2018"]
    assert compost.updates == ("2019-01-mulch-and-yield",)
    assert posts["2019-01-mulch-and-yield"].aliases == ("2013-02-mulch-and-yield",)
    for post in posts.values():
        again = read_post(post_text(post), Path(f"posts/{post.id}.md"), None, None)
        assert (again.post, again.faulty) == (post, False)


def test_a_large_digest_is_read_into_a_file_with_the_same_posts_and_problems(
    folder: DigestFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 9):
        text = POST.replace("Do gardens", f"Do {number % 6} gardens").replace("plots.1", "plots.2")
        told = "draft: true\n" if number == 3 else f"aliases: [/old-{number % 5}]\n"
        folder.post(text.replace("---\n\nMany", f"{told}---\n\nMany"), name=f"2021-07-{number}")
    folder.post("not a post", name="2021-08-a")
    held = folder.read()
    monkeypatch.setattr(filed, "LARGE", 2_000)
    found = folder.read()
    assert isinstance(found.digest.posts, FiledPosts) and len(held.problems) > 8
    assert found.problems == held.problems
    assert dict(found.lines) == held.lines
    for ours, theirs in (
        (found.digest.posts, held.digest.posts),
        (found.waiting, held.waiting),
        (found.unfinished, held.unfinished),
    ):
        assert tuple(ours) == theirs and len(theirs) > 0
    assert found.every_post == held.every_post


def test_the_demo_digest_is_the_same_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    held = read_corpus(DEMO)
    monkeypatch.setattr(filed, "LARGE", 100_000)
    found = read_corpus(DEMO)
    assert isinstance(found.digest.posts, FiledPosts)
    assert tuple(found.digest.posts) == held.digest.posts
    assert found.problems == held.problems
    assert any(post.translations for post in found.digest.posts)
