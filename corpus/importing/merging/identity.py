"""Whether two posts are about the same study or come from the same page.

They are the same if DOI or PMID agree, or the permanent id from their source; else if title, year
and first author agree. If both title and citation differ they are never the same, whatever ids they
share: record numbers, rows and file names are reused.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.citations.parse import parse_citation
from corpus.folder.images import without_places
from corpus.post import Post
from corpus.text.folding import folded

# The source whose ids are PMIDs.
PUBMED = "pubmed"

# Titles and texts that are shorter are the same, or alike, too easily ("Introduction", "Part 1 of
# the trial", "See abstract.").
_TELLING_TITLE = 13
_ALIKE_TITLE = 20
_ALIKE_TEXT = 40
_BOOKS = ("chapter", "book", "report")
# Of 100: how alike two versions of one text are at least.
_VERSIONS = 75.0


@dataclass(frozen=True, slots=True)
class Identity:
    """The traits that identify a post; unknown ones are empty.

    ``place`` is where the study appeared: journal or book, volume, issue, pages. ``of_study`` says
    that the post's title is that of the study, as reference managers give it.
    """

    title: str
    month: str
    doi: str = ""
    pmid: str = ""
    author: str = ""
    year: str = ""
    place: tuple[str, ...] = ("",)
    citation: str = ""
    summary: str = ""
    implications: str = ""
    is_part: bool = False
    of_study: bool = False

    @classmethod
    def of(cls, post: Post, pmid: str = "") -> Identity:
        """The identity of a post; ``pmid`` is one that came as its key."""
        citation = post.citation or ""
        cited = parse_citation(citation)
        number = cited.pages or cited.article_number
        place = (cited.container, cited.volume, cited.whole_issue, number)
        return cls(
            title=_bare(post.title),
            month=post.month or "",
            doi=(post.doi or "").casefold(),
            pmid=post.pmid or pmid,
            author=_bare(cited.creators[0].family) if cited.creators else "",
            year=str(cited.year or ""),
            place=tuple(_bare(part or "") for part in place),
            citation=_bare(citation),
            summary=" ".join(without_places(post.summary).split()),
            implications=" ".join(without_places(post.implications).split()),
            # Chapters of one book, and posts about parts of one chapter, rightly share a DOI.
            is_part=cited.form in ("chapter", "book", "report")
            or bool(cited.editors or cited.chapter),
            of_study=_bare(cited.title or "") == _bare(post.title),
        )


def is_same(
    old: Identity,
    new: Identity,
    *,
    same_key: bool = False,
    lasting: bool = False,
    ours: bool = True,
) -> bool:
    """Whether an existing post and an incoming one are the same.

    ``same_key`` says that both have one id in one source, ``lasting`` that the source never gives
    it to another; ``ours`` that the old one came by the same importer, so that it would be written
    over and not merely be reported.
    """
    author, year = _differ(old.author, new.author), _differ(old.year, new.year)
    if _differ(old.doi, new.doi) or _differ(old.pmid, new.pmid):
        # One id in one source, and all else as it was: the DOI was corrected.
        return same_key and old.title == new.title and not (author or year)
    same_id = _equal(old.doi, new.doi) or _equal(old.pmid, new.pmid)
    if old.title == new.title:
        if same_id or (same_key and (lasting or _is_telling(old, new))):
            return not (author and year)
        told = _equal(old.author, new.author) or _equal(old.year, new.year)
        return not (author or year) and (told or same_key or old.month == new.month)
    if author or year:
        return False
    if same_id and not (old.is_part or new.is_part):
        # Two pages may be on one study; two references with one DOI are the same one.
        return same_key or new.of_study or not ours or _same_text(old, new)
    if not same_key:
        return False
    if _equal(old.citation, new.citation):
        return True
    if lasting and (old.summary, old.implications) == (new.summary, new.implications):
        return bool(new.summary)
    appeared = bool(old.author and old.year and old.place[0]) and old.place == new.place
    alike = _alike(old.title, new.title, _ALIKE_TITLE)
    return _same_text(old, new) or (appeared and alike)


def is_renamed(old: Identity, new: Identity) -> bool:
    """Whether a page only changed its title, and nothing else."""
    text = _equal(old.summary, new.summary) or _equal(old.implications, new.implications)
    return old.month == new.month and text and _equal(old.citation, new.citation)


def is_moved(old: Identity, new: Identity) -> bool:
    """Whether a removed post and a new one are the same, though their ids differ.

    They are on the same study, or have one title, and the summaries are versions of one text.
    """
    if any(_differ(*pair) for pair in ((old.doi, new.doi), (old.pmid, new.pmid))):
        return False
    ids = _equal(old.doi, new.doi) or _equal(old.pmid, new.pmid)
    same = ids or old.title == new.title or _equal(old.citation, new.citation)
    return same and _alike(old.summary, new.summary, _ALIKE_TEXT)


def _is_telling(old: Identity, new: Identity) -> bool:
    """Whether a title identifies a post, unlike "Editorial", and no other text follows."""
    told = min(len(old.summary), len(new.summary)) >= _ALIKE_TEXT
    other = told and not _same_text(old, new)
    return len(new.title) >= _TELLING_TITLE and not other


def _same_text(old: Identity, new: Identity) -> bool:
    parts = ((old.summary, new.summary), (old.implications, new.implications))
    return any(_alike(before, after, _ALIKE_TEXT) for before, after in parts)


def _alike(old: str, new: str, least: int) -> bool:
    """Whether two texts of some minimum length are versions of each other."""
    if min(len(old), len(new)) < least:
        return False
    # Imported here because it takes longer than a plan that has no need of it.
    from rapidfuzz import fuzz

    return old == new or fuzz.ratio(old, new, score_cutoff=_VERSIONS) > 0


def _equal(old: str, new: str) -> bool:
    """Whether both are known and equal."""
    return bool(old) and old == new


def _differ(old: str, new: str) -> bool:
    """Whether both are known and different."""
    return bool(old and new) and old != new


def _bare(text: str) -> str:
    """The letters and digits of a text in lower case; its symbols if it has no others."""
    plain = folded(text)
    return "".join(letter for letter in plain if letter.isalnum()) or plain
