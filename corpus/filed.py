"""The posts of a large digest in a file instead of in memory, each read when it is asked for.

A post as an object takes two and a half kilobytes, so that a million would take more memory than
all else that is made of them. Ids and content hashes stay in memory: every check needs them.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import overload

from corpus.json_values import from_json, to_json
from corpus.lines import Lines
from corpus.post import Post

# Posts that take about so many bytes together are kept in memory: to read them again and again
# takes longer than they are worth.
LARGE = 100_000_000
# What a post takes beside its texts.
_BESIDE = 500
_HASH = 32


class _Stored:
    """Posts in a file in the order in which they came, with their ids and content hashes."""

    def __init__(self) -> None:
        self.lines = Lines()
        self.ids: list[str] = []
        self.hashes = bytearray()
        # Whether each is told otherwise as well; see ``told_otherwise``.
        self.otherwise = bytearray()

    def add(self, post: Post) -> None:
        self.lines.add(json.dumps(to_json(post), ensure_ascii=False))
        self.ids.append(post.id)
        self.otherwise.append(_is_told_otherwise(post))
        self.hashes += bytes.fromhex(post.content_hash)

    def post(self, at: int) -> Post:
        return from_json(Post, json.loads(self.lines[at]))

    def hash(self, at: int) -> str:
        return self.hashes[at * _HASH : (at + 1) * _HASH].hex()


class FiledPosts(Sequence[Post]):
    """Posts in a file; ``order`` has the position there of each."""

    def __init__(self, stored: _Stored, order: Sequence[int]) -> None:
        # What waits is written now: several threads may read.
        stored.lines.write()
        self._stored = stored
        self._order = order

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> Post: ...

    @overload
    def __getitem__(self, at: slice) -> FiledPosts: ...

    def __getitem__(self, at: int | slice) -> Post | FiledPosts:
        if isinstance(at, slice):
            return FiledPosts(self._stored, self._order[at])
        return self._stored.post(self._order[at])

    def __iter__(self) -> Iterator[Post]:
        return map(self._stored.post, self._order)

    def ids(self) -> list[str]:
        """The id of each post."""
        return [self._stored.ids[at] for at in self._order]

    def hashes(self) -> Iterator[str]:
        """The content hash of each post."""
        return map(self._stored.hash, self._order)

    def hash(self, at: int) -> str:
        """The content hash of the post at a position."""
        return self._stored.hash(self._order[at])

    def told_otherwise(self) -> Iterator[Post]:
        """Those of the posts that have former ids or translations."""
        stored = self._stored
        return (stored.post(at) for at in self._order if stored.otherwise[at])

    def chosen(self, positions: Iterable[int]) -> FiledPosts:
        """Some of the posts, by their positions."""
        return FiledPosts(self._stored, array("q", (self._order[at] for at in positions)))

    def replaced(self, changed: Iterable[Post]) -> FiledPosts:
        """The posts, with others in the place of those whose ids they have."""
        order = array("q", self._order)
        places = {post_id: at for at, post_id in enumerate(self.ids())}
        for post in changed:
            order[places[post.id]] = len(self._stored.ids)
            self._stored.add(post)
        return FiledPosts(self._stored, order)


class Gathering:
    """Gathers posts in memory, and in a file once they are too large for it."""

    def __init__(self) -> None:
        self._held: list[Post] = []
        self._size = 0
        self._stored: _Stored | None = None

    def __len__(self) -> int:
        return len(self._held) if self._stored is None else len(self._stored.ids)

    @property
    def filed(self) -> bool:
        """Whether they are in a file by now."""
        return self._stored is not None

    def add(self, post: Post) -> None:
        """Add a post at the end."""
        if self._stored is not None:
            self._stored.add(post)
            return
        self._held.append(post)
        self._size += _BESIDE + _length(post)
        if self._size > LARGE:
            self._stored = _Stored()
            for held in self._held:
                self._stored.add(held)
            self._held.clear()

    def posts(self) -> Sequence[Post]:
        """All of them, in the order in which they came."""
        if self._stored is None:
            return tuple(self._held)
        return FiledPosts(self._stored, range(len(self._stored.ids)))


class GatheredLines(Mapping[str, Mapping[str, int]]):
    """The lines on which the parts of posts begin, by the ids of the posts.

    In memory, and once the posts themselves are filed in a file too.
    """

    def __init__(self) -> None:
        self._held: dict[str, Mapping[str, int]] = {}
        self._places: dict[str, int] = {}
        self._filed: Lines | None = None

    def add(self, post_id: str, lines: Mapping[str, int], *, filed: bool) -> None:
        """Add those of a post; ``filed`` says where they are to be."""
        if not filed:
            self._held[post_id] = lines
            return
        if self._filed is None:
            self._filed = Lines()
        self._places[post_id] = len(self._filed)
        self._filed.add(json.dumps(lines))

    def __len__(self) -> int:
        return len(self._held) + len(self._places)

    def __iter__(self) -> Iterator[str]:
        return chain(self._held, self._places)

    def __getitem__(self, post_id: str) -> Mapping[str, int]:
        if self._filed is None or post_id in self._held:
            return self._held[post_id]
        told: dict[str, int] = json.loads(self._filed[self._places[post_id]])
        return told


class HashesById(Mapping[str, str]):
    """The content hashes of posts in a file by their ids."""

    def __init__(self, posts: FiledPosts) -> None:
        self._posts = posts
        self._ids = posts.ids()
        self._places: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __contains__(self, post_id: object) -> bool:
        return post_id in self._known

    def __getitem__(self, post_id: str) -> str:
        return self._posts.hash(self._known[post_id])

    @property
    def _known(self) -> dict[str, int]:
        """The position of each post by its id."""
        if not self._places:
            self._places = {post_id: at for at, post_id in enumerate(self._ids)}
        return self._places


def hashes_by_id(posts: Sequence[Post]) -> Mapping[str, str]:
    """The content hash of each post by its id, in the order of the posts."""
    if isinstance(posts, FiledPosts):
        return HashesById(posts)
    return {post.id: post.content_hash for post in posts}


def ids(posts: Sequence[Post]) -> list[str]:
    """The id of each post."""
    return posts.ids() if isinstance(posts, FiledPosts) else [post.id for post in posts]


def content_hashes(posts: Sequence[Post]) -> Iterator[str]:
    """The content hash of each post."""
    if isinstance(posts, FiledPosts):
        return posts.hashes()
    return (post.content_hash for post in posts)


def replaced(posts: Sequence[Post], changed: Iterable[Post]) -> Sequence[Post]:
    """The posts, with others in the place of those whose ids they have."""
    if isinstance(posts, FiledPosts):
        return posts.replaced(changed)
    others = {post.id: post for post in changed}
    return tuple(others.get(post.id, post) for post in posts)


def told_otherwise(posts: Sequence[Post]) -> Iterator[Post]:
    """Those of the posts that have former ids or translations."""
    if isinstance(posts, FiledPosts):
        return posts.told_otherwise()
    return filter(_is_told_otherwise, posts)


def _is_told_otherwise(post: Post) -> bool:
    return bool(post.aliases or post.translations)


def chosen(posts: Sequence[Post], positions: Iterable[int]) -> Sequence[Post]:
    """Some of the posts, by their positions."""
    if isinstance(posts, FiledPosts):
        return posts.chosen(positions)
    return tuple(posts[at] for at in positions)


def by_id(posts: Sequence[Post]) -> Callable[[str], Post | None]:
    """A function that finds each of the posts by its id, or None."""
    places = {post_id: at for at, post_id in enumerate(ids(posts))}

    def found(post_id: str) -> Post | None:
        return posts[places[post_id]] if post_id in places else None

    return found


def _length(post: Post) -> int:
    """The number of characters of a post's longest texts."""
    told = sum(len(one.summary) + len(one.implications) for one in post.translations)
    return len(post.title) + len(post.summary) + len(post.implications) + told
