"""Finds the file in the digest for each imported post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from corpus.importing.merging.existing import ExistingPost
from corpus.importing.merging.hashes import text_hash
from corpus.importing.merging.identity import PUBMED, Identity, is_renamed, is_same
from corpus.post import Post
from corpus.slug import is_post_id, post_id


@dataclass(frozen=True)
class Incoming:
    """An incoming post from a ``file``, with the ``key`` that is its id in its ``source``.

    ``lasting`` says that the source, a site or a feed, never gives that id to another post; the
    row of a table and the record number of a library are no such ids. ``images`` are the files of
    its images by the addresses that they have in its text.
    """

    post: Post
    file: Path
    key: str = ""
    source: str = ""
    lasting: bool = False
    images: Mapping[str, Path] = field(default_factory=dict)

    @cached_property
    def identity(self) -> Identity:
        """The identity of the post."""
        return Identity.of(self.post, self.key if self.source == PUBMED else "")


@dataclass
class Pairs:
    """The incoming posts: those with a file, new ones, and repeated ones."""

    there: list[tuple[Incoming, ExistingPost]] = field(default_factory=list)
    new: list[Incoming] = field(default_factory=list)
    again: list[tuple[Incoming, Incoming]] = field(default_factory=list)


class Pairing:
    """Pairs each incoming post with a file, surest matches first, each file at most once."""

    def __init__(
        self, importer: str, existing: Sequence[ExistingPost], incoming: Sequence[Incoming]
    ) -> None:
        self._importer = importer
        # Files from the same importer come before others and before those written by hand.
        self._existing = sorted(existing, key=lambda file: not self._is_ours(file))
        self._incoming = incoming
        # Posts are still found by their former ids.
        self._ids = {name for file in existing for name in file.names}

    def pairs(self) -> Pairs:
        """The pairing of the incoming posts, in order."""
        found: dict[int, ExistingPost] = {}
        taken: set[Path] = set()
        for candidates in self._ways():
            for at, one in enumerate(self._incoming):
                if at in found:
                    continue
                file = next((f for f in candidates(one) if f.path not in taken), None)
                if file is not None:
                    found[at] = file
                    taken.add(file.path)
        pairs = Pairs()
        seen = _Seen()
        for at, one in enumerate(self._incoming):
            if at in found:
                pairs.there.append((one, found[at]))
                seen.add(one)
        for at, one in enumerate(self._incoming):
            if at in found:
                continue
            if (first := seen.find(one)) is not None:
                pairs.again.append((one, first))
            elif (damaged := self._damaged(one)) is not None:
                pairs.there.append((one, damaged))
            else:
                pairs.new.append(one)
                seen.add(one)
        return pairs

    def new_id(self, post: Post) -> str:
        """An unused id, which counts as used from then on."""
        wanted = _natural_id(post)
        new = (
            wanted if wanted not in self._ids else post_id(post.month or "", post.title, self._ids)
        )
        self._ids.add(new)
        return new

    def _ways(self) -> Iterator[Callable[[Incoming], Iterator[ExistingPost]]]:
        """The ways to look for a file, surest first; each gives the files that match."""
        readable = [file for file in self._existing if file.post]
        ours = [file for file in readable if self._is_ours(file)]
        imported = _by(ours, lambda file: (file.origin.text,) if file.origin else ())
        keys = _by(self._existing, self._keys)
        numbers = _by(readable, lambda file: _numbers(file.identity))
        titles = _by(readable, lambda file: (file.identity.title,) if file.identity else ())
        yield lambda one: (f for f in imported[text_hash(one.post)] if self._has_key(f, one))
        yield lambda one: iter(imported[text_hash(one.post)])
        yield lambda one: (f for f in keys[one.key] if self._has_key(f, one) and self._fits(f, one))
        yield lambda one: (
            file
            for number in _numbers(one.identity)
            for file in numbers[number]
            if self._fits(file, one)
        )
        yield lambda one: (f for f in titles[one.identity.title] if self._fits(f, one))
        present = {(one.source, one.key) for one in self._incoming}
        gone = [f for f in ours if f.origin and (f.origin.source, f.origin.key) not in present]
        citations = _by(gone, lambda file: (file.identity.citation,) if file.identity else ())
        yield lambda one: (
            file
            for file in citations[one.identity.citation]
            if file.identity
            and file.origin
            and file.origin.source in ("", one.source)
            and is_renamed(file.identity, one.identity)
        )

    def _is_ours(self, file: ExistingPost) -> bool:
        return file.origin is not None and file.origin.importer == self._importer

    def _keys(self, file: ExistingPost) -> tuple[str, ...]:
        """The ids under which a source may know the post in a file."""
        return (file.origin.key,) if file.origin and self._is_ours(file) else file.names

    def _has_key(self, file: ExistingPost, one: Incoming) -> bool:
        """Whether a file and a post share an id from one source."""
        origin = file.origin
        if origin is None or not self._is_ours(file):
            return one.key in file.names
        same_source = origin.source == one.source or not origin.source
        return bool(one.key) and origin.key == one.key and same_source

    def _fits(self, file: ExistingPost, one: Incoming) -> bool:
        """Whether the file can hold the post; an unreadable one may."""
        if file.identity is None:
            return True
        return is_same(
            file.identity,
            one.identity,
            same_key=self._has_key(file, one),
            lasting=one.lasting,
            ours=self._is_ours(file),
        )

    def _damaged(self, one: Incoming) -> ExistingPost | None:
        """The unreadable file with the name that the post would get."""
        wanted = _natural_id(one.post)
        return next((f for f in self._existing if f.post is None and f.id == wanted), None)


class _Seen:
    """The posts seen so far in one import, so that repeated ones are imported once."""

    def __init__(self) -> None:
        self._texts: dict[Post, Incoming] = {}
        self._studies: defaultdict[str, list[Incoming]] = defaultdict(list)

    def add(self, one: Incoming) -> None:
        self._texts.setdefault(replace(one.post, id=""), one)
        for number in _numbers(one.identity):
            self._studies[number].append(one)

    def find(self, one: Incoming) -> Incoming | None:
        """An earlier post that is equal, or has the same number and is the same study or page."""
        if same := self._texts.get(replace(one.post, id="")):
            return same
        found = (first for n in _numbers(one.identity) for first in self._studies[n])
        return next((first for first in found if _is_repeated(first, one)), None)


def _is_repeated(first: Incoming, one: Incoming) -> bool:
    """Whether of two posts of one import, with one number, the second is the first again."""
    same_key = bool(one.key) and (first.key, first.source) == (one.key, one.source)
    same_title = first.identity.title == one.identity.title
    return same_title or is_same(first.identity, one.identity, same_key=same_key)


def _natural_id(post: Post) -> str:
    """The id that a post would get in an empty digest."""
    month = post.month or ""
    fits = is_post_id(post.id) and post.id.startswith(month)
    return post.id if fits else post_id(month, post.title)


def _numbers(identity: Identity | None) -> tuple[str, ...]:
    """The DOI and PMID of a study, as far as known."""
    if identity is None:
        return ()
    named = (("doi", identity.doi), ("pmid", identity.pmid))
    return tuple(f"{name}:{number}" for name, number in named if number)


def _by(
    files: Iterable[ExistingPost], names: Callable[[ExistingPost], Iterable[Hashable]]
) -> defaultdict[Hashable, list[ExistingPost]]:
    """The files by each of their names, in order."""
    index: defaultdict[Hashable, list[ExistingPost]] = defaultdict(list)
    for file in files:
        for name in names(file):
            index[name].append(file)
    return index
