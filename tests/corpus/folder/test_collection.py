"""A collection in BEIR format is read as posts."""

from __future__ import annotations

import errno
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import filed
from corpus.digest import Digest
from corpus.errors import NoRoom
from corpus.filed import FiledPosts
from corpus.folder.collection import BeirImporter
from corpus.folder.read import Reading, read_corpus
from corpus.folder.text_file import MAX_BYTES
from tests.digests.study_files import Made

GOOD = {"_id": "MED-1", "title": "A title", "text": "Some text."}


def write_beir(studies: Sequence[Made]) -> str:
    # Two documents of one collection with one id are refused.
    lines = [
        {"_id": study.number + "b" * at, "title": study.title, "text": study.text}
        for at, study in enumerate(studies)
    ]
    return "\n".join(map(json.dumps, lines))


def read(tmp_path: Path, *lines: object) -> Reading:
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    (tmp_path / "corpus.jsonl").write_text("\n".join(written), encoding="utf-8")
    return read_corpus(tmp_path)


def told(reading: Reading) -> list[str]:
    return [str(problem) for problem in reading.problems]


def test_documents_become_posts_with_their_own_ids(tmp_path: Path) -> None:
    reading = read(tmp_path, GOOD, "", {"_id": 7, "title": "Another", "text": ""})
    assert reading.problems == ()
    assert reading.digest.name == tmp_path.name
    first, second = reading.digest.posts
    assert (first.id, first.title, first.summary) == ("MED-1", "A title", "Some text.")
    assert (first.month, first.topics, first.implications) == (None, (), "")
    assert (second.id, second.summary) == ("7", "")


def test_a_collection_may_be_named_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "some.jsonl").write_text(json.dumps(GOOD))
    reading = read_corpus(tmp_path / "some.jsonl")
    assert reading.digest.name == "some"
    assert len(reading.digest.posts) == 1


def test_a_document_without_a_title_gets_the_first_words_of_its_text(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        {"_id": "1", "title": "", "text": "Short\ntext."},
        {"_id": "2", "text": "word " * 50},
        {"_id": "3", "title": None, "text": "x" * 100},
    )
    titles = [post.title for post in reading.digest.posts]
    assert titles == ["Short text.", "word " * 15 + "word…", "x" * 79 + "…"]


def test_an_empty_document_is_left_out_with_a_warning(tmp_path: Path) -> None:
    reading = read(tmp_path, {"_id": "1", "title": " ", "text": ""}, GOOD)
    assert len(reading.digest.posts) == 1
    assert told(reading) == [
        "corpus.jsonl:1: warning: the document is empty and was left out: give it a title or a text"
    ]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "no _id"),
        ({"title": "x"}, "no _id"),
        ({"_id": " ", "title": "x"}, "no _id"),
        ({"_id": ["x"], "title": "x"}, "no _id"),
        ({"_id": "x", "title": ["x"]}, "not text"),
        ({"_id": "MED-1", "title": "again"}, 'the id "MED-1" is also that of line 1'),
        ('{"_id": "x", "title": "\\ud800"}', "half a character"),
    ],
)
def test_a_bad_line_is_a_problem_with_its_number(tmp_path: Path, line: object, what: str) -> None:
    reading = read(tmp_path, GOOD, line, {"_id": "z", "title": "Z"})
    assert [post.id for post in reading.digest.posts] == ["MED-1", "z"]
    assert len(reading.faults) == 1
    assert told(reading)[0].startswith("corpus.jsonl:2: ")
    assert what in told(reading)[0]


def test_a_line_too_long_is_a_problem_and_the_next_is_read(tmp_path: Path) -> None:
    reading = read(tmp_path, {"_id": "1", "text": "x" * (3 * MAX_BYTES)}, GOOD)
    assert [post.id for post in reading.digest.posts] == ["MED-1"]
    assert "more than 1,048,576 bytes" in told(reading)[0]


def test_a_line_that_is_not_utf_8_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_bytes(b'{"_id": "1", "title": "\xff"}')
    assert "not JSON in UTF-8" in told(read_corpus(tmp_path))[0]


def test_control_characters_become_spaces(tmp_path: Path) -> None:
    reading = read(tmp_path, '{"_id": "1", "title": "a\\u0000b", "text": "c\\u0007d\\ne"}')
    assert reading.digest.posts[0].title == "a b"
    assert reading.digest.posts[0].summary == "c d\ne"


def test_a_file_that_can_not_be_read_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "corpus.jsonl").write_text("{}")
    monkeypatch.setattr(Path, "open", refuse)
    assert "Permission denied" in told(read_corpus(tmp_path))[0]


def test_documents_are_imported_as_posts_of_a_month() -> None:
    data = json.dumps(GOOD).encode()
    imported = BeirImporter("2024-05").read(data, Path("x.jsonl"), Digest("d"))
    assert [(post.id, post.month) for post in imported.posts] == [("MED-1", "2024-05")]
    assert imported.problems == ()


def test_an_import_demands_a_month() -> None:
    imported = BeirImporter().read(json.dumps(GOOD).encode(), Path("x.jsonl"), Digest("d"))
    assert imported.posts == ()
    assert [problem.cure for problem in imported.problems] == ["give one: --month 2024-05"]


@given(st.binary(max_size=200))
def test_any_bytes_that_are_no_documents_are_reported(data: bytes) -> None:
    imported = BeirImporter("2024-05").read(data, Path("x"), Digest("d"))
    assert not imported.posts
    assert imported.problems


@pytest.mark.data
@pytest.mark.parametrize(("name", "posts"), [("nfcorpus", 3633), ("scifact", 5183)])
def test_public_collections_are_read(shared: Path, name: str, posts: int) -> None:
    reading = read_corpus(shared / "data" / name)
    assert len(reading.digest.posts) == posts
    assert reading.problems == ()


def test_a_large_collection_is_read_into_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [{**GOOD, "_id": f"MED-{n}", "text": f"Some text {n}."} for n in range(9)]
    held = read(tmp_path, *lines, lines[3], "{")
    monkeypatch.setattr(filed, "LARGE", 2_000)
    found = read(tmp_path, *lines, lines[3], "{")
    assert isinstance(found.digest.posts, FiledPosts)
    assert tuple(found.digest.posts) == held.digest.posts
    assert found.problems == held.problems and len(held.problems) == 2


def test_a_full_disk_is_no_fault_of_the_collection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int, told: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(filed, "LARGE", 1)
    monkeypatch.setattr("os.write", full)
    with pytest.raises(NoRoom, match="No space left on device"):
        read(tmp_path, GOOD)
