"""Counts of all posts by topic, year and kind, and the authors of their studies.

Both are computed once a generation, on first use.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from corpus.citations.names import Person
from corpus.citations.parse import parse_citation
from corpus.post import Post
from corpus.slug import slug
from webapp.view.catalog import Catalog, catalog, kept, snapshot

Made = TypeVar("Made")
_NAME_PART = re.compile(r"[^\W\d_]+")
# A post's place among the newest, its id, and an author as named there.
_Printed = tuple[int, str, Person]


@dataclass(frozen=True, slots=True)
class Archive:
    """Counts of posts by topic, kind and year, and every post's id.

    ``years`` runs from the first year that has posts to the last, without a gap. The kind of a
    post without one is the empty slug.
    """

    ids: tuple[str, ...]
    years: tuple[int, ...]
    counts: dict[tuple[str, int, str], int]

    @classmethod
    def of(cls, posts: Iterable[Post], names: Catalog) -> Archive:
        """The archive of posts."""
        ids: list[str] = []
        seen: set[int] = set()
        counts: Counter[tuple[str, int, str]] = Counter()
        for post in posts:
            ids.append(post.id)
            kind = names.kind_of(post)
            if post.year is not None:
                seen.add(post.year)
                for topic in names.topics_of(post):
                    counts[topic.slug, post.year, kind.slug if kind else ""] += 1
        years = range(min(seen), max(seen) + 1) if seen else ()
        return cls(tuple(ids), tuple(years), counts)

    def topic_years(self, kind: str = "") -> dict[str, dict[int, int]]:
        """The number of posts by topic and year, of one kind of research or all."""
        return self._table(lambda _, year, of: year if kind in ("", of) else None)

    def topic_kinds(self) -> dict[str, dict[str, int]]:
        """The number of posts by topic and kind of research."""
        return self._table(lambda _, year, of: of or None)

    def _table(self, column: Callable[[str, int, str], Made | None]) -> dict[str, dict[Made, int]]:
        table: dict[str, dict[Made, int]] = {}
        for (topic, year, kind), count in self.counts.items():
            name = column(topic, year, kind)
            if name is not None:
                row = table.setdefault(topic, {})
                row[name] = row.get(name, 0) + count
        return table


@dataclass(frozen=True, slots=True)
class Author:
    """An author of studies in the most frequent spelling; ``posts`` are ids, newest first."""

    slug: str
    name: str
    family: str
    posts: tuple[str, ...]

    @property
    def letter(self) -> str:
        """The letter under which the author is listed; particles such as "van" count."""
        return self.slug[0].upper()


def authors_of(posts: Iterable[Post]) -> dict[str, Author]:
    """The authors of the posts' studies by slug, sorted by family name.

    Who is printed with fewer initials elsewhere is one author still, as long as only one longer
    form of the name is there.
    """
    families: dict[str, dict[str, list[_Printed]]] = {}
    for number, post in enumerate(posts):
        for name in parse_citation(post.citation).creators if post.citation else ():
            family, initials = _key(name)
            forms = families.setdefault(family, {})
            forms.setdefault(initials, []).append((number, post.id, name))
    made: list[Author] = []
    for family, forms in sorted(families.items()):
        for initials in sorted(forms, key=len):
            longer = [other for other in forms if other != initials and other.startswith(initials)]
            if initials and len(longer) == 1:
                forms[longer[0]] += forms.pop(initials)
        made += [
            _author(f"{family}-{'-'.join(i)}" if i else family, forms[i]) for i in sorted(forms)
        ]
    return {author.slug: author for author in made}


def archive() -> Archive:
    """The counts for this request's generation."""
    return kept("archive", lambda: Archive.of(snapshot().archive(), catalog()))


def authors() -> dict[str, Author]:
    """The authors in this request's generation."""
    return kept("authors", lambda: authors_of(snapshot().archive()))


def _author(name: str, printed: list[_Printed]) -> Author:
    forms = Counter(form for _, _, form in printed)
    usual = max(forms, key=lambda form: (forms[form], len(str(form))))
    ids = dict.fromkeys(post_id for _, post_id, _ in sorted(printed))
    return Author(name, str(usual), usual.family, tuple(ids))


def _key(name: Person) -> tuple[str, str]:
    """The key that tells authors apart: family name and initials, folded."""
    letters = "".join(part[0] for part in _NAME_PART.findall(name.initials))
    return _plain(name.family), _plain(letters).replace("-", "")


def _plain(text: str) -> str:
    """A slug; or the text itself if it has no Latin letters."""
    made = slug(text)
    return made if made != "post" else "-".join(_NAME_PART.findall(text.casefold()))
