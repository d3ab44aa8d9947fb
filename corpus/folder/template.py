"""The template of a new post: a draft with all fields."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.digest import Digest, ResearchKind
from corpus.evidence.measures import measures
from corpus.evidence.notice import NOTICES
from corpus.evidence.study import COMPARISONS, QUESTIONS, READINGS, SIDES
from corpus.folder.front_matter import FENCE
from corpus.folder.post_body import HEADING
from corpus.folder.write import quoted
from corpus.post import Post


def template(post: Post, digest: Digest) -> str:
    """The text of a new post's file, with what is known of ``post`` and names to choose from.

    The names stand in comments, which nothing reads; ``check`` tells what must be filled in.
    """
    lines = [
        FENCE,
        f"title: {quoted(post.title)}",
        f"month: {post.month}",
        "# Delete the lines of the topics that do not fit, and the # of those that do.",
        "topics:",
        *(f"  # - {topic.name}" for topic in digest.topics),
        f"# One of: {_joined(digest.kinds)}",
        "research:",
        "# Author, A., & Other, B. C. (2024). Title of the study. Journal, 12(3), 45-67.",
        "citation:",
        f"doi: {post.doi}" if post.doi else "doi:",
        *_EVIDENCE,
        "# Readers see the post once this line is deleted.",
        "draft: true",
        FENCE,
        "",
        "",
        HEADING,
        "",
    ]
    return "\n".join(lines)


# Each line can be taken by itself: what is not known is left out.
_EVIDENCE = (
    "# What the study tells, as data. Delete the # of what you know, and the lines of the rest.",
    '# pmid: "12345678"',
    '# bottom_line: "The main finding with its main number, in a sentence."',
    "# study:",
    "#   year: 2014",
    f"#   question: {' | '.join(QUESTIONS)}",
    f"#   compared: {' | '.join(COMPARISONS)}",
    "#   population: who was studied",
    "#   setting: where",
    "#   studies: 10",
    "#   participants: 1240",
    "#   data: the cohort, register or trial, if it has a name",
    "#   funding: who paid for the study",
    f"#   read: {' | '.join(READINGS)}",
    f"#   # Measures: {', '.join(measures())}. Favours: {', '.join(SIDES)}.",
    "#   effects:",
    "#     - {intervention: what was done, comparator: beside what, outcome: what was measured,"
    " timepoint: when, measure: g, value: 0.25, low: 0.14, high: 0.36, studies: 10,"
    " participants: 1240, favours: intervention}",
    f"# Notices: {', '.join(NOTICES)}.",
    "# notices:",
    "#   - {kind: erratum, date: 2020-05-06, doi: 10.1000/xyz}",
    "# Ids of other posts: whose study this one's updates, contradicts, or shares its people with.",
    "# related:",
    "#   updates: []",
    "#   contradicts: []",
    "#   same_data: []",
    "# Who writes this post, and what they stand to gain.",
    "# author: your name",
    "# interests: none",
)


def _joined(kinds: Iterable[ResearchKind]) -> str:
    return "; ".join(kind.name for kind in kinds)
