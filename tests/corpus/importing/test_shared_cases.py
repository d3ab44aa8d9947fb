"""The inputs of ../shared/cases give what its EXPECTED.md says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.shared_cases import CASES, Folder

pytestmark = pytest.mark.data


@pytest.fixture
def cases(shared: Path) -> Path:
    """The folder of the inputs; without it the test skips."""
    return shared / CASES


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "digest")


def test_01_two_references_without_an_abstract_are_two_posts(cases: Path, folder: Folder) -> None:
    folder.take("ris", cases / "01-no-abstract-a.ris")
    folder.take("ris", cases / "01-no-abstract-b.ris")
    assert [(post.title, post.doi) for post in folder.posts()] == [
        ("Listening in groups", "10.1000/aaa1"),
        ("Sleep hygiene for insomnia", "10.1000/bbb2"),
    ]


@pytest.mark.parametrize("name", ["ris", "csv"])
def test_02_the_same_number_of_another_source_is_another_post(
    cases: Path, folder: Folder, name: str
) -> None:
    stem = {"ris": "02-same-record-number", "csv": "02-same-row-id"}[name]
    first = folder.take(name, cases / f"{stem}-a.{name}")
    before = folder.files()
    second = folder.take(name, cases / f"{stem}-b.{name}")
    assert len(second.added) == len(first.added)
    assert second.updated == second.kept == ()
    after = folder.files()
    assert {file: after[file] for file in before if file.startswith("posts")} == {
        file: text for file, text in before.items() if file.startswith("posts")
    }


def test_03_a_new_bundle_moves_nothing(cases: Path, folder: Folder, tmp_path: Path) -> None:
    bundles = tmp_path / "bundles"
    for name in ("post-a", "post-b"):
        shutil.copytree(cases / "03-bundles" / name, bundles / name)
    folder.take("markdown", bundles)
    before = {file: text for file, text in folder.files().items() if file.startswith("posts")}
    shutil.copytree(cases / "03-bundles" / "post-0", bundles / "post-0")
    merge = folder.take("markdown", bundles)
    assert (len(merge.added), len(merge.updated), len(merge.unchanged)) == (1, 0, 2)
    assert before.items() <= folder.files().items()
