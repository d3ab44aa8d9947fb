"""Whoosh's index: which posts have a phrase, an excluded word or an author.

This is the only module that imports Whoosh, and it stays within the part of its interface that
Whoosh 2.7.4 and whoosh3 share. Its own ranking and parser are not used: a query is built from
terms, so nothing a reader types is ever read as a query language. All parts of a post but what it
is named by are one field, since a phrase may be in any, and without lengths, which only ranking
would need.
"""

from __future__ import annotations

import heapq
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import STORED, FieldType, Schema
from whoosh.filedb.filestore import FileStorage, copy_to_ram
from whoosh.formats import Positions

from corpus.filed import ids
from corpus.post import Post
from search.index.exact.named import author_forms, fields, title_fields, words_of
from search.index.exact.runs import runs
from search.index.files import arrays
from search.index.files.earlier import Places, moved
from search.index.part import Build, Opened
from search.index.tokens.analysed import Analysed
from search.index.tokens.postings import postings
from search.text.analyzer import Analyzer

if TYPE_CHECKING:
    from whoosh.query import Query

Mask = NDArray[np.bool_]

# The memory for words before they are sorted on disk, in megabytes.
_MEMORY = 128
# The number of cached queries, each with a byte for each post.
_REMEMBERED = 16
# Each segment costs time in a question; from this many on, small ones are merged.
_MOST_SEGMENTS = 8
# The position of the post of each document, -1 for a removed one.
_ROWS = "rows.npy"

Posting = tuple[str, bytes, int, float, bytes]


class _Placed(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A Whoosh field whose terms come with their positions, already analysed."""

    def __init__(self) -> None:
        super().__init__(format=Positions(), analyzer=None)

    def index(
        self, value: Mapping[str, list[int]], **options: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, places in value.items():
            yield term.encode(), len(places), 1.0, self.format.encode(places)


class _Sorted:
    """Replaces the pool of Whoosh's writer for postings that are sorted already."""

    def __init__(self, pool: Any, ready: Iterable[Posting], *, mixed: bool) -> None:
        self._pool = pool
        self._ready = ready
        self._mixed = mixed
        self.add = pool.add
        self.cleanup = pool.cleanup

    def iter_postings(self) -> Iterator[Posting]:
        """All postings in order; with ``mixed``, the pool's are merged in."""
        join = heapq.merge if self._mixed else chain
        return iter(join(self._pool.iter_postings(), self._ready))


def _queries() -> Any:
    """Whoosh's queries, imported here: loading takes time, and who writes an index has none."""
    from whoosh import query

    return query


def _run(field: str, terms: Sequence[str]) -> Query:
    """A query for consecutive terms."""
    query = _queries()
    return query.Phrase(field, terms) if len(terms) > 1 else query.Term(field, terms[0])


def _schema() -> Schema:
    # A Whoosh writer passes the terms of "text" last, since fields are sorted by name.
    return Schema(
        id=STORED(),
        authors=_Placed(),
        cited=_Placed(),
        heading=_Placed(),
        named=_Placed(),
        text=_Placed(),
    )


class FullText:
    """One generation's full text, opened for reading."""

    name: ClassVar[str] = "fulltext"
    step: ClassVar[str] = "Filing full text"

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        storage = FileStorage(str(folder), supports_mmap=True)
        if max(map(storage.file_length, storage.list())) < arrays.MAPPED_FROM:
            storage = copy_to_ram(storage)
        self._index = storage.open_index()
        self._searcher = self._index.searcher()
        self._rows = arrays.read(folder / _ROWS)
        self._size = int((self._rows >= 0).sum())
        self._analyzer = analyzer
        # The same phrase is searched again with each filter, order and page.
        self._matching = lru_cache(_REMEMBERED)(self._read)

    @classmethod
    def fit(cls, build: Build) -> Unsaved:
        """What to write of a digest's posts, and what to copy."""
        earlier = build.earlier
        previous = None
        # A generation that was made to be sent elsewhere may have none.
        if earlier is not None and (earlier.parts.folder / cls.name).is_dir():
            previous = earlier.parts.folder / cls.name, earlier.places
        return Unsaved(build.digest.posts, build[Analysed], build.analyzer, previous)

    @classmethod
    def load(cls, opened: Opened) -> FullText | None:
        """Open what was saved; None if the generation has no full text."""
        folder = opened.folder / cls.name
        return cls(folder, opened.analyzer) if folder.is_dir() else None

    @property
    def count(self) -> int:
        """The number of posts in it, according to Whoosh."""
        return int(self._searcher.doc_count())

    def matching(
        self,
        phrases: Sequence[str] = (),
        excluded: Sequence[str] = (),
        authors: Sequence[str] = (),
        titles: Sequence[str] = (),
        names: Sequence[str] = (),
        language: str = "",
    ) -> Mask:
        """Which posts have every phrase, author and title, and nothing excluded.

        A phrase may stand in the citation as well, where nothing is excluded. One of stop words
        alone has nothing to match by and asks for nothing. Of ``names`` a post must have one.
        Phrases, titles and what is excluded may stand in translations into a ``language`` as well.
        """
        query = _queries()
        wanted = [
            *(self._phrase(text, language, "text", "cited") for text in phrases),
            *(self._phrase(text, language, *title_fields(text)) for text in titles),
            query.Or([query.Term("named", name) for name in names]) if names else None,
            *map(self._author, authors),
        ]
        found = np.ones(self._size, np.bool_)
        for asked in wanted:
            found &= self._having(asked, True)
            if not found.any():
                return found
        for text in excluded:
            found &= ~self._having(self._phrase(text, language, "text"), False)
        return found

    def _having(self, wanted: Query | None, otherwise: bool) -> Mask:
        """Which posts match a query; without a query, all or none."""
        return np.full(self._size, otherwise) if wanted is None else self._matching(wanted)

    def _read(self, wanted: Query) -> Mask:
        numbers = np.fromiter(self._searcher.docs_for_query(wanted), np.int64)
        rows = self._rows[numbers]
        found = np.zeros(self._size, np.bool_)
        found[rows[rows >= 0]] = True
        return found

    def _phrase(self, text: str, language: str, *fields: str) -> Query | None:
        ways = runs(text, self._analyzer, language)
        found = [_run(field, way) for field in fields for way in ways]
        return _queries().Or(found) if found else None

    def _author(self, name: str) -> Query | None:
        query, words = _queries(), words_of(name)
        if not words:
            return None
        forms = [_run("authors", form) for form in author_forms(name)]
        # Of two family names either order is meant, and perhaps two authors.
        several = [w for w in words if len(w) > 1]
        if len(several) == len(words):
            forms.append(query.And([query.Term("authors", w) for w in words]))
        return query.Or(forms)

    def close(self) -> None:
        """Close the files."""
        self._searcher.close()
        self._index.close()


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A full text that is not written yet: posts, with their ``words``.

    ``previous`` is the folder of an earlier full text by the same analyzer, and where each post was
    in it.
    """

    posts: Sequence[Post]
    words: Analysed
    analyzer: Analyzer
    previous: tuple[Path, Places] | None = None

    def save(self, folder: Path) -> tuple[str, ...]:
        """Write the full text into a folder; returns the files copied from the earlier one.

        The segments of an earlier one are copied, unless more lies there than is used, and one with
        what is new is added.
        """
        own = folder / FullText.name
        own.mkdir(mode=0o700)
        rows, gone, copied = self._taken(own)
        storage = FileStorage(str(own))
        opened = storage.open_index() if copied else storage.create_index(_schema())
        writer = opened.writer(limitmb=_MEMORY)
        # Without lengths, which are only for ranking: reading them takes longer than all else.
        writer.codec.length_stats = False
        for document in gone.tolist():
            writer.delete_document(document)
        new = np.setdiff1d(np.arange(len(self.posts)), rows)
        for number in new.tolist():
            post = self.posts[number]
            writer.add_document(id=post.id, **fields(post, self.analyzer))
        merged = len(list(own.glob("*.seg"))) >= _MOST_SEGMENTS
        ready = _ready(postings(self.words, self.analyzer, new))
        writer.pool = _Sorted(writer.pool, ready, mixed=merged)
        writer.commit(merge=merged)
        opened.close()
        added = np.concatenate([rows, new.astype(np.int32)])
        arrays.write(own / _ROWS, _read_rows(own, self.posts) if merged else added)
        # Merging removes the segments that it has merged.
        return tuple(f"{own.name}/{name}" for name in copied if (own / name).exists())

    def _taken(self, own: Path) -> tuple[NDArray[np.int32], NDArray[np.int64], tuple[str, ...]]:
        """Copy what can be kept of the earlier full text into a folder.

        Where the post of each document is now, -1 for one that is gone; which documents are to be
        deleted; and the names of the files.
        """
        if self.previous is not None:
            source, places = self.previous
            before = arrays.read(source / _ROWS)
            rows = moved(before, places)
            if np.count_nonzero(rows < 0) <= len(self.posts):
                return rows, np.flatnonzero((before >= 0) & (rows < 0)), _copied(source, own)
        return np.empty(0, np.int32), np.empty(0, np.int64), ()


def _ready(found: Iterable[tuple[str, int, list[int]]]) -> Iterator[Posting]:
    """Postings in Whoosh's form for documents in the order in which they were added."""
    encode = _Placed().format.encode
    alone: dict[int, bytes] = {}
    for term, number, places in found:
        place = places[0]
        if len(places) > 1:
            value = encode(places)
        elif (value := alone.get(place, b"")) == b"":
            value = alone[place] = encode(places)
        yield "text", term.encode(), number, 1.0, value


def _copied(source: Path, target: Path) -> tuple[str, ...]:
    """Copy the files of a finished full text, and return their names.

    Links would save a little time, but one damaged file would then damage both generations.
    """
    names = [file.name for file in source.iterdir() if not file.name.endswith((".npy", "LOCK"))]
    for name in names:
        shutil.copyfile(source / name, target / name)
    return tuple(names)


def _read_rows(folder: Path, posts: Sequence[Post]) -> NDArray[np.int32]:
    """The position of the post of each document; merging segments renumbers documents."""
    places = {post_id: n for n, post_id in enumerate(ids(posts))}
    opened = FileStorage(str(folder)).open_index()
    reader = opened.reader()
    rows = np.full(reader.doc_count_all(), -1, np.int32)
    for number, stored in reader.iter_docs():
        rows[number] = places[stored["id"]]
    reader.close()
    opened.close()
    return rows
