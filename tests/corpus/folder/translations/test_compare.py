"""Translations are compared with their originals."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.digests.digest_folder import DigestFolder
from tests.digests.translated import FRENCH, ID, ORIGINAL, bilingual, translate

FILE = f"posts/{ID}.fr.md"


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    return bilingual(tmp_path / "digest")


def version(folder: DigestFolder) -> str:
    return folder.read().every_post[0].version


def test_a_changed_original_is_reported_with_the_version_to_write(folder: DigestFolder) -> None:
    translate(folder)
    folder.post(ORIGINAL.replace("Many people", "Some people"))
    assert folder.problems() == [
        f"{FILE}:3: warning: the original has changed since this was translated: "
        f"bring it up to date, then write of: {version(folder)}"
    ]


def test_a_change_of_topics_asks_for_no_new_translation(folder: DigestFolder) -> None:
    translate(folder)
    folder.post(ORIGINAL.replace("  - Adherence\n", ""))
    assert folder.problems() == []


def test_a_translation_without_a_version_is_asked_for_it(folder: DigestFolder) -> None:
    translate(folder, FRENCH.replace("of: HASH\n", ""))
    assert folder.problems() == [
        f"{FILE}:2: warning: it is not told which version of the original this translates: "
        f"once it says what the original says, add a line of: {version(folder)}"
    ]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("1 420", "this number: 1420"),
        ("1,240", "this number: 1.24"),
        ("124 sur 240", "these numbers: 124, 240"),
    ],
)
def test_numbers_that_the_original_lacks_are_reported(
    folder: DigestFolder, written: str, told: str
) -> None:
    translate(folder, FRENCH.replace("1 240", written))
    assert folder.problems() == [
        f"{FILE}:6: warning: the original does not have {told}: "
        "correct it, or write it as fr writes numbers"
    ]


def test_a_bottom_line_is_translated_where_there_is_one(folder: DigestFolder) -> None:
    folder.post(ORIGINAL.replace("doi:", 'bottom_line: "Of 1,240, 0.25 answered."\ndoi:'))
    translate(folder)
    assert folder.problems() == [
        f'{FILE}:2: warning: the bottom line is not translated: add a line bottom_line: "..."'
    ]
    translate(folder, FRENCH.replace("of:", 'bottom_line: "Sur 1 240, 0,25 ont répondu."\nof:'))
    assert folder.problems() == []


def test_a_bottom_line_that_the_original_lacks_is_an_error(folder: DigestFolder) -> None:
    translate(folder, FRENCH.replace("of:", 'bottom_line: "Oui."\nof:'))
    assert folder.problems() == [
        f"{FILE}:3: the original has no bottom line: delete it, or write one there"
    ]


def test_images_must_be_those_of_the_original(folder: DigestFolder) -> None:
    shown = FRENCH.replace("Parlez", f"![]({ID}/a.png)\n\nParlez")
    translate(folder, shown)
    assert [fault.what for fault in folder.read().faults] == [
        f'the original does not show the image "{ID}/a.png"'
    ]
