"""The interface of an engine in the comparison, and the list of engines."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Protocol, cast

from inquiries import Inquiry

from corpus.digest import Digest
from corpus.post import Post


class Peer(Protocol):
    """One engine, in a process of its own; each module of this package has it as ``ENGINE``.

    ``library`` is the distribution whose version is reported. ``modes`` are its ways of answering;
    ``phrases`` says whether it can search for a phrase, ``adds`` whether adding a post is measured.
    """

    library: str
    modes: tuple[str, ...]
    phrases: bool
    adds: bool

    def build(self, digest: Digest, folder: Path) -> None:
        """Index the posts into ``folder``, until everything is on disk."""

    def open(self, folder: Path) -> None:
        """Open the index that ``build`` wrote."""

    def ask(self, mode: str, inquiry: Inquiry) -> list[str]:
        """The ids of the ten best posts, best first."""

    def add(self, digest: Digest, post: Post, folder: Path) -> None:
        """Add a post to the open index, until it is found; ``digest`` has the posts before it."""


# The module of each engine, by the name in the tables.
PEERS = {
    "PPR Search": "own",
    "PPR Search, words": "own_words",
    "PPR Search, by meaning": "own_meaning",
    "Whoosh": "whoosh_peer",
    "tantivy": "tantivy_peer",
    "SQLite FTS5": "sqlite_peer",
    "bm25s": "bm25s_peer",
    "scikit-learn": "sklearn_peer",
}


def peer(name: str) -> Peer:
    """The engine of that name; no other engine's library is imported."""
    return cast(Peer, importlib.import_module(f"peers.{PEERS[name]}").ENGINE)


def text(post: Post) -> str:
    """The text of a post that other engines search: its title and both parts, as one field."""
    return f"{post.title}\n{post.summary}\n{post.implications}"
