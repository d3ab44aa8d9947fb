"""tantivy: English stems and stop words, any word matches, BM25."""

from __future__ import annotations

import re
from pathlib import Path

from inquiries import Inquiry
from tantivy import (
    Document,
    FieldType,
    Filter,
    Index,
    Occur,
    Query,
    Schema,
    SchemaBuilder,
    TextAnalyzer,
    TextAnalyzerBuilder,
    Tokenizer,
)

from corpus.digest import Digest
from corpus.post import Post
from peers.peer import text

_WORD = re.compile(r"\w+")


def _analyzer() -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase())
    return builder.filter(Filter.stopword("english")).filter(Filter.stemmer("english")).build()


def _schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="english_stems")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("year", indexed=True, fast=True)
    return builder.build()


class Tantivy:
    """One index of one segment; only ids of posts are stored, so that they are read fast."""

    library = "tantivy"
    modes = ("rank",)
    phrases = True
    adds = True

    def __init__(self) -> None:
        self._index: Index

    def build(self, digest: Digest, folder: Path) -> None:
        """Write all posts in one commit, by one thread with memory for all of them."""
        folder.mkdir()
        index = Index(_schema(), path=str(folder))
        index.register_tokenizer("english_stems", _analyzer())
        writer = index.writer(heap_size=1_000_000_000, num_threads=1)
        for post in digest.posts:
            writer.add_document(_document(post))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """Open the index."""
        self._index = Index.open(str(folder))
        self._index.register_tokenizer("english_stems", _analyzer())

    def ask(self, mode: str, inquiry: Inquiry) -> list[str]:
        """Parse the question's words, rank, and fetch the ids."""
        # In lower case no word is an operator.
        words = " ".join(_WORD.findall(inquiry.text.lower()))
        asked = f'"{words}"' if inquiry.phrase else words
        parsed = self._index.parse_query(asked, ["text"])
        if inquiry.kind is not None and inquiry.years is not None:
            parsed = self._among(parsed, inquiry.kind, *inquiry.years)
        searcher = self._index.searcher()
        found = searcher.search(parsed, 10, count=False)
        return [str(searcher.doc(place).get_first("id")) for _, place in found.hits]

    def _among(self, parsed: Query, kind: str, first: int, last: int) -> Query:
        schema = self._index.schema
        is_kind = Query.const_score_query(Query.term_query(schema, "kind", kind), 0.0)
        within = Query.range_query(schema, "year", FieldType.Integer, first, last)
        wanted = [parsed, is_kind, Query.const_score_query(within, 0.0)]
        return Query.boolean_query([(Occur.Must, part) for part in wanted])

    def add(self, digest: Digest, post: Post, folder: Path) -> None:
        """Add a segment, and reload."""
        writer = self._index.writer(heap_size=50_000_000, num_threads=1)
        writer.add_document(_document(post))
        writer.commit()
        self._index.reload()
        wanted = Query.term_query(self._index.schema, "id", post.id)
        assert self._index.searcher().search(wanted, 1).hits  # noqa: S101


def _document(post: Post) -> Document:
    return Document(id=post.id, text=text(post), kind=post.research or "", year=post.year or 0)


ENGINE = Tantivy()
