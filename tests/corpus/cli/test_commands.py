"""The commands on a digest's folder: check, import, new, propose."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from corpus.cli.commands import commands
from corpus.folder.read import read_corpus
from corpus.slug import is_post_id
from tests.corpus.cli.running import POST, run
from tests.digests.digest_folder import DigestFolder

DOCUMENT = '{"_id": "MED-10", "title": "Do gardens help?", "text": "People were asked."}\n'


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    path.write_text(DOCUMENT)
    return path


def test_a_digest_without_fault_passes(folder: DigestFolder) -> None:
    folder.post(POST)
    result = run("check", folder.root)
    assert result.exit_code == 0
    assert result.stdout == "1 post without an error; 0 errors, 0 warnings.\n"


def test_each_problem_is_a_line_and_a_count_follows(folder: DigestFolder) -> None:
    folder.post(POST.replace("- Adherence", "- Adhearence").replace("survey", "poll"))
    result = run("check", folder.root)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        'posts/2021-07-do-gardens-help.md:5: "Adhearence" is not a topic of this digest: '
        'did you mean "Adherence"?',
        'posts/2021-07-do-gardens-help.md:7: warning: "poll" is another name for a kind of '
        'research: write "survey"',
        "0 posts without an error; 1 error, 1 warning.",
    ]


def test_warnings_alone_pass(folder: DigestFolder) -> None:
    folder.post(POST.replace("survey", "poll"))
    assert run("check", folder.root).exit_code == 0


def test_problems_can_be_printed_as_json(folder: DigestFolder) -> None:
    folder.post(POST.replace("2021-07\n", "2021\n"))
    result = run("check", folder.root, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "posts": 0,
        "errors": 1,
        "warnings": 0,
        "problems": [
            {
                "file": "posts/2021-07-do-gardens-help.md",
                "line": 3,
                "what": '"2021" is not a month',
                "cure": "write the year and the month in digits: month: 2021-07",
                "severity": "error",
            }
        ],
    }


def test_the_demo_digest_is_checked_by_default() -> None:
    result = run("check")
    assert result.exit_code == 0
    assert "0 errors" in result.stdout


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    result = run("check", tmp_path / "nowhere")
    assert result.exit_code == 1
    assert "there is no such folder" in result.stdout


def test_posts_are_imported_into_a_new_digest_and_unchanged_the_second_time(
    tmp_path: Path, collection: Path
) -> None:
    root = tmp_path / "new"
    arguments = ("import", "beir", collection, root, "--month", "2024-05")
    result = run(*arguments)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "added: posts/2024-05-do-gardens-help.md",
        "1 added, 0 updated, 0 unchanged and 0 kept because edited by hand; "
        "a new digest, with digest.toml, topics.toml and synonyms.toml.",
    ]
    assert run(*arguments).stdout == (
        "0 added, 0 updated, 1 unchanged and 0 kept because edited by hand.\n"
    )


def test_a_dry_run_shows_a_diff_and_writes_nothing(folder: DigestFolder, collection: Path) -> None:
    arguments = ("import", "beir", collection, folder.root, "--month", "2024-05", "--dry-run")
    result = run(*arguments)
    assert result.exit_code == 0
    assert "+++ b/posts/2024-05-do-gardens-help.md\n" in result.stdout
    assert result.stdout.endswith(
        "Dry run, nothing written: 1 added, 0 updated, 0 unchanged "
        "and 0 kept because edited by hand.\n"
    )
    assert read_corpus(folder.root).digest.posts == ()
    assert list((folder.root / "posts").iterdir()) == []
    as_json = json.loads(run(*arguments, "--json").stdout)
    assert as_json["dry_run"] is True
    assert as_json["added"] == ["2024-05-do-gardens-help"]
    assert as_json["diff"].startswith("--- /dev/null\n")


def test_a_post_edited_by_hand_is_kept_and_reported(folder: DigestFolder, collection: Path) -> None:
    arguments = ("import", "beir", collection, folder.root, "--month", "2024-05")
    run(*arguments)
    path = folder.root / "posts" / "2024-05-do-gardens-help.md"
    path.write_text(path.read_text().replace("People were", "Many were"))
    collection.write_text(DOCUMENT.replace("asked.", "asked twice."))
    result = run(*arguments)
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "kept: posts/2024-05-do-gardens-help.md (edited by hand; --force overwrites it)\n"
    )
    assert "Many were asked." in path.read_text()
    assert json.loads(run(*arguments, "--json").stdout) == {
        "dry_run": False,
        "founded": [],
        "added": [],
        "updated": [],
        "unchanged": [],
        "kept": ["2024-05-do-gardens-help"],
        "translations": [],
        "images": [],
        "moved": [],
        "problems": [],
    }
    assert run(*arguments, "--force").stdout.startswith(
        "updated: posts/2024-05-do-gardens-help.md\n"
    )
    assert "asked twice." in path.read_text()


def test_moving_the_marks_of_earlier_versions_is_reported(
    folder: DigestFolder, collection: Path
) -> None:
    arguments = ("import", "beir", collection, folder.root, "--month", "2024-05")
    run(*arguments)
    marks = folder.root / "imports.json"
    told = json.loads(marks.read_text())["2024-05-do-gardens-help"]
    marks.unlink()
    path = folder.root / "posts" / "2024-05-do-gardens-help.md"
    lines = "".join(f'  {name}: "{told[name]}"\n' for name in ("from", "key", "text", "filing"))
    path.write_text(path.read_text().replace("---\n\n", f"imported:\n{lines}---\n\n", 1))
    assert run(*arguments).stdout == (
        "The source of 1 post is now noted in imports.json, no longer in each post's file.\n"
        "0 added, 0 updated, 1 unchanged and 0 kept because edited by hand.\n"
    )
    assert "imported:" not in path.read_text()


def test_a_failed_import_is_reported_on_stderr(folder: DigestFolder, collection: Path) -> None:
    result = run("import", "beir", collection, folder.root)
    assert result.exit_code == 1
    assert result.stderr == (
        f"{collection}:1: the documents have no month, and a digest's posts need one: "
        "give one: --month 2024-05\n"
    )


def test_a_missing_file_is_reported(folder: DigestFolder) -> None:
    result = run("import", "listing", "nowhere.html", folder.root)
    assert result.exit_code == 1
    assert result.stderr.startswith("nowhere.html:1: there is no such file")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("import", "beir", "x"), "Missing argument 'DIGEST_DIR'"),
        (("import", "beir", "x", "y", "--month", "May"), '"May" is not a month such as 2024-05'),
        (("import", "pdf", "x", "y"), "No such command 'pdf'"),
        (("check", "--josn"), "No such option '--josn'"),
    ],
)
def test_misuse_is_one_line_and_status_2(args: tuple[str, ...], message: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_full_disk_is_reported_with_a_cure(
    folder: DigestFolder, collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "posts/x.md")

    monkeypatch.setattr("corpus.changes.replace_files", full)
    result = run("import", "beir", collection, folder.root, "--month", "2024-05")
    assert result.exit_code == 1
    assert result.stderr == (
        "Error: No space left on device: posts/x.md. "
        "Free some space on its disk and run it again.\n"
    )


def _every(command: click.Command, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    below = command.commands.items() if isinstance(command, click.Group) else ()
    return [path, *(found for name, sub in below for found in _every(sub, (*path, name)))]


@pytest.mark.parametrize(
    "path", [path for command in commands for path in _every(command, (str(command.name),))]
)
def test_help_shows_an_example(path: tuple[str, ...]) -> None:
    result = run(*path, "--help")
    assert result.exit_code == 0
    assert f"Examples:\n    pprsearch {' '.join(path)}" in result.stdout


@pytest.mark.data
def test_the_seed_page_becomes_six_posts(shared: Path, tmp_path: Path) -> None:
    page = shared / "seed" / "pprnet-listing-page.txt"
    root = tmp_path / "digest"
    assert run("import", "listing", page, root).exit_code == 0
    reading = read_corpus(root)
    assert [post.month for post in reading.digest.posts] == [
        "2020-12",
        "2020-12",
        "2021-03",
        "2021-04",
        "2021-07",
        "2022-05",
    ]
    assert [post.citation is None for post in reading.digest.posts] == [
        False,
        False,
        True,
        False,
        False,
        False,
    ]
    again = json.loads(run("import", "listing", page, root, "--json").stdout)
    assert len(again["unchanged"]) == 6
    assert again["added"] == again["updated"] == again["kept"] == []


def test_strictly_a_warning_is_a_fault(folder: DigestFolder) -> None:
    folder.post(POST.replace("survey", "poll"))
    assert run("check", folder.root, "--strict").exit_code == 1
    folder.post(POST)
    assert run("check", folder.root, "--strict").exit_code == 0


def test_a_new_post_is_begun_and_never_overwritten(folder: DigestFolder) -> None:
    arguments = ("new", "Rain  helps", "--month", "2024-05", "--digest", folder.root)
    result = run(*arguments, "--doi", "https://doi.org/10.1000/rain.1")
    path = folder.root / "posts" / "2024-05-rain-helps.md"
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{path} is ready for you to fill in")
    text = path.read_text("utf-8")
    assert 'title: "Rain helps"\nmonth: 2024-05\n' in text
    assert "doi: 10.1000/rain.1\n" in text
    # A draft does not keep the other posts from publication.
    assert "\ndraft: true\n---\n" in text
    checked = run("check", folder.root)
    assert (checked.exit_code, "0 posts without an error, 1 not live yet" in checked.stdout) == (
        0,
        True,
    )
    again = run(*arguments)
    assert again.exit_code == 1
    assert again.stderr == (
        "Error: posts/2024-05-rain-helps.md has that title already. Give another title.\n"
    )
    same_study = run("new", "Wet", "--doi", "10.1000/RAIN.1", "--digest", folder.root)
    assert same_study.stderr == (
        "Error: posts/2024-05-rain-helps.md is about that study already. Edit that post.\n"
    )
    path.write_text("not a post", "utf-8")
    assert "exists already. Edit it" in run(*arguments).stderr
    assert path.read_text("utf-8") == "not a post"


def test_posts_whose_titles_have_no_latin_letters_get_different_ids(folder: DigestFolder) -> None:
    for title, name in (("日本語", "2024-05-post"), ("\N{BEANS}", "2024-05-post-2")):
        done = run("new", title, "--month", "2024-05", "--digest", folder.root)
        assert done.exit_code == 0, done.output
        assert (folder.root / "posts" / f"{name}.md").is_file()


def test_a_digest_that_is_not_there_is_told(tmp_path: Path) -> None:
    export = tmp_path / "works.json"
    export.write_text('[{"DOI": "10.1000/1"}]', "utf-8")
    for command in (("propose",), ("notices", export)):
        done = run(*command, "--digest", tmp_path / "nowhere")
        assert done.exit_code == 1
        assert "there is no such folder" in done.stderr


def test_a_new_post_is_of_this_month_by_default(folder: DigestFolder) -> None:
    assert run("new", "Rain", "--digest", folder.root).exit_code == 0
    (path,) = (folder.root / "posts").iterdir()
    assert is_post_id(path.stem)


@pytest.mark.parametrize(
    ("args", "status", "message"),
    [
        (("new", " ", "--digest", "x"), 2, "the title is empty"),
        (("new", "Rain", "--month", "May", "--digest", "x"), 2, '"May" is not a month'),
        (("new", "Rain", "--doi", "rain", "--digest", "x"), 2, '"rain" is not a DOI'),
        (("new", "Rain"), 2, "Missing option '--digest'"),
        (("new", "Rain", "--digest", "nowhere"), 1, "there is no such folder"),
        (("import", "csv", "x", "y", "--map", "head"), 2, '"head" is not FIELD=HEADER'),
        (("import", "csv", "x", "y", "--map", "head=H"), 2, "the fields are: title, month"),
        (("export", "nowhere", "out"), 1, "there is no such folder"),
        (("report", "content", "nowhere"), 1, "there is no such folder"),
        (("propose", "nowhere.md"), 1, "there is no such file"),
    ],
)
def test_a_refusal_to_begin_a_post_is_one_line(
    args: tuple[str, ...], status: int, message: str
) -> None:
    result = run(*args)
    assert result.exit_code == status
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_columns_of_a_table_can_be_named(folder: DigestFolder, tmp_path: Path) -> None:
    table = tmp_path / "posts.csv"
    table.write_text("Headline,Text\nRain,Wet.\n", "utf-8")
    arguments = ("import", "csv", table, folder.root, "--month", "2024-05")
    result = run(*arguments, "--map", "title=Headline", "--map", "summary=Text")
    assert result.exit_code == 0
    assert (folder.root / "posts" / "2024-05-rain.md").exists()


def test_topics_are_proposed_for_a_file(folder: DigestFolder) -> None:
    path = folder.post(POST)
    result = run("propose", path, "--digest", folder.root)
    assert result.stdout == (
        "2021-07-do-gardens-help: Do gardens help?\n  Gardens, Parks, and Woods (by gardens)\n"
    )
    (found,) = json.loads(run("propose", path, "--digest", folder.root, "--json").stdout)
    assert found["post"] == "2021-07-do-gardens-help"
    assert found["topics"][0]["topic"] == "Gardens, Parks, and Woods"
    path.write_text("nothing", "utf-8")
    assert "the front matter is missing" in run("propose", path, "--digest", folder.root).stderr


def test_topics_are_proposed_for_posts_without_confirmed_topics(folder: DigestFolder) -> None:
    folder.post(POST)
    nothing = "No post needs a proposal: a person has confirmed the topics of each.\n"
    assert run("propose", "--digest", folder.root).stdout == nothing
    other = POST.replace("research:", "topics_proposed: true\nresearch:")
    folder.post(other.replace("2021-07", "2021-08").replace("plots.1", "x"), "2021-08-help")
    told = run("propose", "--digest", folder.root).stdout
    assert told.startswith("2021-08-help: ")
    assert "; like 2021-07-do-gardens-help\n" in told


def test_the_recall_of_proposals_is_printed(folder: DigestFolder) -> None:
    assert run("propose", "--measure", "--digest", folder.root).stdout == (
        "No post has topics that a person has confirmed.\n"
    )
    folder.post(POST)
    assert run("propose", "--measure", "--digest", folder.root).stdout.endswith("(1 post).\n")
    measured = json.loads(run("propose", "--measure", "--json").stdout)
    assert measured == {"posts": 113, "recall_at_3": pytest.approx(0.67, abs=0.02)}
