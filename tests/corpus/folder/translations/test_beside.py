"""Translations are files beside their posts, and are read as a part of these."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.folder.read import post_files, read_corpus, translation_files
from corpus.folder.reading_cache import Recollection
from tests.digests.digest_folder import SETTINGS, DigestFolder
from tests.digests.translated import FRENCH, ID, ORIGINAL, bilingual, translate


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    return bilingual(tmp_path / "digest")


def test_a_post_has_the_translation_in_the_file_beside_it(folder: DigestFolder) -> None:
    translate(folder)
    reading = folder.read()
    assert reading.problems == ()
    (post,) = reading.digest.posts
    (told,) = post.translations
    assert (told.language, told.title) == ("fr", "Les jardins aident-ils?")
    assert told.implications == "Parlez des jardins."
    french = post.told_in("fr")
    assert (french.title, french.doi) == (told.title, post.doi)
    assert post.told_in("de") is post


def test_a_translation_is_not_read_as_a_post(folder: DigestFolder) -> None:
    path = translate(folder)
    assert [file.stem for file in post_files(folder.root)[0]] == [ID]
    assert translation_files(folder.root) == [path]


def test_a_translation_without_an_original_is_reported_with_the_nearest_post(
    folder: DigestFolder,
) -> None:
    folder.write("posts/2021-07-do-garden-help.fr.md", FRENCH)
    assert folder.problems() == [
        "posts/2021-07-do-garden-help.fr.md:1: there is no post 2021-07-do-garden-help that this "
        f'translates: did you mean "{ID}"?'
    ]


def test_a_language_must_be_one_of_the_digest(folder: DigestFolder) -> None:
    translate(folder, language="pt-BR")
    (problem,) = folder.read().faults
    assert problem.what == '"pt-BR" is not a language of this digest'
    assert problem.cure == 'name it in digest.toml: languages = ["en", "fr", "pt-BR"]'


def test_a_mistyped_language_is_reported(folder: DigestFolder) -> None:
    translate(folder, language="FR")
    assert [fault.cure for fault in folder.read().faults] == ['did you mean "fr"?']


def test_a_translation_in_a_digest_of_one_language_is_an_error(folder: DigestFolder) -> None:
    folder.write("digest.toml", SETTINGS)
    translate(folder)
    (problem,) = folder.read().faults
    assert problem.cure == 'name it in digest.toml: languages = ["en", "fr"]'


def test_a_translation_into_the_post_s_own_language_is_an_error(folder: DigestFolder) -> None:
    translate(folder, language="en")
    (problem,) = folder.read().faults
    assert problem.what == '"en" is the language of the post itself'
    assert problem.cure == f"put its text into {ID}.md"


def test_a_faulty_original_is_not_reported_as_missing(folder: DigestFolder) -> None:
    translate(folder)
    folder.post(ORIGINAL.replace("- Adherence", "- Adhearence"))
    assert len(folder.read().faults) == 1
    folder.post("nothing")
    assert [str(fault.file) for fault in folder.read().faults] == [f"posts/{ID}.md"]


def test_a_translation_with_a_fault_is_left_out(folder: DigestFolder) -> None:
    translate(folder, FRENCH.replace("Parlez des jardins.\n", ""))
    reading = folder.read()
    assert [fault.what for fault in reading.faults] == ["the practice implications are empty"]
    assert reading.digest.posts[0].translations == ()


def test_a_gap_in_a_draft_s_translation_is_a_warning(folder: DigestFolder) -> None:
    translate(folder, FRENCH.replace("Parlez des jardins.\n", ""))
    folder.post(ORIGINAL.replace("month:", "draft: true\nmonth:"))
    reading = folder.read()
    assert reading.faults == ()
    assert reading.digest.posts == ()
    assert "the practice implications are empty" in [p.what for p in reading.problems]


def test_a_draft_is_read_with_its_translation(folder: DigestFolder) -> None:
    translate(folder)
    folder.post(ORIGINAL.replace("month:", "draft: true\nmonth:"))
    (waiting,) = folder.read().waiting
    assert waiting.translation("fr")
    assert folder.read().problems == ()


def test_a_new_translation_changes_the_post_s_hash(folder: DigestFolder) -> None:
    (before,) = folder.read().digest.posts
    translate(folder)
    (after,) = folder.read().digest.posts
    assert after.content_hash != before.content_hash
    assert after.version == before.version


def test_a_remembered_translation_is_compared_with_its_original_again(
    folder: DigestFolder,
) -> None:
    translate(folder)
    known = Recollection()
    assert read_corpus(folder.root, known).problems == ()
    assert read_corpus(folder.root, known) == folder.read()
    folder.post(ORIGINAL.replace("Ask about", "Talk of"))
    (problem,) = read_corpus(folder.root, known).problems
    assert problem.what == "the original has changed since this was translated"


def test_translations_come_in_the_digest_s_order(folder: DigestFolder) -> None:
    text = (folder.root / "digest.toml").read_text()
    folder.write("digest.toml", text.replace('"fr"]', '"fr", "de"]'))
    translate(folder, FRENCH.replace("1 240", "1.240"), language="de")
    translate(folder)
    (post,) = folder.read().digest.posts
    assert [told.language for told in post.translations] == ["fr", "de"]
