"""What changed in a digest since the live generation, by content hashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.text.counting import listed

_MOST = 5


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of posts, sorted: new ones, changed ones, removed ones."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether any post differs."""
        return bool(self.added or self.changed or self.removed)

    @property
    def by_kind(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The ids by kind of change: added, changed, removed."""
        return ("added", self.added), ("changed", self.changed), ("removed", self.removed)

    @property
    def counts(self) -> str:
        """The number of each: ``1 added, 0 changed, 2 removed``."""
        return ", ".join(f"{len(posts):,} {word}" for word, posts in self.by_kind)


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """Compare two mappings from post id to content hash."""
    return Changes(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(i for i in after.keys() & before.keys() if after[i] != before[i])),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


def few(names: Sequence[str]) -> str:
    """The names, or the first few of them and how many more there are."""
    if len(names) <= _MOST:
        return listed(names)
    return listed((*names[:_MOST], f"{len(names) - _MOST:,} more"))
