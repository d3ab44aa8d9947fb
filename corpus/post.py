"""A post: a study's summary, what it means for practice, and what it is filed under."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from operator import attrgetter


class _Hashed:
    """Keeps a post's hash, since each step of indexing asks for it; it is no field of the post."""

    __slots__ = ("_hash",)
    _hash: str


@dataclass(frozen=True, slots=True)
class Post(_Hashed):
    """One post, as its file says it and checked.

    ``summary`` and ``implications`` are Markdown. ``month`` is ``YYYY-MM``; it, ``topics``
    (canonical names) and ``research`` (the name of a kind of research) may be missing in corpora
    that have none; in a digest only ``research``, with a warning. ``pin`` and ``never`` hold ids
    of other posts.
    """

    id: str
    title: str
    summary: str
    implications: str = ""
    month: str | None = None
    topics: tuple[str, ...] = ()
    research: str | None = None
    citation: str | None = None
    doi: str | None = None
    pin: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    topics_proposed: bool = False

    @property
    def year(self) -> int | None:
        """The year of the post's month (not of the study it summarises)."""
        return int(self.month[:4]) if self.month else None

    def as_dict(self) -> dict[str, str | bool | tuple[str, ...] | None]:
        """Every field by its name; ``dataclasses.asdict`` takes ten times as long."""
        return {name: getattr(self, name) for name in _FIELDS}

    @property
    def content_hash(self) -> str:
        """SHA-256 over every field, in hexadecimal: two posts are equal when it is."""
        try:
            return self._hash
        except AttributeError:
            # The long texts stand end to end, told apart by their lengths: to write all as JSON
            # takes three times as long, and every post of a digest is asked for its hash.
            texts = (self.id, self.title, self.summary, self.implications)
            told = (*map(len, texts), *_FILED(self))
            found = hashlib.sha256("".join((repr(told), *texts)).encode()).hexdigest()
            object.__setattr__(self, "_hash", found)
            return found


_FIELDS = tuple(field.name for field in fields(Post))
_FILED = attrgetter(*_FIELDS[4:])
