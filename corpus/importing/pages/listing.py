"""Imports a saved listing page of a digest's site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.citations.identifiers import find_doi
from corpus.citations.parse import is_citation, without_label
from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.pages.listing_split import PostLines, split_posts
from corpus.importing.pages.page import Line, read_lines
from corpus.importing.text.implications import ImplicationsHeading, implications_after
from corpus.post import Post
from corpus.problem import Problems
from corpus.slug import is_month, post_id
from corpus.text.folding import folded
from corpus.topics.propose import Proposer, propose_research

_ADDRESS_LINE = re.compile(r"(?:doi\b|https?://)\S*(?: \S+)?", re.IGNORECASE)
# What would begin a heading, a quotation or a rule in Markdown, where the page had plain text.
_MARKDOWN_START = re.compile(r"^(?=[#>])")


class ListingImporter:
    """Imports a listing page, saved as text or as HTML.

    ``month`` (``YYYY-MM``) is for posts without a month heading above them.
    """

    name = "listing"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read the posts of a page; what can't be read is a problem with its line."""
        problems = Problems(source)
        if self.month is not None and not is_month(self.month):
            what = f'"{self.month}" is not a month'
            problems.error(1, what, "write the year and the month: --month 2024-05")
            return Imported((), tuple(problems.found))
        lines = _with_one_heading(read_lines(data, problems), digest)
        names = [name for topic in digest.topics for name in (topic.name, *topic.aliases)]
        names += [name for kind in digest.kinds for name in (kind.name, *kind.aliases)]
        labels = frozenset(map(folded, names))
        split = split_posts(lines, labels, problems)
        if not split and not problems.faulty:
            problems.error(
                1,
                "there is no post on this page",
                'save a page that lists posts, each with its "Practice Implications"',
            )
        posts = tuple(_unique(self._posts(split, digest, problems), problems))
        return Imported(posts, tuple(sorted(problems.found, key=lambda found: found.line)))

    def _posts(
        self, split: Sequence[PostLines], digest: Digest, problems: Problems
    ) -> Iterator[tuple[int, Post]]:
        told = False
        proposer = Proposer(digest)
        for lines in split:
            month = lines.month or self.month
            if month is None:
                if not told:
                    problems.error(
                        lines.title.number,
                        "there is no month heading above this post",
                        "give the month of such posts: --month 2024-05",
                    )
                told = True
                continue
            parts = _parts(lines, problems)
            if parts is not None:
                yield (
                    lines.title.number,
                    _post(parts, month, lines.title, digest, proposer, problems),
                )


def _with_one_heading(lines: Sequence[Line], digest: Digest) -> tuple[Line, ...]:
    """The lines of a page, with its heading of the implications under the first name."""
    heading = ImplicationsHeading(digest.imports.implications)
    texts = heading.as_first_name([line.text for line in lines], "Practice Implications")
    return tuple(replace(line, text=text) for line, text in zip(lines, texts, strict=True))


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a post on a page."""

    citation: str | None
    summary: str
    implications: str


def _parts(lines: PostLines, problems: Problems) -> _Parts | None:
    """The parts of a post's lines; ``None`` and an error if one is missing."""
    title = f'the post "{lines.title.text}"'
    rests = [(at, implications_after(line.text)) for at, line in enumerate(lines.body)]
    markers = [(at, rest) for at, rest in rests if rest is not None]
    if not markers:
        problems.error(
            lines.title.number,
            f"{title} has no Practice Implications",
            'put a line "Practice Implications" above them, and import the page again',
        )
        return None
    if len(markers) > 1:
        problems.error(
            lines.body[markers[1][0]].number,
            f"{title} has Practice Implications twice, or the title between them is not seen",
            "put the next post's title on a line of its own, and import the page again",
        )
        return None
    at, rest = markers[0]
    above, citation = _cited(lines.body[:at])
    below = [Line(lines.body[at].number, rest)] if rest else []
    summary = _markdown([*lines.before, *above])
    implications = _markdown([*below, *lines.body[at + 1 :]])
    for part, text in (("summary", summary), ("practice implications", implications)):
        if not text:
            problems.error(
                lines.title.number,
                f"{title} has no text as its {part}",
                "add the text to the page, and import it again",
            )
            return None
    return _Parts(citation, summary, implications)


def _cited(lines: Sequence[Line]) -> tuple[list[Line], str | None]:
    """The lines without the first citation, and that citation with the address below it."""
    at = next((i for i, line in enumerate(lines) if is_citation(line.text)), None)
    if at is None:
        return list(lines), None
    citation, after = without_label(lines[at].text), at + 1
    if after < len(lines) and _ADDRESS_LINE.fullmatch(lines[after].text):
        citation, after = f"{citation} {lines[after].text}", after + 1
    return [*lines[:at], *lines[after:]], citation


def _markdown(lines: Sequence[Line]) -> str:
    """The lines as paragraphs; the items of a list stay together."""
    text = ""
    for before, line in zip((None, *lines), lines, strict=False):
        in_list = before is not None and before.text.startswith("- ") and line.text.startswith("- ")
        text += "" if before is None else "\n" if in_list else "\n\n"
        text += _MARKDOWN_START.sub(r"\\", line.text)
    return text


def _post(
    parts: _Parts,
    month: str,
    title: Line,
    digest: Digest,
    proposer: Proposer,
    problems: Problems,
) -> Post:
    research = propose_research(title.text, parts.citation, parts.summary, digest.kinds)
    if research is None:
        problems.warning(
            title.number,
            f'the kind of research of "{title.text}" is not clear from its words',
            "add it to the post's file: research: ...",
        )
    post = Post(
        id=post_id(month, title.text),
        title=title.text,
        summary=parts.summary,
        implications=parts.implications,
        month=month,
        research=research,
        citation=parts.citation,
        doi=find_doi(parts.citation) if parts.citation else None,
        topics_proposed=True,
    )
    return replace(post, topics=proposer.topics(post))


def _unique(posts: Iterator[tuple[int, Post]], problems: Problems) -> Iterator[Post]:
    """The posts with unique ids, without those that the page repeats."""
    seen: set[Post] = set()
    taken: set[str] = set()
    for line, post in posts:
        if post in seen:
            what = f'the post "{post.title}" is on the page twice and was imported once'
            problems.warning(line, what, "nothing needs to be done")
            continue
        own = replace(post, id=post_id(post.month or "", post.title, taken))
        seen.add(post)
        taken.add(own.id)
        yield own
