"""Reads the translations of a digest's posts, and matches them with their originals."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from corpus.digest import Digest
from corpus.folder.post_file import softened
from corpus.folder.reading_cache import Recollection
from corpus.folder.text_file import read_text
from corpus.folder.translations.compare import compare
from corpus.folder.translations.file import TranslationFile, parted, read_translation
from corpus.post import Post, Translation
from corpus.problem import Problem, Problems
from corpus.text.folding import did_you_mean

# Where translations stand, beside the posts.
_FOLDER = "posts"


class TranslationReader:
    """Reads the translations of a digest, and adds their ``problems``.

    ``ids`` are those of every post's file, be it readable or not.
    """

    def __init__(
        self,
        root: Path,
        digest: Digest,
        ids: Collection[str],
        today: date,
        known: Recollection | None = None,
    ) -> None:
        self.problems: list[Problem] = []
        self._root = root
        self._digest = digest
        self._ids = ids
        self._today = today
        self._known = known

    def of(self, posts: Callable[[str], Post | None], files: Iterable[str]) -> Iterator[Post]:
        """Each post that has translations without an error, with these.

        ``posts`` finds a post by its id; ``files`` are the names of those among the posts.
        """
        named = sorted((*(parted(name) or ("", "")), name) for name in files)
        for post_id, some in groupby(named, itemgetter(0)):
            post = posts(post_id)
            found = [
                told
                for _, language, name in some
                if (told := self._sound(Path(_FOLDER, name), post_id, language, post))
            ]
            if post is not None and found:
                yield self._with(post, found)

    def _sound(
        self, file: Path, post_id: str, language: str, post: Post | None
    ) -> Translation | None:
        """The translation in a file; None if there is an error in it."""
        problems = list(self._misplaced(file, post_id, language))
        read = None if problems else self._read(file, language, problems)
        if read is not None and post is not None:
            problems += compare(file, read, post, self._digest.language)
        if post is not None and not post.is_live(self._today):
            problems = list(softened(problems))
        self.problems += problems
        sound = all(problem.severity != "error" for problem in problems)
        return read.translation if read is not None and sound else None

    def _with(self, post: Post, found: Sequence[Translation]) -> Post:
        """A post with its translations, in the order of the digest's languages."""
        place = self._digest.languages.index
        listed = sorted(found, key=lambda told: place(told.language))
        return replace(post, translations=tuple(listed))

    def _misplaced(self, file: Path, post_id: str, language: str) -> Iterator[Problem]:
        """The problem of a translation without an original, or in an unlisted language."""
        own, others = self._digest.language, self._digest.other_languages
        if post_id not in self._ids:
            otherwise = "put the original beside it, or delete it"
            cure = did_you_mean(post_id, self._ids, otherwise)
            yield Problem(file, 1, f"there is no post {post_id} that this translates", cure)
        if language == own:
            what = f'"{language}" is the language of the post itself'
            yield Problem(file, 1, what, f"put its text into {post_id}.md")
        elif language not in others:
            listed = ", ".join(f'"{code}"' for code in (own, *others, language))
            otherwise = f"name it in digest.toml: languages = [{listed}]"
            cure = did_you_mean(language, others, otherwise) if others else otherwise
            yield Problem(file, 1, f'"{language}" is not a language of this digest', cure)

    def _read(self, file: Path, language: str, problems: list[Problem]) -> TranslationFile | None:
        noted = Problems(file)
        text = read_text(self._root / file, self._root, noted)
        problems += noted.found
        if text is None:
            return None
        reading = partial(read_translation, text, file, language)
        read = self._known.of((file, text), reading) if self._known else reading()
        problems += read.problems
        return read
