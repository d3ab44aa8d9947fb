"""A post's file read into a ``Post``, with every fault that a person must mend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.folder.fields import FieldReader
from corpus.folder.front_matter import Matter, MatterError, read_matter
from corpus.folder.taxonomy import Taxonomy
from corpus.post import Post
from corpus.problem import Problem, Problems
from corpus.slug import POST_ID, is_month, is_post_id

HEADING = "## Practice Implications"
FIELDS = (
    "title",
    "month",
    "topics",
    "research",
    "citation",
    "doi",
    "related",
    "topics_proposed",
    "imported",
)

_HEADING = re.compile(r"##[ \t]+practice implications[ \t]*:?[ \t]*#*[ \t]*", re.IGNORECASE)
_NEARLY_HEADING = re.compile(r"[#*_ \t]*practice[ \t]+implications?[ \t:.*_#]*", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_DOI_ADDRESS = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)(?=10\.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an imported post came from, kept in its file so that it can be imported again.

    ``key`` is the id that the importer gave; ``text`` and ``filing`` are short hashes of the
    post as it was imported (see ``corpus.importing.merge``): they tell whether a person edited it.
    """

    importer: str
    key: str
    text: str
    filing: str


@dataclass(frozen=True, slots=True)
class PostFile:
    """What a file says; ``post`` is ``None`` when it can't be read at all.

    ``lines`` holds the line of each front matter field, of the ``summary`` and of the heading
    of the ``implications``, for checks of style and across posts.
    """

    post: Post | None
    problems: tuple[Problem, ...]
    origin: Origin | None = None
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def faulty(self) -> bool:
        """Whether an error was found."""
        return any(problem.severity == "error" for problem in self.problems)


def read_post(text: str, file: Path, topics: Taxonomy | None, kinds: Taxonomy | None) -> PostFile:
    """Read the text of ``file`` (its name is the post's id) and check all that one post shows.

    Without ``topics`` or ``kinds`` (their own file being at fault) names stay as written.
    """
    problems = Problems(file)
    _check_name(file, problems)
    try:
        matter = read_matter(text)
    except MatterError as error:
        problems.error(error.line, error.what, error.cure)
        return PostFile(None, tuple(problems.found))
    values = FieldReader(matter.fields, problems)
    values.check_names(FIELDS)
    summary, implications = _body(matter, problems)
    related = FieldReader(values.fields("related"), problems)
    related.check_names(("pin", "never"))
    post = Post(
        id=file.stem,
        title=_title(values),
        summary=summary,
        implications=implications,
        month=_month(values, file),
        topics=_topics(values, topics),
        research=_research(values, kinds),
        citation=_citation(values),
        doi=_doi(values),
        pin=related.strings("pin"),
        never=related.strings("never"),
        topics_proposed=_proposed(values),
    )
    origin = _origin(FieldReader(values.fields("imported"), problems))
    lines = {**matter.fields.lines, **_part_lines(matter)}
    return PostFile(post, tuple(problems.found), origin, lines)


def _check_name(file: Path, problems: Problems) -> None:
    if not is_post_id(file.stem) or file.suffix != ".md":
        problems.error(
            1,
            f'the file name "{file.name}" is not a month and a slug',
            "name it like 2021-07-therapist-burnout.md: lower-case letters, digits and hyphens",
        )


def _title(values: FieldReader) -> str:
    title = values.string("title")
    if not title:
        values.problems.error(
            values.line("title") if "title" in values else 1,
            "the title is missing",
            'add a line title: "..."',
        )
    return title


def _month(values: FieldReader, file: Path) -> str | None:
    month = values.string("month")
    named = POST_ID.fullmatch(file.stem)
    if not month:
        example = named["month"] if named else "2021-07"
        line = values.line("month") if "month" in values else 1
        values.problems.error(line, "the month is missing", f"add a line month: {example}")
        return None
    if not is_month(month):
        values.problems.error(
            values.line("month"),
            f'"{month}" is not a month',
            "write the year and the month in digits: month: 2021-07",
        )
        return None
    if named and named["month"] != month:
        values.problems.error(
            values.line("month"),
            f"the month is {month}, but the file's name begins with {named['month']}",
            f"write month: {named['month']}, or rename the file",
        )
    return month


def _topics(values: FieldReader, names: Taxonomy | None) -> tuple[str, ...]:
    listed = values.listed("topics")
    if not listed and not values.is_wrong("topics"):
        line = values.line("topics") if "topics" in values else 1
        values.problems.error(line, "the post has no topic", "list names of topics.toml")
    found: dict[str, int] = {}
    for name, line in listed:
        topic = names.resolve(name, line, values.problems) if names else name
        if topic is None:
            continue
        if topic in found:
            values.problems.warning(line, f'the topic "{topic}" comes twice', "delete this line")
        found.setdefault(topic, line)
    return tuple(found)


def _research(values: FieldReader, names: Taxonomy | None) -> str | None:
    name = values.string("research")
    if not name:
        if not values.is_wrong("research"):
            # An imported page often does not tell it, and its posts are to be found all the same.
            values.problems.warning(
                values.line("research") if "research" in values else 1,
                "the kind of research is missing",
                "add a line research: and one of the kinds of digest.toml",
            )
        return None
    return names.resolve(name, values.line("research"), values.problems) if names else name


def _citation(values: FieldReader) -> str | None:
    citation = values.string("citation")
    if not citation and not values.is_wrong("citation"):
        values.problems.warning(
            values.line("citation") if "citation" in values else 1,
            "the citation is missing",
            'if you know it, add a line citation: "..."',
        )
    return citation or None


def _doi(values: FieldReader) -> str | None:
    written = values.string("doi")
    if not written:
        return None
    line = values.line("doi")
    doi = doi_of(written)
    if doi is None:
        values.problems.error(
            line, f'"{written}" is not a DOI', "write it as 10.1037/abc0000123, or delete the line"
        )
        return None
    if doi != written:
        values.problems.warning(line, "the DOI has more than it needs", f"write doi: {doi}")
    return doi


def doi_of(text: str) -> str | None:
    """The DOI that a text is, without the address or the full stop around it."""
    doi = _DOI_ADDRESS.sub("", text.strip()).rstrip(".,;")
    return doi if _DOI.fullmatch(doi) else None


def _proposed(values: FieldReader) -> bool:
    written = values.string("topics_proposed")
    proposed = written.casefold() == "true"
    if written and written.casefold() not in ("true", "false"):
        values.problems.error(
            values.line("topics_proposed"),
            f'"topics_proposed" must be true or false, not "{written}"',
            "delete the line once the topics are right",
        )
    if proposed:
        values.problems.warning(
            values.line("topics_proposed"),
            "the topics were proposed by the program",
            "correct them if need be, then delete the line topics_proposed",
        )
    return proposed


def _origin(values: FieldReader) -> Origin | None:
    names = ("from", "key", "text", "filing")
    values.check_names(names)
    strings = [values.string(name) for name in names]
    return Origin(*strings) if all(strings) else None


def _body(matter: Matter, problems: Problems) -> tuple[str, str]:
    """The summary and the practice implications, without the blank lines around them."""
    lines = matter.body.split("\n")
    headings = [i for i, line in enumerate(lines) if _HEADING.fullmatch(line)]
    if not headings:
        nearly = next((i for i, line in enumerate(lines) if _NEARLY_HEADING.fullmatch(line)), None)
        if nearly is None:
            problems.error(
                matter.body_line + _last_line(lines),
                "the practice implications are missing",
                f"add a line {HEADING} and write them below it",
            )
        else:
            problems.error(
                matter.body_line + nearly,
                f'the heading is written "{lines[nearly].strip()}"',
                f"write it as {HEADING}",
            )
        return "\n".join(lines).strip(), ""
    for again in headings[1:]:
        problems.error(
            matter.body_line + again,
            f"the heading {HEADING} appears twice (first on line {matter.body_line + headings[0]})",
            "keep one; a file holds one post",
        )
    summary = "\n".join(lines[: headings[0]]).strip()
    implications = "\n".join(lines[headings[0] + 1 :]).strip()
    if not summary:
        problems.error(
            matter.body_line, "the summary is empty", f"write it above the line {HEADING}"
        )
    if not implications:
        problems.error(
            matter.body_line + headings[0],
            "the practice implications are empty",
            f"write them below the line {HEADING}",
        )
    return summary, implications


def _part_lines(matter: Matter) -> dict[str, int]:
    """The lines where the two parts of the body begin; the last line where one is missing."""
    lines = matter.body.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    heading = next((i for i, line in enumerate(lines) if _HEADING.fullmatch(line)), None)
    at = _last_line(lines) if heading is None else heading
    return {"summary": matter.body_line + first, "implications": matter.body_line + at}


def _last_line(lines: list[str]) -> int:
    return max((i for i, line in enumerate(lines) if line.strip()), default=0)
