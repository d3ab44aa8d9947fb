"""What ranking needs of the posts of one index, by columns, in memory or mapped from files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from search.engine.distributed.mapping import LATENT
from search.engine.distributed.payload import Payload, unpacked
from search.engine.distributed.summary import Summary
from search.index.algebra.turned import turned
from search.index.files import arrays
from search.index.files.filing import checksum
from search.index.files.scratch import Growing

Floats = NDArray[np.float32]

# Tells what the files are and should be. It is written last.
TOLD = "columns.json"
# Raised whenever the files change their form, or what they are made from does.
_FORM = 1
_FACT, _VECTORS = "fact-", "vectors-"


@dataclass(frozen=True, slots=True)
class Columns:
    """What ranking needs of the posts of one index; ``at`` are their places, ascending.

    The posts that have the term of number ``n`` are ``posts[starts[n]:starts[n + 1]]``, ascending,
    and ``shares`` are theirs; see ``Payload``. Each of ``facts`` has posts as its last dimension,
    each of ``vectors`` as its first.
    """

    at: NDArray[np.int64]
    starts: NDArray[np.int64]
    posts: NDArray[np.int32]
    shares: Floats
    facts: Mapping[str, NDArray[Any]]
    vectors: Mapping[str, NDArray[Any]]

    def save(self, folder: Path, mark: str) -> None:
        """Write them into a folder; ``mark`` is that of the index."""
        files: dict[str, str] = {}
        for name, array in self._arrays.items():
            file = folder / f"{name}.npy"
            arrays.write(file, array)
            files[name] = checksum(file)
        told = {"form": _FORM, "mark": mark, "files": files}
        (folder / TOLD).write_text(json.dumps(told), "utf-8")

    @classmethod
    def load(cls, folder: Path, mark: str) -> Self | None:
        """Map what ``save`` wrote; None if there is nothing, or not all of it as it was written."""
        try:
            told = json.loads((folder / TOLD).read_bytes())
            if (told["form"], told["mark"]) != (_FORM, mark):
                return None
            files: Mapping[str, str] = told["files"]
            if any(checksum(folder / f"{name}.npy") != known for name, known in files.items()):
                return None
            return cls._mapped(folder, files)
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    @classmethod
    def _mapped(cls, folder: Path, names: Iterable[str]) -> Self:
        found = {name: arrays.mapped(folder / f"{name}.npy") for name in names}

        def those(kind: str) -> dict[str, NDArray[Any]]:
            return {n.removeprefix(kind): a for n, a in found.items() if n.startswith(kind)}

        plain = {name: found[name] for name in ("at", "starts", "posts", "shares")}
        return cls(**plain, facts=those(_FACT), vectors=those(_VECTORS))

    @property
    def _arrays(self) -> dict[str, NDArray[Any]]:
        return {
            **{name: getattr(self, name) for name in ("at", "starts", "posts", "shares")},
            **{_FACT + name: array for name, array in self.facts.items()},
            **{_VECTORS + name: array for name, array in self.vectors.items()},
        }


def size(summary: Summary) -> int:
    """The number of bytes that the columns of all posts of a generation take, nearly."""
    space, known = summary.space, summary.terms
    latent = 0 if space is None else space.terms.shape[1]
    embedded = sum(12 + 5 * len(one.moments.mean) for one in summary.embedded.values())
    each = 19 + len(summary.digest.topics) + 4 * latent + embedded
    return known.size * each + 8 * int(known.having.sum())


def gathered(pages: Iterable[tuple[list[int], list[bytes]]], summary: Summary) -> Columns:
    """The columns of posts of which places and packed payloads come page by page, ascending.

    Large ones are in scratch files, if a folder for these was told; see ``scratch``.
    """
    with closing(_Making(summary)) as making:
        for places, rows in pages:
            if places:
                making.add(places, [unpacked(row) for row in rows])
        return making.done()


class _Making:
    """Columns to which posts are added."""

    def __init__(self, summary: Summary) -> None:
        self._topics = len(summary.digest.topics)
        self._embedded = tuple(summary.embedded)
        self._latent = () if summary.space is None else (LATENT,)
        self._columns: dict[str, Growing[Any]] = {
            "at": Growing(np.int64),
            "lengths": Growing(np.int64),
            "terms": Growing(np.int32),
            "shares": Growing(np.float32),
            "topics": Growing(np.uint8),
            "by_chance": Growing(np.uint8),
            **{name: Growing(np.int32) for name in _WHOLE},
            **{name: Growing(np.float32) for name in self._latent},
        }
        for name in self._embedded:
            exact = [f"{name}-posts", *(f"{name}-{known}" for known in _KNOWN)]
            self._columns |= {column: Growing(np.float32) for column in exact}
            self._columns[f"{name}-rounded"] = Growing(np.int8)
        self._most = 0

    def close(self) -> None:
        """Give up what was not made into columns."""
        for one in self._columns.values():
            one.close()

    def add(self, places: list[int], posts: list[Payload]) -> None:
        """Add some posts, after all others."""
        columns = self._columns
        terms = np.concatenate([post.terms for post in posts])
        self._most = max(self._most, int(terms.max(initial=-1)) + 1)
        marked = np.zeros((len(posts), self._topics), np.uint8)
        for n, post in enumerate(posts):
            marked[n, post.topics] = 1
        columns["at"].add(np.array(places))
        columns["lengths"].add(np.array([len(post.terms) for post in posts]))
        columns["terms"].add(terms)
        columns["shares"].add(np.concatenate([post.shares for post in posts]))
        columns["topics"].add(marked)
        columns["by_chance"].add(np.array([post.by_chance for post in posts]))
        for name, value in _WHOLE.items():
            columns[name].add(np.array([getattr(post, value) for post in posts]))
        for name in self._latent:
            columns[name].add(np.concatenate([post.latent for post in posts]))
        for number, name in enumerate(self._embedded):
            own = [post.embedded[number] for post in posts]
            columns[f"{name}-posts"].add(np.concatenate([one.post for one in own]))
            columns[f"{name}-rounded"].add(np.concatenate([one.rounded for one in own]))
            for known, value in _KNOWN.items():
                columns[f"{name}-{known}"].add(np.array([getattr(one, value) for one in own]))

    def done(self) -> Columns:
        """The columns of all that were added."""
        at = self._taken("at")
        starts = np.zeros(len(at) + 1, np.int64)
        np.cumsum(self._taken("lengths"), out=starts[1:])
        terms = turned(starts, self._taken("terms"), self._taken("shares"), self._most)
        topics = self._taken("topics").reshape(len(at), self._topics)
        known = [f"{name}-{known}" for name in self._embedded for known in _KNOWN]
        facts = {name: self._taken(name) for name in (*_WHOLE, *known)}
        return Columns(
            at,
            *terms,
            facts={
                **facts,
                "topics": np.ascontiguousarray(topics.T).view(np.bool_),
                "by_chance": self._taken("by_chance").view(np.bool_),
            },
            vectors={name: self._taken(name).reshape(len(at), -1) for name in list(self._columns)},
        )

    def _taken(self, name: str) -> NDArray[Any]:
        return self._columns.pop(name).array()


# Facts that are whole numbers, and what is known of embeddings, each as a payload calls it.
_WHOLE = {"months": "month", "studied": "studied", "kinds": "kind"}
_KNOWN = {"lengths": "length", "steps": "step", "crowding": "crowding"}
