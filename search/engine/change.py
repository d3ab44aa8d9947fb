"""What changes in a digest of which the other posts are not looked at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus.digest import Renamed
from corpus.post import Post


@dataclass(frozen=True, slots=True)
class Change:
    """``posts`` that are new or differ, and the ids of those ``removed``.

    New posts take their places by month and id, or after all others if they are ``appended``.
    ``renamed`` are all posts of the digest whose files were renamed by hand.
    """

    posts: Sequence[Post]
    removed: Collection[str] = ()
    appended: bool = False
    renamed: tuple[Renamed, ...] = ()
