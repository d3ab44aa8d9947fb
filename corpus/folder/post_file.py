"""Reads a post's file into a ``Post``, and reports every fault in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from pathlib import Path

from corpus.folder.evidence_fields import read_doi
from corpus.folder.fields import FieldReader
from corpus.folder.front_matter import Fields, Items, MatterError, Text
from corpus.folder.post_body import part_lines, read_body
from corpus.folder.post_fields import (
    RELATIONS,
    read_citation,
    read_details,
    read_month,
    read_pins,
    read_proposed,
    read_research,
    read_title,
    read_topics,
)
from corpus.folder.salvage import salvage
from corpus.folder.taxonomy import Taxonomy
from corpus.post import Post
from corpus.problem import Problem, Problems
from corpus.slug import is_post_id

FIELDS = (
    *("title", "month", "topics", "research", "citation", "doi", "pmid", "bottom_line"),
    *("study", "notices", "related", "aliases", "author", "interests", "series", "licence"),
    *("corrections", "draft", "publish", "unseen", "topics_proposed", "imported"),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """The source of an imported post, kept so that it can be imported again.

    ``key`` is the id that it has in its ``source`` (a file, a feed, a site; empty for an id that
    is one everywhere). ``text``, ``filing`` and ``details`` are short hashes of the post as it was
    imported (see ``corpus.importing.merging.versions``): they tell whether a person edited it.
    ``details`` is empty when the import brought none. ``translations`` has such a hash for the
    language of each translation that came along.
    """

    importer: str
    key: str
    text: str
    filing: str
    details: str = ""
    source: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, told: object) -> Origin:
        """The origin in a table of texts. Raises ``ValueError`` for anything else."""
        if not isinstance(told, dict):
            raise ValueError("an origin is a table")
        texts = {name: told.get(name, "") for name in _ORIGIN}
        translations = told.get(_TRANSLATIONS, {})
        if not isinstance(translations, dict):
            raise ValueError("the translations of an origin are a table")
        if not all(isinstance(text, str) for text in (*texts.values(), *translations.values())):
            raise ValueError("all else in an origin is text")
        if not texts["from"] or not texts["text"]:
            raise ValueError("an origin tells its importer and a hash of its text")
        importer, key, text, filing, details, source = texts.values()
        return cls(importer, key, text, filing, details, source, translations)

    def as_dict(self) -> dict[str, str | dict[str, str]]:
        """The origin as a table, without what is empty."""
        told = zip((*_ORIGIN, _TRANSLATIONS), astuple(self), strict=True)
        return {name: held for name, held in told if held}


# The fields of an origin as they are written, and the table beside them.
_ORIGIN = ("from", "key", "text", "filing", "details", "source")
_TRANSLATIONS = "translations"


@dataclass(frozen=True, slots=True)
class PostFile:
    """The contents of a file; ``post`` is ``None`` if it can't be read at all.

    ``lines`` holds the line of each front matter field, of each item of ``related`` and
    ``aliases`` (by ``pin: ID``), of the ``summary`` and of the heading of the ``implications``,
    for checks of style and across posts. ``broken`` says that lines of the front matter could not
    be read, so that the post lacks what they hold.
    """

    post: Post | None
    problems: tuple[Problem, ...]
    origin: Origin | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    broken: bool = False

    @property
    def faulty(self) -> bool:
        """Whether an error was found."""
        return any(problem.severity == "error" for problem in self.problems)


def read_post(
    text: str,
    file: Path,
    topics: Taxonomy | None,
    kinds: Taxonomy | None,
    today: date | None = None,
) -> PostFile:
    """Read the text of ``file`` (whose name is the post's id), and check it by itself.

    Without ``topics`` or ``kinds`` (their own file being at fault) names stay as written. What a
    post lacks that is not live ``today`` is a warning, and all that is wrong in a draft.
    """
    today = today or date.today()
    problems, gaps = Problems(file), Problems(file)
    _check_name(file, problems)
    try:
        found = salvage(text)
    except MatterError as error:
        problems.error(error.line, error.what, error.cure)
        return PostFile(None, tuple(problems.found))
    for fault in found.faults:
        problems.error(fault.line, fault.what, fault.cure)
    values = FieldReader(found.matter.fields, problems, lost=found.lost)
    values.check_names(FIELDS)
    summary, implications = read_body(found.matter, problems, gaps)
    month = read_month(values, file, gaps)
    post = Post(
        id=file.stem,
        title=read_title(values, gaps),
        summary=summary,
        implications=implications,
        month=month,
        topics=read_topics(values, topics, gaps),
        research=read_research(values, kinds),
        citation=read_citation(values),
        doi=read_doi(values),
        topics_proposed=read_proposed(values),
        **read_pins(values),
        **read_details(values, month, today),
    )
    origin = _origin(FieldReader(values.fields("imported"), problems))
    fields = found.matter.fields
    lines = {**fields.lines, **_item_lines(fields), **part_lines(found.matter)}
    told = _told(post, problems.found, gaps.found, today)
    return PostFile(post, tuple(told), origin, lines, bool(found.faults))


def _told(
    post: Post, problems: Iterable[Problem], gaps: Iterable[Problem], today: date
) -> Iterable[Problem]:
    """The problems found, with the severity that fits the post's state."""
    if not post.is_live(today):
        gaps = softened(gaps)
    return softened((*problems, *gaps)) if post.draft else (*problems, *gaps)


def _item_lines(fields: Fields) -> dict[str, int]:
    """The lines of list items that name other posts and old addresses."""
    related = fields.values.get("related")
    groups = [fields, related] if isinstance(related, Fields) else [fields]
    return {
        f"{name}: {' '.join(item.value.split())}": item.line
        for group in groups
        for name, value in group.values.items()
        if name in (*RELATIONS, "aliases") and isinstance(value, Items)
        for item in value.items
        if isinstance(item, Text) and item.value
    }


def softened(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems as warnings, for a post that readers do not see yet."""
    return tuple(replace(problem, severity="warning") for problem in problems)


def _check_name(file: Path, problems: Problems) -> None:
    if not is_post_id(file.stem) or file.suffix != ".md":
        problems.error(
            1,
            f'the file name "{file.name}" is not a month and a slug',
            "name it like 2021-07-therapist-burnout.md: lower-case letters, digits and hyphens",
        )


def _origin(values: FieldReader) -> Origin | None:
    """The origin that earlier versions kept in the post's file; an import moves it."""
    values.check_names(("from", "key", "text", "filing", "details"))
    importer, *rest = (values.string(name) for name in ("from", "key", "text", "filing"))
    if not (importer and all(rest)):
        return None
    key, text, filing = rest
    return Origin(importer, key, text, filing, values.string("details"))
