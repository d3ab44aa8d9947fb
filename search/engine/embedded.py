"""The embedded engine answers from an index on this machine's disk, always from its newest part."""

from __future__ import annotations

import logging
import os
import stat
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock

from corpus.digest import Digest
from corpus.post import Post
from search.engine.reader import Reader
from search.errors import (
    IndexDamaged,
    IndexMissing,
    IndexNotPrivate,
    IndexOutdated,
    ModelUnavailable,
)
from search.index import embedding
from search.index.generation import CURRENT, NAME, WITHDRAWN, check_generation
from search.question import Question
from search.results import FacetValue, Neighbours, Place, Related, Results, Sort, Suggestion

_log = logging.getLogger(__name__)

# A reader's page and the JSON behind it may be a moment apart; a new generation is looked for no
# more often than this, in seconds.
_LOOK_EVERY = 0.1


class EmbeddedEngine:
    """An ``Engine`` over the index folder at a path. Safe to use from several threads."""

    def __init__(self, path: Path, semantic: bool) -> None:
        self._path = path
        self._model, self._model_note = model() if semantic else (None, None)
        self._lock = Lock()
        self._looked = time.monotonic()
        self._named, self._reader, self._damage = self._open()

    @classmethod
    def open(cls, path: Path, semantic: bool = True) -> EmbeddedEngine:
        """Open the index in the folder ``path``.

        With ``semantic`` the meaning leg is used where the index and the installation have it;
        without them everything else works. Raises ``IndexMissing``, ``IndexNotPrivate``,
        ``IndexDamaged`` when no generation is whole, ``IndexOutdated``.
        """
        return cls(path, semantic)

    @property
    def generation(self) -> str:
        """The name of the generation that serves now."""
        return self._now().name

    @property
    def digest(self) -> Digest:
        """The digest's settings, without posts."""
        return self._now().digest

    @property
    def semantic(self) -> bool:
        """Whether the meaning leg counts."""
        return self._now().semantic

    @property
    def health(self) -> tuple[str, ...]:
        """What a maintainer must know, in sentences."""
        name = self._now().name
        lost = None
        if _current(self._path) is None:
            lost = f"{CURRENT} is missing or unreadable, and generation {name} serves. {_REBUILD}"
        return tuple(note for note in (lost, self._damage, self._model_note) if note)

    def search(
        self,
        question: Question,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        expand: bool = True,
        off: Sequence[str] = (),
        explain: bool = False,
    ) -> Results:
        """Answer a question; see ``Engine.search``."""
        return self._now().search(
            question,
            limit=limit,
            offset=offset,
            sort=sort,
            expand=expand,
            off=off,
            explain=explain,
        )

    def order(self, question: Question, limit: int = 100) -> list[tuple[str, float]]:
        """The ids and scores of the best posts, however poor, best first."""
        return self._now().order(question, limit)

    def post(self, post_id: str) -> Post:
        """The post with that id. Raises ``PostMissing``."""
        return self._now().post(post_id)

    def archive(self) -> Iterator[Post]:
        """Every post of one generation, newest first."""
        return self._now().archive.posts()

    def landscape(self) -> tuple[Place, ...]:
        """Every post with its place, those alike beside each other, newest first."""
        return self._now().landscape()

    def related(self, post_id: str) -> Related:
        """The posts related to one. Raises ``PostMissing``."""
        return self._now().related(post_id)

    def neighbours(self, post_id: str) -> Neighbours:
        """The posts next to one in time. Raises ``PostMissing``."""
        return self._now().archive.neighbours(post_id)

    def suggest(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Topics, posts and terms that go on from what was typed so far."""
        return self._now().suggest(typed, limit)

    def topics(self) -> tuple[FacetValue, ...]:
        """Every topic with the number of its posts."""
        return self._now().archive.topics()

    def kinds(self) -> tuple[FacetValue, ...]:
        """Every kind of research with the number of its posts."""
        return self._now().archive.kinds()

    def months(self) -> tuple[FacetValue, ...]:
        """Every month that has posts, newest first."""
        return self._now().archive.months()

    def month(self, month: str) -> tuple[Post, ...]:
        """The posts of a month."""
        return self._now().archive.month(month)

    def _now(self) -> Reader:
        """The reader of the live generation, opened anew by one thread when it has changed."""
        now = time.monotonic()
        if now - self._looked >= _LOOK_EVERY and self._lock.acquire(blocking=False):
            try:
                self._looked = now
                if _current(self._path) not in (None, self._named):
                    # Threads in the midst of an answer keep the old reader until they are done.
                    self._named, self._reader, self._damage = self._open()
            except (IndexDamaged, IndexMissing, IndexNotPrivate, IndexOutdated, OSError) as error:
                self._damage = f"The newest generation can't be opened: {error}. {_CURE}"
                self._named = _current(self._path) or self._named
                _log.error("%s", self._damage)
            finally:
                self._lock.release()
        return self._reader

    def _open(self) -> tuple[str, Reader, str | None]:
        """Open the live generation, or the newest whole one before it, and say so."""
        check_private(self._path)
        named = _current(self._path)
        others = sorted((g.name for g in self._path.glob("[0-9]*-*") if g.is_dir()), reverse=True)
        gone = (named, _named(self._path / WITHDRAWN))
        whole = [n for n in others if not n.endswith(".partial") and n not in gone]
        candidates = ([named] if named else []) + [n for n in whole if not named or n < named]
        if not candidates:
            raise IndexMissing(f"there is no index in {self._path}")
        error: IndexDamaged | IndexOutdated | None = None
        for name in candidates:
            try:
                check_generation(self._path / name)
                reader = Reader(self._path / name, self._model)
            except (IndexDamaged, IndexOutdated, OSError) as found:
                if _current(self._path) != named:
                    # Newer ones went live meanwhile, and this one may have been cleared away.
                    return self._open()
                if isinstance(found, OSError):
                    raise
                error = error or found
                continue
            if error is None:
                return named or name, reader, None
            damage = f"The newest generation can't be used: {error}. {_CURE}"
            _log.error("%s", damage)
            return named or name, reader, damage
        raise error or IndexDamaged(f"no generation in {self._path} is whole")


_REBUILD = "Build the index again with: pprsearch index"
_CURE = f"An older one serves. {_REBUILD}"


def check_private(path: Path) -> None:
    """Raise ``IndexMissing``, or ``IndexNotPrivate`` when others could have written the index."""
    try:
        found = os.stat(path)
    except OSError as error:
        raise IndexMissing(f"there is no index in {path}") from error
    if found.st_uid not in (os.geteuid(), 0) or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise IndexNotPrivate(f"the index in {path} could have been written by another user")


def _current(path: Path) -> str | None:
    """The generation that CURRENT names, or None when it is missing or not a name."""
    return _named(path / CURRENT)


def _named(file: Path) -> str | None:
    try:
        name = file.read_text("ascii").strip()
    except (OSError, ValueError):
        return None
    return name if NAME.fullmatch(name) else None


def model() -> tuple[embedding.Embedder | None, str | None]:
    """The embedder, or why there is none; one that was never installed is no news."""
    if not embedding.installed():
        return None, None
    try:
        return embedding.embedder(), None
    except ModelUnavailable as error:
        note = f"Searching without sentence embeddings: {error}."
        _log.warning("%s", note)
        return None, note
