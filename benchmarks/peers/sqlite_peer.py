"""SQLite FTS5: Porter's stems; it has no stop words, so the questions are stripped of them."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from inquiries import Inquiry

from corpus.digest import Digest
from corpus.post import Post
from peers.peer import text
from search.text.language import language

_WORD = re.compile(r"\w+")
_STOP = language("en").stop_words

_TABLES = """
CREATE TABLE posts (
    id TEXT NOT NULL, kind TEXT NOT NULL, year INTEGER NOT NULL, body TEXT NOT NULL
);
CREATE INDEX shelves ON posts (kind, year);
CREATE INDEX ids ON posts (id);
CREATE VIRTUAL TABLE words USING fts5(body, content='posts', tokenize='porter unicode61');
"""
_POST = "INSERT INTO posts (rowid, id, kind, year, body) VALUES (?, ?, ?, ?, ?)"
_WORDS = "INSERT INTO words (rowid, body) VALUES (?, ?)"
_BEST = """
SELECT posts.id FROM (SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 10) AS best
JOIN posts ON posts.rowid = best.rowid
"""
_BEST_AMONG = """
SELECT posts.id FROM words CROSS JOIN posts ON posts.rowid = words.rowid
WHERE words MATCH ? AND posts.kind = ? AND posts.year BETWEEN ? AND ?
ORDER BY words.rank LIMIT 10
"""


class Sqlite:
    """One database with the posts, and their words in a table beside them."""

    library = "sqlite"
    modes = ("rank",)
    phrases = True
    adds = True

    def __init__(self) -> None:
        self._connection: sqlite3.Connection

    def build(self, digest: Digest, folder: Path) -> None:
        """Write all posts in one transaction, and merge their words."""
        folder.mkdir()
        connection = sqlite3.connect(folder / "posts.db")
        connection.executescript(_TABLES)
        with connection:
            for number, post in enumerate(digest.posts, 1):
                _insert(connection, number, post)
            connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        connection.close()

    def open(self, folder: Path) -> None:
        """Open the database, mapped into memory."""
        self._connection = sqlite3.connect(folder / "posts.db")
        self._connection.execute("PRAGMA mmap_size = 1000000000")

    def ask(self, mode: str, inquiry: Inquiry) -> list[str]:
        """Rank by FTS5's BM25."""
        words = _WORD.findall(inquiry.text.lower())
        words = [w for w in dict.fromkeys(words) if w not in _STOP] or words
        wanted = f'"{" ".join(words)}"' if inquiry.phrase else " OR ".join(f'"{w}"' for w in words)
        if inquiry.kind is None or inquiry.years is None:
            rows = self._connection.execute(_BEST, (wanted,))
        else:
            rows = self._connection.execute(_BEST_AMONG, (wanted, inquiry.kind, *inquiry.years))
        return [row[0] for row in rows]

    def add(self, digest: Digest, post: Post, folder: Path) -> None:
        """Insert it in a transaction."""
        with self._connection:
            _insert(self._connection, len(digest.posts) + 1, post)
        assert self._connection.execute(  # noqa: S101
            "SELECT 1 FROM posts WHERE id = ?", (post.id,)
        ).fetchone()


def _insert(connection: sqlite3.Connection, number: int, post: Post) -> None:
    body = text(post)
    connection.execute(_POST, (number, post.id, post.research or "", post.year or 0, body))
    connection.execute(_WORDS, (number, body))


ENGINE = Sqlite()
