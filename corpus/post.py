"""A post: a study's summary, its practice implications, and its metadata."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from datetime import date
from operator import attrgetter

from corpus.evidence.notice import Notice, gravest, is_retracted
from corpus.evidence.study import Study

# The parts of a citation that a post's writer may not have seen.
CITATION_PARTS = ("authors", "journal", "volume", "pages")


@dataclass(frozen=True, slots=True)
class Correction:
    """What was corrected in a post, and the day (``YYYY-MM-DD``)."""

    date: str
    what: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A post's text in another language. Facts about the study come from the original.

    ``language`` is a BCP 47 code such as ``fr``; ``summary`` and ``implications`` are Markdown.
    ``of`` is the ``version`` of the original that was translated, empty where nobody told it.
    """

    language: str
    title: str
    summary: str
    implications: str = ""
    bottom_line: str | None = None
    of: str = ""


class _Hashed:
    """Caches a post's content hash, which every step of indexing needs."""

    __slots__ = ("_hash",)
    _hash: str


@dataclass(frozen=True, slots=True)
class Post(_Hashed):
    """One post, read from its file and checked.

    ``summary`` and ``implications`` are Markdown. ``month`` is ``YYYY-MM``; it, ``topics``
    (canonical names) and ``research`` (the name of a kind of research) may be missing in corpora
    that have none; in a digest only ``research``, with a warning.

    ``pin``, ``never``, ``updates``, ``contradicts`` and ``same_data`` hold ids of other posts;
    ``aliases`` are addresses that the post had before. ``study`` and ``notices`` are the evidence
    as data, ``bottom_line`` its main finding in a sentence. ``writer`` wrote the post, not the
    study; ``interests`` are theirs. ``publish`` is the day (``YYYY-MM-DD``) from which readers
    see the post. ``unseen`` are those of ``CITATION_PARTS`` that the post's writer could not see,
    and so does not tell. ``translations`` stand in files beside the post's own, by language.
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
    translations: tuple[Translation, ...] = ()
    pmid: str | None = None
    bottom_line: str | None = None
    study: Study | None = None
    notices: tuple[Notice, ...] = ()
    updates: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    same_data: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    writer: str | None = None
    interests: str | None = None
    series: str | None = None
    licence: str | None = None
    corrections: tuple[Correction, ...] = ()
    draft: bool = False
    publish: str | None = None
    unseen: tuple[str, ...] = ()

    @property
    def year(self) -> int | None:
        """The year of the post's month (not of the study it summarises)."""
        return int(self.month[:4]) if self.month else None

    @property
    def retracted(self) -> bool:
        """Whether the study is retracted."""
        return is_retracted(self.notices)

    @property
    def gravest(self) -> Notice | None:
        """The notice on the study that a reader should know first."""
        return gravest(self.notices)

    @property
    def concern(self) -> bool:
        """Whether the study's journal has expressed concern about it."""
        return self._noticed("concern")

    @property
    def corrected(self) -> bool:
        """Whether the study has a correction or an erratum."""
        return self._noticed("correction", "erratum")

    @property
    def superseded(self) -> bool:
        """Whether a newer version of the study, or an update of it, has appeared."""
        return self._noticed("superseded", "update")

    @property
    def preprint(self) -> bool:
        """Whether a notice says that the study is or was a preprint."""
        return self._noticed("preprint")

    def __hash__(self) -> int:
        """The hash of the id: hashing every field would take too long for each look-up."""
        return hash(self.id)

    def _noticed(self, *kinds: str) -> bool:
        return any(notice.kind in kinds for notice in self.notices)

    def is_live(self, today: date) -> bool:
        """Whether readers see the post on a day: it is no draft, and its date has come.

        That is the day of ``publish``, or without one the first of the post's month.
        """
        first = self.publish or (f"{self.month}-01" if self.month else "")
        return not self.draft and first <= today.isoformat()

    def corrected_on(self, today: date) -> str:
        """The day of the last correction up to a day; empty if there is none.

        A later one is a slip of the pen, and no page or feed changed on it.
        """
        made = (one.date for one in self.corrections if one.date <= today.isoformat())
        return max(made, default="")

    def translation(self, language: str) -> Translation | None:
        """The translation into a language; ``None`` if there is none."""
        return next((told for told in self.translations if told.language == language), None)

    def told_in(self, language: str) -> Post:
        """The post with its text in a language, or unchanged if there is no translation."""
        told = self.translation(language)
        if told is None:
            return self
        return replace(
            self,
            title=told.title,
            summary=told.summary,
            implications=told.implications,
            bottom_line=told.bottom_line,
        )

    def keeping_up_from(self, before: Post) -> Post:
        """The post with its translations: those of the text ``before`` are of this text now.

        For a post whose text was only put into another form.
        """
        now = tuple(
            replace(told, of=self.version) if told.of == before.version else told
            for told in self.translations
        )
        return replace(self, translations=now)

    @property
    def version(self) -> str:
        """A short hash of the text that translations translate."""
        texts = (self.title, self.bottom_line or "", self.summary, self.implications)
        return hashlib.sha256(repr(texts).encode()).hexdigest()[:12]

    @property
    def content_hash(self) -> str:
        """SHA-256 over every field, in hexadecimal; equal posts have equal hashes."""
        try:
            return self._hash
        except AttributeError:
            # The long texts are concatenated, with their lengths: writing all as JSON takes three
            # times as long, and every post of a digest is hashed.
            texts = (self.id, self.title, self.summary, self.implications)
            told = (*map(len, texts), *_FILED(self))
            found = hashlib.sha256("".join((repr(told), *texts)).encode()).hexdigest()
            object.__setattr__(self, "_hash", found)
            return found


_NAMES = tuple(field.name for field in fields(Post))
_FILED = attrgetter(*_NAMES[4:])
# The fields of a post besides its text, topics and kind.
DETAILS = _NAMES[_NAMES.index("pmid") :]
