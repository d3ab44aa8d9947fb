"""The health of a digest: missing DOIs, thin topics, near-duplicates, old posts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from statistics import median

from corpus.citations.parse import parse_citation
from corpus.digest import Digest
from corpus.folder.post_fields import RELATIONS
from corpus.folder.read import Reading
from corpus.post import Post
from corpus.slug import POST_ID
from corpus.text.near_duplicates import alike
from corpus.text.readability import reading_ease, runs

# Fewer posts than this make no topic.
FEW_POSTS = 2
# Likeness of the runs of three words of two posts: by chance it stays below 0.05.
ALIKE_TEXTS = 0.3
RUN = 3
# Flesch's reading ease: below it, only those trained to read such text do so with ease.
HARD = 30.0
# Years between two studies after which the older one is told of the newer.
OLD = 5

_MENTION = re.compile(rf"(?<![\w-]){POST_ID.pattern}(?![\w-])")


@dataclass(frozen=True, slots=True)
class Superseded:
    """An old post, and the newest post on later research with the same main topic."""

    post: str
    topic: str
    newer: str


@dataclass(frozen=True, slots=True)
class Health:
    """The parts of a digest that need a look; posts are given by id.

    ``unread`` are those of which nothing could be read. ``thin_topics`` come with their number of
    posts; ``dead_references`` are pairs of a post and the id it names; ``near_duplicates`` come
    with their likeness from 0 to 1; ``hard_posts`` with their reading ease. ``ease`` is the median
    of all posts, ``None`` without posts.
    """

    posts: int
    unread: tuple[str, ...]
    without_doi: tuple[str, ...]
    thin_topics: tuple[tuple[str, int], ...]
    dead_references: tuple[tuple[str, str], ...]
    near_duplicates: tuple[tuple[str, str, float], ...]
    ease: float | None
    hard_posts: tuple[tuple[str, float], ...]
    superseded: tuple[Superseded, ...]


def health(reading: Reading) -> Health:
    """The health of a digest; posts with errors count as far as they could be read."""
    posts = sorted(
        (*reading.digest.posts, *reading.unfinished), key=lambda post: (post.month or "", post.id)
    )
    eases = {post.id: ease for post in posts if (ease := _ease(post)) is not None}
    counts = Counter(topic for post in posts for topic in post.topics)
    unread = tuple(fault.file.stem for fault in reading.unread(reading.every_post))
    parts = {post.id: runs(f"{post.summary} {post.implications}", RUN) for post in posts}
    return Health(
        posts=len(posts),
        unread=unread,
        without_doi=tuple(post.id for post in posts if not post.doi),
        thin_topics=tuple(
            (topic.name, counts[topic.name])
            for topic in reading.digest.topics
            if counts[topic.name] < FEW_POSTS
        ),
        dead_references=tuple(
            _dead_references(posts, {*unread, *(post.id for post in reading.every_post)})
        ),
        near_duplicates=tuple(
            sorted(
                alike({id: part for id, part in parts.items() if part}, ALIKE_TEXTS),
                key=lambda pair: -pair[2],
            )
        ),
        ease=median(eases.values()) if eases else None,
        hard_posts=tuple(
            sorted(((id, ease) for id, ease in eases.items() if ease < HARD), key=lambda h: h[1])
        ),
        superseded=tuple(_superseded(posts, reading.digest)),
    )


def _ease(post: Post) -> float | None:
    try:
        return reading_ease(f"{post.summary}\n\n{post.implications}")
    except ValueError:
        # A text without a word.
        return None


def _dead_references(posts: Sequence[Post], ids: Set[str]) -> Iterator[tuple[str, str]]:
    """References of a post, in fields or text, that are not among the ``ids``."""
    for post in posts:
        mentioned = [m[0] for m in _MENTION.finditer(f"{post.summary}\n{post.implications}")]
        named = (other for name in RELATIONS for other in getattr(post, name))
        for other in dict.fromkeys((*named, *mentioned)):
            if other not in ids:
                yield post.id, other


def _superseded(posts: Sequence[Post], digest: Digest) -> Iterator[Superseded]:
    overviews = {kind.name for kind in digest.kinds if kind.overview}
    years = {post.id: _year(post) for post in posts}
    newest: dict[str, tuple[int, str]] = {}
    for post in posts:
        year = years[post.id]
        if post.research in overviews and post.topics and year is not None:
            topic = post.topics[0]
            newest[topic] = max(newest.get(topic, (0, "")), (year, post.id))
    for post in posts:
        year = years[post.id]
        if year is None or not post.topics or post.topics[0] not in newest:
            continue
        latest, other = newest[post.topics[0]]
        if latest - year >= OLD:
            yield Superseded(post.id, post.topics[0], other)


def _year(post: Post) -> int | None:
    """The year of the study, else of the post."""
    if post.study and post.study.year:
        return post.study.year
    cited = parse_citation(post.citation).year if post.citation else None
    return cited or post.year
