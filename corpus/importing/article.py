"""Makes a post from an article in Markdown: title, summary, implications, citation, topics."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from corpus.citations.identifiers import find_doi
from corpus.citations.parse import is_citation, without_label
from corpus.digest import Digest, ResearchKind, Topic
from corpus.folder.post_fields import is_alias
from corpus.importer import Imported
from corpus.importing.references.study import kind_named, tell_unread, unread
from corpus.importing.text.furniture import without_furniture
from corpus.importing.text.implications import ImplicationsHeading
from corpus.own_addresses import OwnAddresses
from corpus.post import Post
from corpus.problem import Problems
from corpus.slug import post_id
from corpus.text.dates import month_in
from corpus.text.folding import folded
from corpus.text.markup import shown
from corpus.text.plain_line import plain_line
from corpus.text.typography import tidy
from corpus.topics.propose import Proposer, propose_research

_MAX_TITLE = 300
# Names that a file has where the folder around it has the post's.
_NAMELESS = frozenset({"index", "_index", "readme", "post", "content"})
# A rule, or a blank line.
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,})?")
# A line that stands above a citation and says what it is.
_LABEL = re.compile(
    r"(?:the |full )?(?:references?|citations?|source|study|article)(?: cited)?\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Article:
    """An article in Markdown; ``key`` is its id in its source, if it has one there.

    ``date`` is as printed, ``labels`` are its categories and tags; they and the title may hold
    HTML's entities and markup. What the source states of ``citation``, ``doi``, ``implications``
    and ``research`` goes before what the text shows; ``fields`` are others of a post that it
    states, by their names. ``unpublished`` says what an item is that is to be left out since not
    everybody may read it, as in ``post (draft)``, or since it is no post, as in ``page``.
    ``address`` is where its page was, which becomes an old address of the post.
    """

    key: str
    line: int
    title: str
    text: str
    date: str = ""
    labels: tuple[str, ...] = ()
    research: str = ""
    citation: str = ""
    doi: str = ""
    implications: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    unpublished: str = ""
    address: str = ""


def posts_of_articles(
    articles: Iterable[Article], month: str | None, digest: Digest, problems: Problems
) -> Imported:
    """The posts of articles; those without a title, a text or a month are errors.

    What is unpublished is left out and counted. ``month`` is for articles that do not tell theirs.
    Topics are those among the labels that the digest knows; when there is none they are proposed.
    """
    proposer = Proposer(digest)
    posts = []
    unknown: dict[str, None] = {}
    unknown_kinds: dict[str, None] = {}
    left_out: Counter[str] = Counter()
    for number, article in enumerate(map(_as_shown, articles), 1):
        own = month_in(article.date) or month
        title = article.title
        if article.unpublished:
            left_out[article.unpublished] += 1
        elif not title or len(title) > _MAX_TITLE:
            lack = "has no title" if not title else "has a title as long as a text"
            # Some programs write all of an XML file on one line.
            what = f"article {number} of the file {lack}"
            problems.error(article.line, what, "correct it, and import again")
        elif own is None:
            problems.error(
                article.line,
                f'"{title}" has no month',
                "give the month of such posts: --month 2024-05",
            )
        elif not article.text.strip():
            problems.error(article.line, f'"{title}" has no text', "add it, and import again")
        else:
            posts.append(_post(article, own, digest, proposer, problems))
            lost = unread(("DOI", article.doi, find_doi(article.doi)))
            tell_unread(lost, title, article.line, problems)
            if article.research and not kind_named((article.research,), digest):
                unknown_kinds.setdefault(article.research)
            unknown.update(dict.fromkeys(_unknown(article.labels, digest)))
    if left_out:
        counts = [f"{count} × {sort}" for sort, count in left_out.items()]
        problems.warning(1, f"left out: {', '.join(counts)}", "nothing needs to be done")
    if unknown:
        what = f"these labels are no topics of the digest: {'; '.join(unknown)}"
        problems.warning(1, what, "file the posts by hand, or add an alias to topics.toml")
    if unknown_kinds:
        what = f"these are no kinds of research of the digest: {'; '.join(unknown_kinds)}"
        problems.warning(1, what, "add an alias to digest.toml, and import again")
    if not posts and not left_out and not problems.faulty:
        problems.error(1, "there is no post in the file", "check that it is the right file")
    return Imported(tuple(posts), tuple(sorted(problems.found, key=lambda found: found.line)))


def file_key(source: Path) -> str:
    """The key of a file: its name, or that of its folder."""
    return source.parent.name if source.stem.lower() in _NAMELESS else source.stem


def _as_shown(article: Article) -> Article:
    """The article with its title and labels as plain text."""
    return replace(
        article,
        title=tidy(shown(article.title)),
        labels=tuple(label for label in map(shown, article.labels) if label),
        research=shown(article.research),
        citation=plain_line(shown(article.citation)),
        doi=shown(article.doi),
    )


def _post(
    article: Article, month: str, digest: Digest, proposer: Proposer, problems: Problems
) -> Post:
    summary = without_furniture(article.text, article.line, problems)
    implications = without_furniture(article.implications, article.line, problems)
    if not implications:
        heading = ImplicationsHeading(digest.imports.implications)
        summary, implications = _parted(_without_title(summary, article.title), heading)
    citation = article.citation
    if not citation:
        summary, citation = _cited(summary)
    if not citation:
        # Many pages print the reference below all, after the implications.
        implications, citation = _cited(implications)
    summary, implications = _without_rules(summary), _without_rules(implications)
    topics = _known(article.labels, digest)
    research = kind_named((article.research, *article.labels), digest) or propose_research(
        article.title, citation or None, summary, digest.kinds
    )
    post = Post(
        id=article.key or post_id(month, article.title),
        title=article.title,
        summary=summary,
        implications=implications,
        month=month,
        topics=topics,
        research=research,
        citation=citation or None,
        doi=find_doi(article.doi) or find_doi(citation),
        topics_proposed=not topics,
        **{**article.fields, "aliases": _aliases(article, OwnAddresses.of(digest))},
    )
    return post if topics else replace(post, topics=proposer.topics(post))


def _aliases(article: Article, own: OwnAddresses) -> tuple[str, ...]:
    """The former addresses of the post: stated ones, and its page's path.

    A path that is one of the digest's ``own`` can't lead to the post.
    """
    stated: tuple[str, ...] = article.fields.get("aliases", ())
    try:
        parts = urlsplit(article.address.strip())
    except ValueError:
        return stated
    path = unquote(parts.path)
    told = parts.scheme in ("http", "https", "") and not parts.query and is_alias(path)
    is_former = told and path.strip("/") and path not in own
    return tuple(dict.fromkeys((*stated, path))) if is_former else stated


def _known(labels: Sequence[str], digest: Digest) -> tuple[str, ...]:
    """The digest's topics among the labels of an article, in the labels' order."""
    names = _names(digest.topics)
    return tuple(dict.fromkeys(names[folded(lb)] for lb in labels if folded(lb) in names))


def _unknown(labels: Sequence[str], digest: Digest) -> list[str]:
    """The labels that are neither a topic nor a kind of research of the digest."""
    names = {**_names(digest.topics), **_names(digest.kinds)}
    return [label for label in labels if folded(label) not in names]


def _names(things: Iterable[Topic | ResearchKind]) -> dict[str, str]:
    return {
        folded(name): thing.name
        for thing in things
        for name in (thing.name, thing.slug, *thing.aliases)
    }


def _without_title(text: str, title: str) -> str:
    """The text without its title or date, which many pages repeat above it."""
    lines = text.split("\n")
    while lines and (
        not lines[0].strip()
        or folded(plain_line(lines[0])) == folded(title)
        or month_in(plain_line(lines[0]))
    ):
        del lines[0]
    return "\n".join(lines)


def _parted(text: str, heading: ImplicationsHeading) -> tuple[str, str]:
    """Summary and implications, split at the heading of the implications."""
    lines = text.split("\n")
    found = heading.find(lines)
    if found is None:
        return text, ""
    at, rest, after = found
    below = "\n".join(lines[after:]).strip()
    return "\n".join(lines[:at]), f"{rest}\n\n{below}"


def _without_rules(text: str) -> str:
    """The text without horizontal rules at its beginning and end."""
    lines = text.split("\n")
    while lines and _RULE.fullmatch(lines[-1].strip()):
        lines.pop()
    first = next((at for at, line in enumerate(lines) if not _RULE.fullmatch(line.strip())), 0)
    return "\n".join(lines[first:])


def _cited(text: str) -> tuple[str, str]:
    """The text without its first paragraph that is a citation, and that citation."""
    paragraphs = text.split("\n\n")
    for at, paragraph in enumerate(paragraphs):
        line = plain_line(" ".join(paragraph.split()))
        if is_citation(line):
            labelled = at > 0 and _LABEL.fullmatch(plain_line(paragraphs[at - 1]))
            rest = [*paragraphs[: at - 1 if labelled else at], *paragraphs[at + 1 :]]
            return "\n\n".join(rest).strip(), without_label(line)
    return text, ""
