"""Resolves the names of topics and kinds of research in posts to the digest's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from corpus.digest import ResearchKind, Topic
from corpus.problem import Problems
from corpus.slug import slug
from corpus.text.folding import did_you_mean, folded


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The names of topics or kinds, by every form that stands for them.

    ``sort`` ("topic") and ``file`` (where they are defined) are for messages.
    """

    sort: str
    file: str
    canonical: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, sort: str, file: str, things: Iterable[Topic | ResearchKind]) -> Taxonomy:
        """The names of topics or of kinds, with their slugs and aliases."""
        canonical: dict[str, str] = {}
        others: dict[str, str] = {}
        for thing in things:
            canonical[folded(thing.name)] = thing.name
            for other in (thing.slug, *thing.aliases):
                others[folded(other)] = thing.name
        return cls(sort, file, canonical, others)

    def _entry(self, name: str) -> str:
        """The TOML to write for a new name."""
        table = {"topic": "topics"}.get(self.sort, "kinds")
        return f'[[{table}]] and below it slug = "{slug(name)}" and name = "{name}"'

    def resolve(self, name: str, line: int, problems: Problems) -> str | None:
        """The digest's name for ``name``; an alias is a warning, an unknown name an error."""
        key = folded(name)
        if key in self.canonical:
            return self.canonical[key]
        if key in self.others:
            meant = self.others[key]
            problems.warning(
                line, f'"{name}" is another name for a {self.sort}', f'write "{meant}"'
            )
            return meant
        new = f"take one that is there, or add it to {self.file}: {self._entry(name)}"
        problems.error(
            line,
            f'"{name}" is not a {self.sort} of this digest',
            did_you_mean(name, self.canonical.values(), new),
        )
        return None
