"""The files of a digest before an import, with their origins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.folder.imports_file import IMPORTS
from corpus.folder.post_file import Origin
from corpus.importing.merging.existing import existing_posts
from corpus.importing.merging.hashes import text_hash
from corpus.problem import Problems
from tests.digests.digest_folder import POST, DigestFolder

MARKS = "imported:\n  from: listing\n  key: k\n  text: '12'\n  filing: '34'\n"


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    return DigestFolder.make(tmp_path / "digest")


def marked(text: str, marks: str = MARKS) -> str:
    return text.replace("doi:", f"{marks}doi:")


def test_a_post_written_by_hand_has_no_origin(folder: DigestFolder) -> None:
    folder.post()
    (file,) = existing_posts(folder.root, Problems(Path(IMPORTS)))
    assert (file.origin, file.text, file.before) == (None, POST, POST)
    assert file.is_canonical
    assert file.identity is not None and file.identity.doi == "10.1000/plots.1"


@pytest.mark.parametrize(
    "marks",
    [
        MARKS,
        MARKS.replace("\n", " # x\n", 1),
        MARKS.replace("  key", "\n  key"),
        "imported: {from: listing, key: k, text: '12', filing: '34'}\n",
    ],
)
def test_marks_of_earlier_versions_are_read_and_removed_from_the_file(
    folder: DigestFolder, marks: str
) -> None:
    folder.post(marked(POST, marks))
    (file,) = existing_posts(folder.root, Problems(Path(IMPORTS)))
    assert file.origin == Origin("listing", "k", "12", "34")
    assert (file.text, file.before) == (POST, marked(POST, marks))


def test_the_origin_of_a_post_is_found_after_its_file_was_renamed(folder: DigestFolder) -> None:
    post = folder.post(name="2021-07-gardens")
    (file,) = existing_posts(folder.root, Problems(Path(IMPORTS)))
    assert file.post is not None
    origin = Origin("ris", "7", text_hash(file.post), "34", "refs.ris")
    folder.write(IMPORTS, json.dumps({"2021-07-do-gardens-help": origin.as_dict()}))
    (file,) = existing_posts(folder.root, Problems(Path(IMPORTS)))
    assert file.origin == origin
    post.write_text(POST.replace("They answered.", "They spoke."), "utf-8")
    (file,) = existing_posts(folder.root, Problems(Path(IMPORTS)))
    assert file.origin is None


def test_a_file_that_is_no_text_is_listed_too(folder: DigestFolder) -> None:
    folder.post().write_bytes(b"\xff\xff")
    (file,) = existing_posts(folder.root, Problems(Path(IMPORTS)))
    assert (file.post, file.text, file.identity) == (None, None, None)
