"""The command ``pprsearch index``: its output, status and errors."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from corpus.cli.shared import Program
from corpus.folder.write import post_text
from corpus.post import Post
from indexer.cli import request
from indexer.cli.commands import commands
from search.engine.location import default_index
from search.errors import ModelMissing, ModelUnavailable
from search.index.embedding import installed
from search.index.files.manifest import read_manifest


class Alone(Program):
    """The room's commands, without those of other rooms."""


PROGRAM = Alone("pprsearch", commands={str(c.name): c for c in commands})
KEYS = (
    "generation",
    "published",
    "posts",
    "added",
    "changed",
    "removed",
    "semantic",
    "seconds",
    "orphans_removed",
    "notes",
)


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("PPRSEARCH_INDEX", raising=False)
    monkeypatch.delenv("PPRSEARCH_DIGEST", raising=False)


@pytest.fixture
def digest(tmp_path: Path) -> Path:
    root = tmp_path / "digest"
    (root / "posts").mkdir(parents=True)
    (root / "digest.toml").write_text(
        'name = "Test"\nlanguage = "en"\n\n[[kinds]]\nslug = "survey"\nname = "survey"\n'
    )
    (root / "topics.toml").write_text('[[topics]]\nslug = "alliance"\nname = "Alliance"\n')
    (root / "synonyms.toml").write_text("")
    for month in ("2021-01", "2021-02"):
        write_post(root, month)
    return root


def write_post(root: Path, month: str, title: str = "On ruptures") -> Path:
    post = Post(
        id=f"{month}-ruptures",
        title=f"{title} in {month}",
        summary="The study asked what helps.",
        implications="Ask your clients what helps.",
        month=month,
        topics=("Alliance",),
        research="survey",
        citation="Author, A. (2021). What helps. Journal, 1, 2-3.",
    )
    path = root / "posts" / f"{post.id}.md"
    path.write_text(post_text(post))
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(PROGRAM, ["index", *map(str, arguments)])


def test_the_outcome_is_printed_on_one_line(digest: Path) -> None:
    first = run(digest, "--no-semantic")
    assert first.exit_code == 0, first.output
    assert first.stdout.startswith("2 posts: 2 added, 0 changed, 0 removed. Generation 000001-")
    assert first.stdout.count("\n") == 1
    assert first.stderr == ""
    write_post(digest, "2021-02", "New thoughts on ruptures")
    write_post(digest, "2021-03")
    second = run(digest, "--no-semantic")
    assert second.stdout.startswith("3 posts: 1 added, 1 changed, 0 removed. Generation 000002-")
    third = run(digest, "--no-semantic")
    assert third.stdout.startswith("Nothing changed: 3 posts, generation 000002-")


def test_posts_not_live_are_left_out_and_the_others_are_published(digest: Path) -> None:
    draft = write_post(digest, "2021-03")
    draft.write_text(draft.read_text().replace("research: survey", "research: x\ndraft: true"))
    later = write_post(digest, "2021-04")
    later.write_text(later.read_text().replace("month:", "publish: 2099-01-15\nmonth:"))
    write_post(digest, "2099-12")
    told = json.loads(run(digest, "--no-semantic", "--json").stdout)
    assert told["added"] == ["2021-01-ruptures", "2021-02-ruptures"]
    draft.write_text(draft.read_text().replace("research: x\ndraft: true", "research: survey"))
    later.write_text(later.read_text().replace("2099-01-15", "2021-04-15"))
    told = json.loads(run(digest, "--no-semantic", "--json").stdout)
    assert told["added"] == ["2021-03-ruptures", "2021-04-ruptures"]


def test_json_has_its_documented_keys(digest: Path) -> None:
    told = json.loads(run(digest, "--no-semantic", "--json").stdout)
    assert tuple(told) == KEYS
    assert told["added"] == ["2021-01-ruptures", "2021-02-ruptures"]
    assert (told["published"], told["posts"], told["semantic"]) == (True, 2, False)


def test_the_location_of_the_index_can_be_given(
    digest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(digest, "--no-semantic")
    assert (default_index(digest) / "CURRENT").is_file()
    monkeypatch.setenv("PPRSEARCH_INDEX", str(tmp_path / "from-variable"))
    run(digest, "--no-semantic")
    assert (tmp_path / "from-variable" / "CURRENT").is_file()
    run(digest, "--no-semantic", "--index", tmp_path / "from-option")
    assert (tmp_path / "from-option" / "CURRENT").is_file()


def test_a_faulty_digest_is_not_published(digest: Path) -> None:
    run(digest, "--no-semantic")
    before = (default_index(digest) / "CURRENT").read_text()
    (digest / "posts" / "2021-04-broken.md").write_text("no front matter")
    result = run(digest, "--no-semantic")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "posts/2021-04-broken.md:1:" in result.stderr
    last = result.stderr.splitlines()[-1]
    assert last.startswith("Error: the digest has 1 fault. Mend")
    assert (default_index(digest) / "CURRENT").read_text() == before


def test_an_error_is_one_line_with_its_cure(digest: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.txt").write_text("precious")
    result = run(digest, "--no-semantic", "--index", tmp_path / "other")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "thesis.txt" in result.stderr
    assert "--index" in result.stderr


@pytest.mark.parametrize(
    "arguments", [("--wait", "-1"), ("--wait", "long"), ("--nonsense",), ("a", "b")]
)
def test_wrong_options_end_with_status_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_beir_collection_can_be_indexed(tmp_path: Path) -> None:
    lines = [{"_id": f"d{n}", "title": f"Title {n}", "text": f"Text {n}."} for n in range(3)]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, lines)))
    result = run(tmp_path, "--no-semantic")
    assert result.stdout.startswith("3 posts: 3 added")


def test_without_the_semantic_extra_only_words_are_indexed_with_a_note(
    digest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacks = ModelUnavailable("the semantic extra is not installed")
    monkeypatch.setattr(request, "lacking", lambda: lacks)
    result = run(digest)
    assert result.exit_code == 0
    told = "The semantic extra is not installed, so posts will be found by words only."
    assert result.stderr == f"{told}\n"
    assert not manifest_semantic(digest)


def test_without_a_model_the_note_names_the_command_that_adds_it(
    digest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request, "lacking", lambda: ModelMissing("the model is missing"))
    result = run(digest)
    assert result.exit_code == 0
    assert "The model is missing, so posts will be found by words only." in result.stderr
    assert "pprsearch model add FILE" in result.stderr


@pytest.mark.skipif(not installed(), reason="needs the semantic extra")
def test_with_the_semantic_extra_vectors_are_indexed(digest: Path) -> None:
    result = run(digest)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert manifest_semantic(digest)


def manifest_semantic(digest: Path) -> bool:
    index = default_index(digest)
    return read_manifest(index / (index / "CURRENT").read_text().strip()).semantic


def test_notes_of_the_publication_are_printed(digest: Path) -> None:
    run(digest, "--no-semantic")
    (default_index(digest) / "CURRENT").write_text("nonsense")
    assert "CURRENT is missing or unreadable" in run(digest, "--no-semantic").stderr


PROGRAM_ON_A_TERMINAL = """
import sys
from tests.indexer.cli.test_commands import PROGRAM
PROGRAM.main(["index", sys.argv[1], "--no-semantic"])
"""


def all_shown(terminal: int) -> str:
    """Everything written to a terminal, until it is closed."""
    shown = bytearray()
    # Linux reports the end by an error.
    with suppress(OSError):
        while piece := os.read(terminal, 100_000):
            shown += piece
    return shown.decode()


@pytest.mark.slow
def test_a_terminal_shows_progress_and_a_pipe_does_not(digest: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", PROGRAM_ON_A_TERMINAL, digest],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
        text=True,
    ) as process:
        os.close(theirs)
        # Read continuously: a terminal buffers a few thousand bytes, and then its writer waits.
        shown = all_shown(ours)
        told, _ = process.communicate()
    os.close(ours)
    assert process.returncode == 0
    assert "━" in shown
    assert told.startswith("2 posts: 2 added")


def test_the_help_shows_an_example() -> None:
    result = CliRunner().invoke(PROGRAM, ["index", "--help"])
    assert "pprsearch index my-digest" in result.output
    assert isinstance(commands[0], click.Command)


def test_changes_are_told_for_an_index_in_a_cluster_only(digest: Path) -> None:
    assert run(digest).exit_code == 0
    for options in (("--changes", str(digest)), ("--remove", "2021-07-one", "--dry-run")):
        result = run(digest, *options)
        assert result.exit_code == 1
        assert "is always made from the whole digest" in result.stderr
        assert "without --changes and --remove" in result.stderr


@pytest.mark.parametrize("option", ["--watch", "--semantic", "--no-semantic"])
def test_changes_exclude_what_needs_the_whole_digest(digest: Path, option: str) -> None:
    result = run(digest, "--changes", digest, option)
    assert result.exit_code == 2
    assert "--changes and --remove can't be combined with" in result.stderr
