"""Markdown files of translations are imported beside their posts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.folder.read import DEMO, read_corpus
from corpus.importing.formats import FORMATS
from corpus.importing.merge import merge_source, write_merge
from corpus.importing.merging.change import Merge
from tests.demo.reading import demo_reading
from tests.digests.digest_folder import SETTINGS, DigestFolder

MARKDOWN = next(form for form in FORMATS if form.name == "markdown")
ORIGINAL = (
    "---\ntitle: Mending\ndate: 2021-07-03\n---\nAsked.\n\n## Practice Implications\n\nWait.\n"
)
FRENCH = "---\ntitle: Réparer\n---\nOn a demandé.\n\n## Implications cliniques\n\nAttendez.\n"
# An image of one pixel.
GIF = b"GIF89a\x01\x00\x01\x00\x00\xff\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00;"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = DigestFolder.make(tmp_path / "digest")
    folder.write("digest.toml", 'languages = ["en", "fr"]\n' + SETTINGS)
    return folder.root


def take(source: Path, root: Path) -> Merge:
    merge = merge_source(MARKDOWN.make(None), source, root, suffixes=MARKDOWN.suffixes)
    write_merge(merge, root)
    return merge


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        ("mending.md", "mending.fr.md"),
        ("mending.en.md", "mending.fr.md"),
        ("mending/index.md", "mending/index.fr.md"),
        ("en/posts/mending.md", "fr/posts/mending.md"),
    ],
)
def test_a_translation_is_recognised_by_its_file_name(
    tmp_path: Path, root: Path, original: str, translation: str
) -> None:
    site = tmp_path / "site"
    for name, text in ((original, ORIGINAL), (translation, FRENCH)):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8")
    merge = take(site, root)
    assert not merge.faults and len(merge.added) == 1
    (post,) = (*read_corpus(root).digest.posts, *read_corpus(root).unfinished)
    (told,) = post.translations
    assert (post.title, told.language, told.title) == ("Mending", "fr", "Réparer")
    assert (told.summary, told.implications) == ("On a demandé.", "Attendez.")
    assert take(site, root).changes == ()


def test_the_title_may_be_the_first_heading(tmp_path: Path, root: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "mending.md").write_text(ORIGINAL, "utf-8")
    (site / "mending.fr.md").write_text("# Réparer\n\nOn a demandé.\n", "utf-8")
    merge = take(site, root)
    assert "Réparer" in merge.translations[0].after
    assert any("implications are missing" in problem.what for problem in merge.problems)


def test_a_picture_is_stored_once_for_both(tmp_path: Path, root: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "a.gif").write_bytes(GIF)
    (site / "mending.md").write_text(ORIGINAL.replace("Asked.", "Asked. ![Two](a.gif)"), "utf-8")
    (site / "mending.fr.md").write_text(FRENCH.replace("On", "![Deux](a.gif) On"), "utf-8")
    merge = take(site, root)
    (image,) = merge.images
    assert (root / image.file).read_bytes() == GIF
    shown = f"({merge.added[0].file.stem}/a.gif)"
    assert f"![Deux]{shown}" in merge.translations[0].after
    assert not [p for p in read_corpus(root).problems if "does not show the image" in p.what]


def test_an_unpublished_translation_is_left_out(tmp_path: Path, root: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "mending.md").write_text(ORIGINAL, "utf-8")
    (site / "mending.fr.md").write_text(FRENCH.replace("---\n", "---\ndraft: true\n", 1), "utf-8")
    merge = take(site, root)
    assert merge.translations == () and len(merge.added) == 1
    assert any("not public there (draft)" in problem.what for problem in merge.problems)


def test_a_translation_without_its_original_is_reported(tmp_path: Path, root: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "mending.md").write_text(ORIGINAL, "utf-8")
    path = site / "mending.fr.md"
    path.write_text(FRENCH, "utf-8")
    merge = take(path, root)
    (fault,) = merge.faults
    assert fault.file == path and "translates mending.md" in fault.what
    assert merge.changes == ()


def test_other_file_names_with_dots_are_posts(tmp_path: Path, root: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    for name in ("2021-07-a.de.md", "2021-08-b.fr.md"):
        (site / name).write_text(ORIGINAL.replace("Mending", name), "utf-8")
    assert len(take(site, root).added) == 2


@pytest.mark.slow
def test_a_digest_s_own_folder_is_imported_with_its_translations(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "digest"
    shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns("posts"))
    (folder / "posts").mkdir()
    take(DEMO / "posts", folder)
    there = {post.id: post.translations for post in demo_reading().digest.posts}
    here = {post.id: post.translations for post in read_corpus(folder).digest.posts}
    assert here == there
