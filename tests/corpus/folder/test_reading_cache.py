"""Readings are remembered by text, as long as each further run asks for them."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from corpus.folder import collection
from corpus.folder import read as reading
from corpus.folder.post_file import PostFile, read_post
from corpus.folder.read import read_corpus
from corpus.folder.reading_cache import Recollection
from corpus.post import Post
from corpus.problem import Problems
from tests.digests.digest_folder import DigestFolder
from tests.digests.indexing import make_digest, write


def test_a_reading_is_remembered_until_a_run_does_not_ask_for_it() -> None:
    read: list[str] = []

    def reading(*texts: str, frame: object = None) -> list[str]:
        known.begin(frame)
        return [known.of(text, partial(loud, text)) for text in texts]

    def loud(text: str) -> str:
        read.append(text)
        return text.upper()

    known = Recollection()
    assert reading("a", "b") == ["A", "B"]
    assert reading("a") == ["A"]
    assert read == ["a", "b"]
    assert reading("a", "b") == ["A", "B"]
    assert read == ["a", "b", "b"]
    assert reading("a", "b", frame=1) == ["A", "B"]
    assert read == ["a", "b", "b", "a", "b"]


@pytest.fixture
def digest(tmp_path: Path) -> DigestFolder:
    return make_digest(tmp_path / "digest")


def test_only_changed_files_are_read_again(
    digest: DigestFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Recollection()
    first = read_corpus(digest.root, known)
    assert first == read_corpus(digest.root)
    seen: list[str] = []

    def seeing(text: str, file: Path, *names: Any) -> PostFile:
        seen.append(file.stem)
        return read_post(text, file, *names)

    monkeypatch.setattr(reading, "read_post", seeing)
    assert read_corpus(digest.root, known) == first
    assert seen == []
    write(digest, "2021-02-slugs", "Slugs were caught with cider.")
    again = read_corpus(digest.root, known)
    assert seen == ["2021-02-slugs"]
    assert again == read_corpus(digest.root)
    assert again != first


def test_every_file_is_read_again_after_a_change_of_topics(digest: DigestFolder) -> None:
    known = Recollection()
    read_corpus(digest.root, known)
    topics = digest.root / "topics.toml"
    topics.write_text(topics.read_text().replace("Gardens, Parks, and Woods", "Gardens"))
    assert read_corpus(digest.root, known) == read_corpus(digest.root)
    assert read_corpus(digest.root, known).faults


def test_only_changed_lines_are_read_again_and_faults_are_reported_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "corpus.jsonl"
    lines = [json.dumps({"_id": str(n), "title": f"T{n}", "text": "x"}) for n in range(3)]
    file.write_text("\n".join([*lines, "{", ""]), "utf-8")
    known = Recollection()
    first = read_corpus(file, known)
    assert len(first.faults) == 1
    seen: list[int] = []
    read = collection._post

    def seeing(line: bytes, number: int, problems: Problems) -> Post | None:
        seen.append(number)
        return read(line, number, problems)

    monkeypatch.setattr(collection, "_post", seeing)
    assert read_corpus(file, known) == first
    assert seen == [4]
    file.write_text("\n".join([lines[2], lines[0], ""]), "utf-8")
    assert [p.id for p in read_corpus(file, known).digest.posts] == ["2", "0"]
    assert seen == [4]
