"""Compares the notices in an export with the posts of a digest: new ones and known ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.citations.identifiers import find_doi
from corpus.evidence.notice import Notice, is_retracted
from corpus.importing.notices.crossref import read_json
from corpus.importing.notices.rows import read_table
from corpus.importing.notices.stated import Stated, known_doi
from corpus.post import Post
from corpus.problem import Problems
from corpus.text.encoding import decoded


@dataclass(frozen=True, slots=True)
class Meant:
    """The notices in an export on a post's study: ``new`` ones, and those the post has."""

    post: Post
    new: tuple[Notice, ...]
    known: tuple[Notice, ...]

    @property
    def retracts(self) -> bool:
        """Whether the post's study is retracted once the new notices are added."""
        return is_retracted((*self.post.notices, *self.new)) and not self.post.retracted


def read_export(data: bytes, problems: Problems) -> list[Stated]:
    """The notices in the bytes of an export, which is JSON or a table."""
    text = decoded(data, problems)
    if text is None:
        return []
    if not text.strip():
        problems.error(1, "the file is empty", "export it from Crossref or Retraction Watch")
        return []
    is_json = text.lstrip("\ufeff \t\r\n").startswith(("{", "["))
    return (read_json if is_json else read_table)(text.removeprefix("\ufeff"), problems)


def read_file(path: Path, problems: Problems) -> list[Stated]:
    """The notices in the file of an export. Raises ``OSError`` if it can't be read."""
    return read_export(path.read_bytes(), problems)


def meant(found: Iterable[Stated], posts: Iterable[Post]) -> list[Meant]:
    """The notices for each post, in the order of the posts; others are ignored.

    A study is told by its DOI, in any letter case and form, or else by its number in PubMed. A
    notice is there already when the post has one of its kind with the same DOI, or with the same
    date where one of the two has no DOI.
    """
    by_doi: dict[str, list[Notice]] = {}
    by_pmid: dict[str, list[Notice]] = {}
    for one in found:
        if one.doi:
            by_doi.setdefault(one.doi, []).append(one.notice)
        if one.pmid:
            by_pmid.setdefault(one.pmid, []).append(one.notice)
    made: list[Meant] = []
    for post in posts:
        doi = known_doi(post.doi or "") or known_doi(find_doi(post.citation or "") or "")
        on_it = [*by_doi.get(doi or "", ()), *by_pmid.get(post.pmid or "", ())]
        new: list[Notice] = []
        known: list[Notice] = []
        for notice in sorted(dict.fromkeys(on_it), key=lambda n: n.date or "9999"):
            there = any(_same(notice, other) for other in (*post.notices, *new))
            (known if there else new).append(notice)
        if on_it:
            made.append(Meant(post, tuple(new), tuple(known)))
    return made


def _same(one: Notice, other: Notice) -> bool:
    if one.kind != other.kind:
        return False
    first, second = known_doi(one.doi or ""), known_doi(other.doi or "")
    if first and second:
        return first == second
    dates = one.date or "", other.date or ""
    # A date known to the month is that of any of its days.
    return dates[0].startswith(dates[1]) or dates[1].startswith(dates[0])
