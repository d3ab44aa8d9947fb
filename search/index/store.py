"""The posts' own text, one JSON line each, read one at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from corpus.json_values import from_json, to_json
from corpus.post import Post
from search.errors import PostMissing
from search.index.tokens import arrays
from search.index.tokens.earlier import Places, runs
from search.text.plain import plain

# So many posts that were hits are remembered, ten kilobytes each: the same ones are time and again.
_REMEMBERED = 512


class Store:
    """The posts of a generation, by position; ``positions`` has that of each id."""

    def __init__(self, folder: Path) -> None:
        self._ends = arrays.read(folder / "posts.npy")
        self._text = arrays.text(folder / "posts.jsonl")
        self._titles = arrays.text(folder / "titles.json")
        self.ids: list[str] = json.loads((folder / "ids.json").read_text("utf-8"))
        self.positions = {post_id: n for n, post_id in enumerate(self.ids)}
        self._aliases: dict[str, str] = json.loads((folder / "aliases.json").read_text("utf-8"))
        self.with_texts = lru_cache(_REMEMBERED)(self._read)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, position: int) -> Post:
        return self._read(position)[0]

    def _read(self, position: int) -> tuple[Post, tuple[str, str]]:
        """A post with the plain text of its summary and implications."""
        data: dict[str, Any] = json.loads(self.line(position))
        texts = data.pop("texts", None)
        post = from_json(Post, data)
        summary, implications = texts or (post.summary, post.implications)
        return post, (summary, implications)

    def line(self, position: int) -> bytes:
        """A post as it lies on the disk."""
        start = int(self._ends[position - 1]) if position else 0
        return self._text[start : int(self._ends[position])]

    def copy(self, first: int, end: int, file: BinaryIO) -> NDArray[np.int64]:
        """Write the posts from one position to before another as they lie here; their lengths."""
        bounds = np.append(0, self._ends)[first : end + 1]
        with memoryview(self._text) as text, text[bounds[0] : bounds[-1]] as lines:
            file.write(lines)
        return np.diff(bounds)

    @property
    def titles(self) -> list[str]:
        """The titles of all posts, read anew each time."""
        titles: list[str] = json.loads(self._titles[:])
        return titles

    def position(self, post_id: str) -> int | None:
        """The position of the post with that id."""
        return self.positions.get(post_id)

    def moved(self, address: str) -> str | None:
        """The id of the post that had an id or address before, its slashes at the ends apart."""
        return self._aliases.get(_bare(address))

    def place(self, post_id: str) -> int:
        """The position of the post with that id. Raises ``PostMissing``."""
        position = self.positions.get(post_id)
        if position is None:
            raise PostMissing(f"no post has the id {post_id[:80]!r}")
        return position


def write(folder: Path, posts: Sequence[Post], previous: tuple[Path, Places] | None = None) -> None:
    """Write the posts in their order.

    ``previous`` is the folder of an earlier outcome and where each post was in it: those that are
    not new are copied as they lie there.
    """
    old, before = (Store(previous[0]), previous[1]) if previous else (None, np.full(len(posts), -1))
    sizes: list[NDArray[np.int64]] = []
    with (folder / "posts.jsonl").open("wb") as file:
        for first, end, at in runs(before):
            if old is None or at < 0:
                sizes.append(np.array([file.write(_line(posts[first]))]))
            else:
                sizes.append(old.copy(at, at + end - first, file))
    ends = np.cumsum(np.concatenate([np.empty(0, np.int64), *sizes]))
    arrays.write(folder / "posts.npy", ends)
    told = {
        "ids": [post.id for post in posts],
        "titles": [post.title for post in posts],
        "aliases": {_bare(alias): post.id for post in posts for alias in post.aliases},
    }
    for name, values in told.items():
        (folder / f"{name}.json").write_text(json.dumps(values, ensure_ascii=False), "utf-8")


def _bare(address: str) -> str:
    """An address as old and new ones are compared: decoded, without slashes at its ends."""
    return unquote(address).strip("/")


def _line(post: Post) -> bytes:
    """A post as JSON.

    One that says something else than its plain texts is written with them as well: parsing
    Markdown takes a millisecond, too much for each hit of each question.
    """
    data = to_json(post)
    texts = [plain(post.summary), plain(post.implications)]
    if texts != [post.summary, post.implications]:
        data["texts"] = texts
    return json.dumps(data, ensure_ascii=False).encode() + b"\n"
