"""Whoosh 2.7.4: stemmed and stopped, any word matches, BM25F; facets and highlights on top."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from inquiries import Inquiry
from whoosh import query
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.highlight import PinpointFragmenter
from whoosh.sorting import Count, FieldFacet

from corpus.digest import Digest
from corpus.post import Post
from peers.peer import text

# The cache of stems is neither emptied nor can it grow without bound.
_ANALYZER = StemmingAnalyzer(cachesize=-1)
# Positions in the text are stored, so that highlighting need not analyse it again.
_SCHEMA = Schema(
    id=ID(stored=True, unique=True),
    text=TEXT(analyzer=_ANALYZER, stored=True, chars=True),
    topics=KEYWORD(commas=True),
    kind=ID(sortable=True),
    year=NUMERIC(sortable=True),
)


class Whoosh:
    """One index, written by one process and merged into one segment."""

    library = "whoosh"
    modes = ("rank", "full")
    phrases = True
    adds = True

    def __init__(self) -> None:
        self._index: Any
        self._searcher: Any

    def build(self, digest: Digest, folder: Path) -> None:
        """Write all posts in one commit."""
        folder.mkdir()
        writer = FileStorage(str(folder)).create_index(_SCHEMA).writer(limitmb=512)
        for post in digest.posts:
            writer.add_document(**_document(post))
        writer.commit(optimize=True)

    def open(self, folder: Path) -> None:
        """Open the index, its files mapped into memory."""
        self._index = FileStorage(str(folder), supports_mmap=True).open_index()
        self._searcher = self._index.searcher()

    def ask(self, mode: str, inquiry: Inquiry) -> list[str]:
        """Only rank with ``rank``; with ``full`` facets over all hits, and highlights of each."""
        words = [token.text for token in _ANALYZER(inquiry.text, mode="query")]
        if not words:
            return []
        asked = query.Phrase("text", words) if inquiry.phrase else _any_of(words)
        options: dict[str, Any] = {"limit": 10, "filter": _filter(inquiry)}
        if mode == "full":
            options["groupedby"] = {
                "topics": FieldFacet("topics", allow_overlap=True),
                "kind": FieldFacet("kind"),
                "year": FieldFacet("year"),
            }
            # A facet's value is shown with its number of posts only.
            options["maptype"] = Count
            # The matched words are kept with their positions, so that highlighting need not search
            # again.
            options["terms"] = True
        found = self._searcher.search(asked, **options)
        # With facets all hits are collected, however few were asked for.
        hits = found[:10]
        if mode == "full":
            for name in options["groupedby"]:
                found.groups(name)
            found.fragmenter = PinpointFragmenter(autotrim=True)
            for hit in hits:
                hit.highlights("text", top=2)
        return [hit["id"] for hit in hits]

    def add(self, digest: Digest, post: Post, folder: Path) -> None:
        """Add a segment, and refresh the searcher."""
        writer = self._index.writer()
        writer.add_document(**_document(post))
        writer.commit()
        self._searcher = self._searcher.refresh()
        assert self._searcher.document(id=post.id)  # noqa: S101


def _any_of(words: list[str]) -> query.Query:
    return query.Or([query.Term("text", word) for word in dict.fromkeys(words)])


def _document(post: Post) -> dict[str, Any]:
    return {
        "id": post.id,
        "text": text(post),
        "topics": ",".join(name.replace(",", "") for name in post.topics),
        "kind": post.research or "",
        "year": post.year or 0,
    }


def _filter(inquiry: Inquiry) -> query.Query | None:
    if inquiry.kind is None or inquiry.years is None:
        return None
    first, last = inquiry.years
    return query.And([query.Term("kind", inquiry.kind), query.NumericRange("year", first, last)])


ENGINE = Whoosh()
