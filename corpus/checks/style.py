"""Hints on the style of posts: length, wording, citation, title and topics."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from corpus.checks.claims import by_month, check_claims
from corpus.citations.apa import MOST_AUTHORS
from corpus.citations.citation import Citation
from corpus.citations.identifiers import find_doi
from corpus.citations.parse import parse_citation
from corpus.folder.read import POSTS, Reading
from corpus.post import Post
from corpus.problem import Problem, Problems
from corpus.text.folding import folded
from corpus.text.near_duplicates import alike
from corpus.text.readability import word_count, words
from corpus.topics.propose import Proposer, is_rest, told

# In words. A summary is read in a minute or two; implications shorter than a few sentences don't
# tell what to do, and longer ones are not read.
SUMMARY_WORDS = range(80, 401)
IMPLICATION_WORDS = range(30, 251)
BOTTOM_LINE_WORDS = 25
ALIKE_TITLES = 0.75
# A part of a post that is longer, a table say, takes seconds to be made a page of.
MOST_CHARACTERS = 50_000

# Whose study it is, then when in brackets, then a full stop: what every citation in APA has.
_APA = re.compile(
    r"[^()]{2,}(?: \(Eds?\.\)\.?)? "
    r"\((?:(?:18|19|20)\d\d(?:[a-z]|/\d{4}|, [^()]+)?|in press|n\.d\.)\)\. \S"
)
_EXAMPLE = "Author, A., & Other, B. C. (2024). Title. Journal, 12(3), 45–67."
# What follows a DOI where it was copied from the address of a page.
_COPIED = re.compile(r"[?#]|/(?:abstract|full|pdf|epub|html)$|\.(?:pdf|html)$", re.IGNORECASE)


def style_hints(reading: Reading) -> tuple[Problem, ...]:
    """The style warnings of all posts, also of those with errors, by file and line."""
    if not reading.lines:
        # A collection has no files of posts, and nobody to write them anew.
        return ()
    posts = reading.every_post
    proposer = Proposer(reading.digest)
    rest = {topic.name for topic in reading.digest.topics if is_rest(topic)}
    months = by_month(posts)
    found: list[Problem] = []
    for post in posts:
        problems = Problems(Path(POSTS, f"{post.id}.md"))
        lines = reading.lines.get(post.id, {})
        _check_lengths(post, lines, problems)
        _check_citation(post, lines, problems)
        _check_study(post, lines, problems)
        check_claims(post, reading.digest, months, lines, problems)
        if post.topics_proposed or (post.topics and rest.issuperset(post.topics)):
            _propose(post, lines, proposer, problems)
        found += problems.found
    found += _like_titles(posts, reading.lines)
    return tuple(sorted(found))


def _check_lengths(post: Post, lines: Mapping[str, int], problems: Problems) -> None:
    for part, text, limits in (
        ("summary", post.summary, SUMMARY_WORDS),
        ("practice implications", post.implications, IMPLICATION_WORDS),
    ):
        if len(text) > MOST_CHARACTERS:
            problems.warning(
                lines.get(part.split()[-1], 1),
                f"the {part} {'is' if part == 'summary' else 'are'} too large for a page: "
                f"{len(text):,} characters",
                f"write at most {MOST_CHARACTERS:,}, tables included",
            )
        count = word_count(text)
        if text and count not in limits:
            short = count < limits.start
            verb = "is" if part == "summary" else "are"
            problems.warning(
                lines.get(part.split()[-1], 1),
                f"the {part} {verb} {'short' if short else 'long'}: "
                f"{count} word{'' if count == 1 else 's'}",
                f"write {limits.start} to {limits.stop - 1} words",
            )


def _check_study(post: Post, lines: Mapping[str, int], problems: Problems) -> None:
    count = word_count(post.bottom_line or "")
    if count > BOTTOM_LINE_WORDS:
        problems.warning(
            lines.get("bottom_line", 1),
            f"the bottom line is long: {count} words",
            f"write one sentence of at most {BOTTOM_LINE_WORDS} words",
        )
    year = parse_citation(post.citation).year if post.citation else None
    if year and post.study and post.study.year and post.study.year != year:
        problems.warning(
            lines.get("study", 1),
            f"the study is dated {post.study.year}, but the citation {year}",
            "correct the one that is wrong",
        )


def _check_citation(post: Post, lines: Mapping[str, int], problems: Problems) -> None:
    if post.doi and _COPIED.search(post.doi):
        problems.warning(
            lines.get("doi", 1),
            f'the DOI "{post.doi}" ends like the address of a page',
            "delete what does not belong to the DOI, and try it at https://doi.org/",
        )
    if not post.citation:
        return
    line = lines.get("citation", 1)
    cited = parse_citation(post.citation)
    if not (_APA.match(post.citation) and cited.title):
        problems.warning(line, "the citation is not in APA style", f"write it like: {_EXAMPLE}")
    elif lacking := " and no ".join(_lacking(cited, post.unseen)):
        cure = f"add it, as in: {_EXAMPLE} What you can't find, list under unseen:"
        problems.warning(line, f"the citation has no {lacking}", cure)
    if cited.gap is not None and cited.gap < MOST_AUTHORS - 1 and "authors" not in post.unseen:
        problems.warning(
            line,
            'the citation leaves out authors ("et al." or an ellipsis)',
            f"name them all; of more than {MOST_AUTHORS} the first {MOST_AUTHORS - 1}, an "
            "ellipsis, and the last; if you can't find them, list authors under unseen:",
        )
    for part in post.unseen:
        if _has(cited, part):
            what = f"the citation has its {part}, which the post says could not be found"
            problems.warning(lines.get("unseen", 1), what, f"delete {part} there")
    if cited.doi and not post.doi:
        problems.warning(
            line, "the DOI is in the citation alone", f"add a line doi: {_bare(cited.doi)}"
        )
    elif cited.doi and post.doi and _bare(cited.doi) != _bare(post.doi):
        problems.warning(
            lines.get("doi", 1),
            f"the DOI is {post.doi}, but the citation has {cited.doi}",
            "correct the one that is wrong",
        )


def _lacking(cited: Citation, unseen: Collection[str]) -> Iterator[str]:
    """The parts that a citation lacks: journal, volume, pages.

    Not what the post says is ``unseen``. What is in press or online first has neither volume nor
    pages yet, and a server of preprints gives none.
    """
    if cited.form == "other":
        if "journal" not in unseen:
            yield "journal or book"
        return
    if cited.form != "article" or cited.description:
        return
    waiting = bool(cited.status) or cited.year is None
    if not cited.container and "journal" not in unseen:
        yield "journal"
    if not (cited.volume or waiting or "volume" in unseen):
        yield "volume"
    if not (cited.pages or cited.article_number or waiting or "pages" in unseen):
        yield "pages or article number"


def _has(cited: Citation, part: str) -> bool:
    """Whether a citation has a part, or the post says that it could not be found."""
    return bool(
        {
            "authors": cited.authors and cited.gap is None,
            "journal": cited.container,
            "volume": cited.volume,
            "pages": cited.pages or cited.article_number,
        }[part]
    )


def _bare(doi: str) -> str:
    return (find_doi(doi) or doi).casefold()


def _propose(post: Post, lines: Mapping[str, int], proposer: Proposer, problems: Problems) -> None:
    proposals = proposer.fitting(post)
    if proposals and {proposal.topic for proposal in proposals} != set(post.topics):
        problems.warning(
            lines.get("topics", 1),
            "topics that fit the post's words: " + "; ".join(map(told, proposals)),
            "add those that are right",
        )


def _like_titles(
    posts: Sequence[Post], lines: Mapping[str, Mapping[str, int]]
) -> Iterator[Problem]:
    """Titles that nearly equal an earlier post's; equal ones are reported as errors elsewhere."""
    titles = {post.id: post.title for post in sorted(posts, key=lambda p: (p.month or "", p.id))}
    parts = {id: set(words(title)) for id, title in titles.items()}
    for earlier, later, _ in alike({id: part for id, part in parts.items() if part}, ALIKE_TITLES):
        if folded(titles[earlier]) != folded(titles[later]):
            yield Problem(
                Path(POSTS, f"{later}.md"),
                lines.get(later, {}).get("title", 1),
                f'the title is nearly that of {POSTS}/{earlier}.md, "{titles[earlier]}"',
                "give it another, or delete one of the two if both are about one study",
                "warning",
            )
