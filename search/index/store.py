"""The posts of a generation as JSON lines, read one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, ClassVar
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from corpus.filed import ids, told_otherwise
from corpus.json_values import from_json, to_json
from corpus.post import Post
from search.errors import PostMissing
from search.index.files import arrays
from search.index.files.earlier import Places, runs
from search.index.part import Build, Opened
from search.text.plain import plain

# The number of cached posts, about ten kilobytes each; the same ones are hits again and again.
_REMEMBERED = 512
# The number of texts written at a time.
_AT_ONCE = 10_000
# Data on all posts: their ids, and their former ids.
_TOLD = ("ids", "aliases")


class Store:
    """The posts of a generation, by position; ``positions`` has each id's."""

    name: ClassVar[str] = "posts"
    step: ClassVar[str] = ""

    def __init__(self, folder: Path) -> None:
        self._ends = arrays.read(folder / "posts-ends.npy")
        self._text = arrays.text(folder / "posts.jsonl")
        self._titles = arrays.text(folder / "posts-titles.json")
        self._translated = arrays.text(folder / "posts-translated.json")
        named, aliases = ((folder / f"posts-{told}.json").read_text("utf-8") for told in _TOLD)
        self.ids: list[str] = json.loads(named)
        self.positions = {post_id: n for n, post_id in enumerate(self.ids)}
        self._aliases: dict[str, str] = json.loads(aliases)
        self.with_texts = lru_cache(_REMEMBERED)(self._read)

    @classmethod
    def fit(cls, build: Build) -> Unsaved:
        """A digest's posts to be saved, with the earlier generation's store to copy from."""
        # Plain texts can be reused unless text analysis has changed.
        earlier = build.earlier
        previous = (earlier.parts[Store], earlier.places) if earlier else None
        return Unsaved(build.digest.posts, previous)

    @classmethod
    def load(cls, opened: Opened) -> Store:
        """Open what was saved."""
        return cls(opened.folder)

    @property
    def count(self) -> int:
        """How many posts there are."""
        return len(self.ids)

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
        """A post as its line on disk."""
        start = int(self._ends[position - 1]) if position else 0
        return self._text[start : int(self._ends[position])]

    def copy(self, first: int, end: int, file: BinaryIO) -> NDArray[np.int64]:
        """Write a range of posts as they are here; returns the lengths of their lines."""
        bounds = np.append(0, self._ends)[first : end + 1]
        with memoryview(self._text) as text, text[bounds[0] : bounds[-1]] as lines:
            file.write(lines)
        return np.diff(bounds)

    @property
    def titles(self) -> list[str]:
        """The titles of all posts, read each time."""
        titles: list[str] = json.loads(self._titles[:])
        return titles

    def titles_in(self, language: str) -> dict[str, str]:
        """The titles that posts have in another language, by their ids, read each time."""
        told: dict[str, dict[str, str]] = json.loads(self._translated[:])
        return told.get(language, {})

    def position(self, post_id: str) -> int | None:
        """The position of the post with that id."""
        return self.positions.get(post_id)

    def moved(self, address: str) -> str | None:
        """The id of the post that had an id or address before, ignoring slashes at the ends."""
        return self._aliases.get(bare(address))

    def place(self, post_id: str) -> int:
        """The position of the post with that id. Raises ``PostMissing``."""
        position = self.positions.get(post_id)
        if position is None:
            raise PostMissing.named(post_id)
        return position


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Posts to be saved in their order.

    ``previous`` is a store that has some of them, and where each post is there: those that are not
    new are copied as they lie.
    """

    posts: Sequence[Post]
    previous: tuple[Store, Places] | None = None

    def save(self, folder: Path) -> None:
        """Write the posts into ``folder``."""
        ends = np.zeros(len(self.posts), np.int64)
        with (folder / "posts.jsonl").open("wb") as file:
            _write_list(folder / "posts-titles.json", self._titles(file, ends))
        arrays.write(folder / "posts-ends.npy", np.cumsum(ends, out=ends))
        _write_list(folder / "posts-ids.json", ids(self.posts))
        translated: dict[str, dict[str, str]] = {}
        aliases: dict[str, str] = {}
        for post in told_otherwise(self.posts):
            for told in post.translations:
                translated.setdefault(told.language, {})[post.id] = told.title
            aliases.update(dict.fromkeys(map(bare, post.aliases), post.id))
        for name, values in (("translated", translated), ("aliases", aliases)):
            listed = folder / f"posts-{name}.json"
            listed.write_text(json.dumps(values, ensure_ascii=False), "utf-8")

    def _titles(self, file: BinaryIO, sizes: NDArray[np.int64]) -> Iterator[str]:
        """The title of each post, whose line is written into ``file``, and its length noted."""
        old, before = self.previous or (None, np.full(len(self.posts), -1))
        titles = old.titles if old is not None and (before >= 0).any() else []
        for first, end, at in runs(before):
            if old is None or at < 0:
                post = self.posts[first]
                sizes[first] = file.write(_line(post))
                yield post.title
            else:
                sizes[first:end] = old.copy(at, at + end - first, file)
                yield from titles[at : at + end - first]


def bare(address: str) -> str:
    """An address for comparison: percent-decoded, without slashes at its ends."""
    return unquote(address).strip("/")


def _write_list(file: Path, texts: Iterable[str]) -> None:
    """Write a list of texts as JSON, a part of them at a time."""
    with file.open("w", encoding="utf-8") as written:
        written.write("[")
        rest = iter(texts)
        mark = ""
        while some := list(islice(rest, _AT_ONCE)):
            written.write(mark + json.dumps(some, ensure_ascii=False)[1:-1])
            mark = ", "
        written.write("]")


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
