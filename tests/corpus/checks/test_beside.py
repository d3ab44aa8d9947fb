"""Faults in imports and judgments of a digest are told by ``check``."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.checks.beside import problems_beside
from tests.digests.digest_folder import DigestFolder

QUESTION = """
[[question]]
id = "a"
text = "beans?"
kind = "plain"
split = "dev"
grades = { 2021-07-do-gardens-help = 3, old = 2, 2021-07-gone = 1 }
"""


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    return DigestFolder.make(tmp_path / "digest")


def problems(folder: DigestFolder) -> list[str]:
    return [str(one) for one in problems_beside(folder.root, folder.read().every_post)]


def test_a_grade_of_no_post_is_a_warning_and_one_of_an_old_address_is_none(
    folder: DigestFolder,
) -> None:
    path = folder.post()
    path.write_text(path.read_text().replace("research:", "aliases: [old]\nresearch:"))
    folder.write("relevance/questions.toml", QUESTION)
    assert problems(folder) == [
        "relevance/questions.toml:2: warning: there is no post 2021-07-gone: correct its id, or "
        "take it out"
    ]


def test_damaged_files_are_errors(folder: DigestFolder) -> None:
    folder.write("imports.json", "x")
    folder.write("relevance/questions.toml", "broken")
    folder.write("relevance/relations.toml", "[[relation]]\nsame = {}\n")
    told = problems(folder)
    assert told[0].startswith("imports.json:1: the file was changed by hand, or is damaged")
    assert told[1].startswith("relevance/questions.toml:1: this is not TOML")
    assert told[2].startswith("relevance/relations.toml:1: in this relation post is missing")


def test_a_digest_without_them_or_none_at_all_has_no_problem(
    folder: DigestFolder, tmp_path: Path
) -> None:
    assert problems(folder) == []
    assert problems_beside(tmp_path / "nowhere", ()) == ()
