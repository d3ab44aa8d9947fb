"""Plans how the translations that come with posts go into a digest's folder."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.folder.post_file import Origin
from corpus.folder.read import POSTS
from corpus.folder.text_file import read_text
from corpus.folder.translations.file import parted, read_translation
from corpus.folder.translations.write import translation_text
from corpus.importing.merging.change import Change
from corpus.importing.merging.hashes import translation_hash
from corpus.post import Post, Translation
from corpus.problem import Problem, Problems


@dataclass
class TranslationPlan:
    """The files of translations that an import writes, or keeps since a person edited them.

    The digest at ``root`` has posts translated into ``languages``. As with posts, what neither a
    person nor the source has changed is left alone, and so is what only a person has changed;
    where both have, the file is kept and reported, unless told to ``force``. A file that a person
    deleted is written again once the source has changed.
    """

    root: Path
    languages: Collection[str]
    force: bool
    problems: list[Problem]
    written: list[Change] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)

    def add(self, post: Post, origin: Origin | None, source: Path) -> Mapping[str, str]:
        """Plan the translations of a ``post`` that came in by the file ``source``.

        ``origin`` tells what an earlier import brought. What this one brought, by language, is
        given back, to be kept in the same way.
        """
        before = dict(origin.translations) if origin else {}
        brought: dict[str, str] = {}
        for told in post.translations:
            wrong = self._wrong(post, told, brought)
            if wrong:
                what, cure = wrong
                self.problems.append(Problem(source, 1, what, cure))
                continue
            brought[told.language] = translation_hash(told)
            if not self._plan(post, told, before.get(told.language, "")):
                # The next import, too, has to know what the file was before a person edited it.
                brought[told.language] = before.get(told.language, "")
        return {tag: told for tag, told in {**before, **brought}.items() if told}

    def _wrong(
        self, post: Post, told: Translation, brought: Collection[str]
    ) -> tuple[str, str] | None:
        """Why a translation can't be written, and the cure; ``None`` if it can be."""
        what = f'the translation of "{post.title}" into "{told.language}"'
        if told.language not in self.languages:
            return (
                f"{what} was left out, since the digest does not list that language",
                f'add "{told.language}" to languages in digest.toml, and import again',
            )
        if told.language in brought:
            return f"{what} comes twice, and the first was imported", "keep one of them"
        text = translation_text(told)
        file = Path(POSTS, f"{post.id}.{told.language}.md")
        if parted(file.name) is None or not _reads_back(told, text, file):
            return (
                f"{what} can't be written so that it reads back the same",
                "see that it has a title and its heading of implications comes once",
            )
        return None

    def _plan(self, post: Post, told: Translation, imported: str) -> bool:
        """Plan one file; whether what came in is what the file will hold."""
        file = Path(POSTS, f"{post.id}.{told.language}.md")
        path, text = self.root / file, translation_text(told)
        if not path.exists() and not path.is_symlink():
            if translation_hash(told) != imported:
                self.written.append(Change(file, None, text))
            return True
        noted = Problems(file)
        there = read_text(path, self.root, noted)
        held = read_translation(there, file, told.language).translation if there else None
        if there is None or held is None:
            what = f"{file} is there but can't be read, so it was left alone"
            cure = "mend it (pprsearch check tells how), then import again"
            self.problems.append(Problem(file, 1, what, cure))
            return False
        if held == told:
            return True
        if not self.force and translation_hash(told) == imported:
            return True
        change = Change(file, there, text)
        as_imported = translation_hash(held) == imported
        # What only a person's file has, such as a comment, would be lost.
        if self.force or (as_imported and there == translation_text(held)):
            self.written.append(change)
            return True
        self.kept.append(change)
        return False


def without_translations(post: Post) -> Post:
    """The post as its own file holds it."""
    return replace(post, translations=())


def _reads_back(told: Translation, text: str, file: Path) -> bool:
    """Whether a translation's file reads back as the same translation, with a title."""
    return bool(told.title) and read_translation(text, file, told.language).translation == told
