"""The full text tells which posts match exactly: phrases, exclusions, authors. Whoosh is its store.

This is the only module that imports Whoosh, and it stays within the part of its interface that
Whoosh 2.7.4 and whoosh3 share. Its own ranking and parser are not used: a query is built from
terms, so nothing a reader types is ever read as a query language.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import index, query
from whoosh.analysis import Token, Tokenizer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import FileStorage

from corpus.citation import parse_citation
from corpus.post import Post
from search import arrays
from search.analysed import texts
from search.analysis import Analyzer, fold

_PARTS = ("title", "summary", "implications", "topics")

Mask = NDArray[np.bool_]


class _Placed(Tokenizer):  # type: ignore[misc]  # Whoosh has no types
    """Reads ``place|term`` pairs: analysis has been done before Whoosh sees a text."""

    def __call__(self, value: str, **options: Any) -> Iterator[Token]:
        token = Token(positions=True)
        for pair in value.split():
            place, _, term = pair.partition("|")
            token.text, token.pos, token.boost = term, int(place), 1.0
            yield token


def _schema() -> Schema:
    schema = Schema(id=ID(stored=True, unique=True))
    for name in (*_PARTS, "authors"):
        schema.add(name, TEXT(analyzer=_Placed(), phrase=True))
    return schema


class FullText:
    """One generation's full text, opened for reading."""

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        self._index = FileStorage(str(folder), supports_mmap=True).open_index()
        self._searcher = self._index.searcher()
        self._rows = arrays.read(folder / "rows.npy")
        self._size = int((self._rows >= 0).sum())
        self._analyzer = analyzer

    def matching(
        self,
        phrases: Sequence[str] = (),
        excluded: Sequence[str] = (),
        authors: Sequence[str] = (),
    ) -> Mask:
        """Which posts, by position, have every phrase and author and nothing excluded.

        A phrase of stop words alone has nothing to match by and asks for nothing.
        """
        must = [q for p in phrases if (q := self._phrase(p)) is not None]
        must += [q for a in authors if (q := self._author(a)) is not None]
        never = [q for e in excluded if (q := self._phrase(e)) is not None]
        wanted = query.And(must) if must else query.Every()
        found = np.zeros(self._size, np.bool_)
        found[self._numbers(wanted)] = True
        for unwanted in never:
            found[self._numbers(unwanted)] = False
        return found

    def _numbers(self, wanted: query.Query) -> NDArray[np.int64]:
        numbers = np.fromiter(self._searcher.docs_for_query(wanted), np.int64)
        rows: NDArray[np.int64] = self._rows[numbers]
        return rows[rows >= 0]

    def _phrase(self, text: str) -> query.Query | None:
        words = [w for w in self._analyzer.words(text) if w.terms]
        # Compounds taken apart, and run together; one of stop words alone ("N-of-1") only so.
        apart = [t for w in words for t in w.apart or w.terms]
        joined = [t for w in words for t in ((w.joined,) if w.joined else w.apart)]
        ways = [apart, joined] if joined != apart else [apart]
        if not words:
            return None
        return query.Or(
            [
                query.Phrase(part, way) if len(way) > 1 else query.Term(part, way[0])
                for part in _PARTS
                for way in ways
            ]
        )

    def _author(self, name: str) -> query.Query | None:
        words = _name(name)
        if not words:
            return None
        return query.And([query.Term("authors", w) for w in words])

    def close(self) -> None:
        """Let go of the files."""
        self._searcher.close()
        self._index.close()


def _placed(analyzer: Analyzer, text: str) -> str:
    """``text`` as ``place|term`` pairs.

    The parts of a compound take a place each, and its own term stands at the first and the last,
    so that "drop-out rates" has the phrases "out rates" and "dropout rates".
    """
    pairs: list[str] = []
    place = 0
    for word in analyzer.words(text):
        if not word.terms:
            continue
        pairs += [f"{place + n}|{term}" for n, term in enumerate(word.apart)]
        width = max(len(word.apart), 1)
        if word.joined:
            pairs += [f"{p}|{word.joined}" for p in sorted({place, place + width - 1})]
        place += width
    return " ".join(pairs)


def _authors(citation: str | None) -> str:
    names = parse_citation(citation).authors if citation else ()
    return " ".join(f"{n}|{w}" for n, w in enumerate(w for name in names for w in _name(name)))


def _name(name: str) -> list[str]:
    """The folded words of a name: "O'Brien-Díaz, J." has obrien, diaz and j."""
    return re.findall(r"[^\W_]+", fold(name).replace("'", "").replace("’", ""))


def write(
    folder: Path,
    posts: Sequence[Post],
    analyzer: Analyzer,
    previous: tuple[Path, Mapping[str, str]] | None = None,
) -> None:
    """Write the full text of ``posts`` into the empty ``folder``.

    ``previous`` is an earlier full text by the same analyzer and its posts' content hashes by id:
    its segments are taken over as they are, and only what is new is added.
    """
    hashes = {post.id: post.content_hash for post in posts}
    kept: Mapping[str, str] = {}
    if previous is not None:
        _take_over(previous[0], folder)
        kept = previous[1]
    storage = FileStorage(str(folder))
    opened = storage.open_index() if kept else storage.create_index(_schema())
    gone = [i for i, h in kept.items() if hashes.get(i) != h]
    new = [p for p in posts if kept.get(p.id) != hashes[p.id]]
    writer = opened.writer(limitmb=256)
    for post_id in gone:
        writer.delete_by_term("id", post_id)
    for post in new:
        title, summary, implications, topics, _ = texts(post)
        writer.add_document(
            id=post.id,
            title=_placed(analyzer, title),
            summary=_placed(analyzer, summary),
            implications=_placed(analyzer, implications),
            topics=_placed(analyzer, topics),
            authors=_authors(post.citation),
        )
    # Small segments are merged as they pile up; all of them, when more lies there than is used.
    writer.commit(optimize=len(gone) + _unused(opened) > len(posts))
    opened.close()
    _map_rows(folder, [p.id for p in posts])


def count(folder: Path) -> int:
    """How many posts a full text holds."""
    opened = FileStorage(str(folder)).open_index()
    try:
        return int(opened.doc_count())
    finally:
        opened.close()


def _unused(opened: index.Index) -> int:
    """How many posts the segments hold that are gone."""
    return int(opened.doc_count_all() - opened.doc_count())


def _take_over(source: Path, target: Path) -> None:
    """Copy the files of a finished full text.

    Links would save a little time, but one damaged file would then damage both generations.
    """
    for file in source.iterdir():
        if file.name != "rows.npy" and not file.name.endswith("LOCK"):
            shutil.copyfile(file, target / file.name)


def _map_rows(folder: Path, ids: Iterable[str]) -> None:
    """Write which position in the generation each of Whoosh's document numbers has.

    Those of posts that are gone have -1.
    """
    position = {post_id: n for n, post_id in enumerate(ids)}
    opened = FileStorage(str(folder)).open_index()
    reader = opened.reader()
    rows = np.full(reader.doc_count_all(), -1, np.int32)
    for number, stored in reader.iter_docs():
        rows[number] = position[stored["id"]]
    arrays.write(folder / "rows.npy", rows)
    reader.close()
    opened.close()
