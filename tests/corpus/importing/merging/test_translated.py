"""Translations are imported beside their posts, and changes by hand are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.folder.read import read_corpus
from corpus.importing.merging.change import Merge
from corpus.post import Post, Translation
from tests.corpus.importing.merge_desk import GARDENS, Desk
from tests.digests.digest_folder import SETTINGS, DigestFolder

FRENCH = Translation(
    "fr", "Les jardins aident-ils ?", "On a demandé.", "Parlez de jardins.", of=GARDENS.version
)
TOLD = replace(GARDENS, translations=(FRENCH,))
LATER = replace(TOLD, translations=(replace(FRENCH, summary="On a encore demandé."),))
BY_HAND = "Parlez d'un jardin."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = DigestFolder.make(tmp_path / "digest")
    folder.write("digest.toml", 'languages = ["en", "fr"]\n' + SETTINGS)
    source = tmp_path / "page.html"
    source.write_text("", "utf-8")
    return Desk(folder.root, source)


def french(desk: Desk) -> Path:
    return desk.root / "posts" / f"{GARDENS.id}.fr.md"


def edit(desk: Desk) -> None:
    """Change the translation by hand."""
    before = french(desk).read_text("utf-8")
    assert "Parlez de jardins." in before
    french(desk).write_text(before.replace("Parlez de jardins.", BY_HAND), "utf-8")


def written(merge: Merge) -> list[str]:
    return [change.file.name for change in merge.translations]


def test_a_translation_is_imported_beside_its_post(desk: Desk) -> None:
    merge = desk.take(TOLD)
    assert written(merge) == [f"{GARDENS.id}.fr.md"] and not merge.problems
    assert desk.post().translations == (FRENCH,)
    assert [p for p in read_corpus(desk.root).problems if ".fr." in str(p)] == []


def test_importing_the_same_again_changes_nothing(desk: Desk) -> None:
    desk.take(TOLD)
    before = desk.files()
    assert desk.take(TOLD).changes == ()
    assert desk.files() == before


def test_a_translation_may_be_imported_after_its_post(desk: Desk) -> None:
    desk.take(GARDENS)
    merge = desk.take(TOLD)
    assert written(merge) == [french(desk).name] and not merge.updated
    assert desk.post().translations == (FRENCH,)


def test_a_change_only_in_the_source_is_taken(desk: Desk) -> None:
    desk.take(TOLD)
    merge = desk.take(LATER)
    assert written(merge) == [french(desk).name]
    assert desk.post().translations == LATER.translations


def test_a_change_only_by_hand_is_kept(desk: Desk) -> None:
    desk.take(TOLD)
    edit(desk)
    before = desk.files()
    merge = desk.take(TOLD)
    assert (merge.translations, merge.kept) == ((), ())
    assert desk.files() == before


def test_a_change_in_both_is_a_conflict_unless_forced(desk: Desk) -> None:
    desk.take(TOLD)
    edit(desk)
    for _ in range(2):
        merge = desk.take(LATER)
        assert [change.file.name for change in merge.kept] == [french(desk).name]
        assert BY_HAND in french(desk).read_text("utf-8")
    assert written(desk.take(LATER, force=True)) == [french(desk).name]
    assert desk.post().translations == LATER.translations


def test_a_comment_by_hand_is_kept(desk: Desk) -> None:
    desk.take(TOLD)
    text = french(desk).read_text("utf-8")
    french(desk).write_text(text.replace("---\n", "---\n# Ask Anne.\n", 1), "utf-8")
    assert [change.file.name for change in desk.take(LATER).kept] == [french(desk).name]
    assert "# Ask Anne." in french(desk).read_text("utf-8")


def test_a_deleted_translation_stays_deleted_until_its_source_changes(desk: Desk) -> None:
    desk.take(TOLD)
    french(desk).unlink()
    assert desk.take(TOLD).changes == ()
    assert written(desk.take(LATER)) == [french(desk).name]


def test_the_translation_of_a_post_written_by_hand_is_not_overwritten(desk: Desk) -> None:
    desk.take(TOLD)
    (desk.root / "imports.json").unlink()
    merge = desk.take(LATER)
    assert [change.file.name for change in merge.kept] == [french(desk).name]


def test_an_unreadable_file_is_left_alone(desk: Desk) -> None:
    desk.take(TOLD)
    french(desk).write_bytes(b"\xff\xfe")
    merge = desk.take(LATER)
    (fault,) = merge.faults
    assert "can't be read, so it was left alone" in fault.what
    assert french(desk).read_bytes() == b"\xff\xfe"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda told: replace(told, language="de"), 'into "de" was left out, since the digest'),
        (lambda told: replace(told, language="../x"), 'into "../x" was left out, since the digest'),
        (lambda told: replace(told, title=""), "can't be written so that it reads back"),
        (
            lambda told: replace(told, summary="A.\n\n## Implications pratiques\n\nB."),
            "can't be written so that it reads back",
        ),
    ],
)
def test_a_translation_that_no_file_can_hold_is_reported(
    desk: Desk, change: Callable[[Translation], Translation], what: str
) -> None:
    merge = desk.take(replace(GARDENS, translations=(change(FRENCH),)))
    (fault,) = merge.faults
    assert what in fault.what and fault.file == desk.source
    assert len(merge.added) == 1 and not merge.translations


def test_the_first_of_two_translations_into_one_language_counts(desk: Desk) -> None:
    again = replace(FRENCH, title="Les jardins")
    merge = desk.take(replace(GARDENS, translations=(FRENCH, again)))
    assert "comes twice" in merge.faults[0].what
    assert desk.post().translations == (FRENCH,)


def test_a_translation_belongs_to_the_cleaned_version_of_its_post(desk: Desk) -> None:
    soft = replace(GARDENS, summary="People were as\u00adked.\n\nThey answered.")
    told = replace(soft, translations=(replace(FRENCH, of=soft.version),))
    desk.take(told)
    post = desk.post()
    assert post.summary == GARDENS.summary
    assert post.translations[0].of == post.version


def test_a_translation_of_an_older_version_stays_so(desk: Desk) -> None:
    older = replace(FRENCH, of="0123456789ab")
    desk.take(replace(GARDENS, translations=(older,)))
    assert desk.post().translations == (older,)


def moved(post: Post) -> Post:
    return replace(post, id="2021-09-gardens", month="2021-09", title="Gardens once more")


def test_translations_of_two_posts_are_kept_apart(desk: Desk) -> None:
    other = moved(replace(TOLD, summary="Another study.", citation=None))
    merge = desk.take(TOLD, other)
    assert sorted(written(merge)) == [f"{GARDENS.id}.fr.md", "2021-09-gardens.fr.md"]
