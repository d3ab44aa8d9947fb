"""The corpora for comparing engines: real abstracts, the same in every run.

Posts get a month, a kind of research and topics by a hash of their id, so that there is something
to filter by and to count; the topics have invented names, which no question asks for. The last two
sentences of an abstract stand for the practice implications.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from corpus.digest import Digest, Topic
from corpus.filed import Gathering, chosen
from corpus.folder.read import DEMO, read_corpus, read_frame
from corpus.json_values import from_json, to_json
from corpus.post import Post

# The sizes of the tables that stand for a whole collection; see ``corpus``.
DEMO_SIZE, ENLARGED, NFCORPUS, SCALE = 113, 400, 3_633, 30_826
COLLECTIONS = ("nfcorpus", "scifact", "med", "cranfield", "counselchat", "scale")
FIRST_YEAR, YEARS = 2005, 20
TOPICS = 30

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9(])")
_SYLLABLES = ("ba", "ve", "ru", "zo", "ki", "mu")


def corpus(size: int, data: Path) -> Digest:
    """The digest of that many posts; ``data`` holds the collections.

    113 is the demo digest, 400 the demo digest with abstracts added, 3,633 nfcorpus and 30,826 the
    collection ``scale``. Every other size takes that many posts of all collections; if they are too
    few, further posts are recombined from their sentences.
    """
    if size in (DEMO_SIZE, ENLARGED):
        demo = read_corpus(DEMO).digest
        added = _posts("scale", data, most=size - len(demo.posts)) if size == ENLARGED else []
        more = _shelved(added, [topic.name for topic in demo.topics], demo)
        return _with_posts(demo, chain(demo.posts, more))
    if size == NFCORPUS:
        return collection("nfcorpus", data)
    if size == SCALE:
        return collection("scale", data)
    posts = [p for name in COLLECTIONS for p in _posts(name, data, prefix=True)]
    posts = sorted(posts, key=lambda post: _number(post.id))[:size]
    more = recombined(posts, size - len(posts)) if len(posts) < size else iter(())
    return _digest(str(size), chain(posts, more))


def collection(name: str, data: Path) -> Digest:
    """A collection by itself; its posts keep their ids, by which they are judged."""
    return _digest(name, _posts(name, data))


def recombined(posts: Sequence[Post], count: int) -> Iterator[Post]:
    """Make ``count`` more posts: the title of one, and three sentences each of four others."""
    sentences = [_SENTENCE.split(f"{p.summary} {p.implications}".strip()) for p in posts]
    # Each is drawn by its own number, so that a larger corpus begins with the smaller one.
    for number in range(count):
        draw = random.Random(number)  # noqa: S311 (nothing is kept secret by it)
        title, *others = draw.choices(range(len(posts)), k=5)
        taken: list[str] = []
        for other in others:
            start = draw.randrange(max(1, len(sentences[other]) - 2))
            taken += sentences[other][start : start + 3]
        yield _with_implications(f"recombined-{number}", posts[title].title, " ".join(taken))


def write(digest: Digest, file: Path) -> None:
    """Write the posts for the processes of the other engines, one JSON object a line."""
    with file.open("w", encoding="utf-8") as lines:
        for post in digest.posts:
            lines.write(json.dumps(to_json(post), ensure_ascii=False) + "\n")


def read(file: Path) -> list[Post]:
    """The posts that ``write`` wrote."""
    with file.open(encoding="utf-8") as lines:
        return [from_json(Post, json.loads(line)) for line in lines]


def frame(name: str) -> Digest:
    """The settings of the digest of that size or name, without posts."""
    demo, _ = read_frame(DEMO)
    if name in (str(DEMO_SIZE), str(ENLARGED)):
        return demo
    topics = tuple(Topic(slug=topic.lower(), name=topic) for topic in _invented(TOPICS))
    return Digest(name=name, kinds=demo.kinds, topics=topics)


def _digest(name: str, posts: Iterable[Post]) -> Digest:
    empty = frame(name)
    return _with_posts(empty, _shelved(posts, [t.name for t in empty.topics], empty))


def _with_posts(empty: Digest, posts: Iterable[Post]) -> Digest:
    """A digest with those posts in the order of their months; in a file if they are many."""
    gathering, keys = Gathering(), []
    for post in posts:
        gathering.add(post)
        keys.append((post.month or "", post.id))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return replace(empty, posts=chosen(gathering.posts(), order))


def _posts(name: str, data: Path, prefix: bool = False, most: int | None = None) -> list[Post]:
    posts = read_corpus(data / name).digest.posts[:most]
    return [
        _with_implications(f"{name}-{p.id}" if prefix else p.id, p.title, p.summary) for p in posts
    ]


def _with_implications(post_id: str, title: str, text: str) -> Post:
    sentences = _SENTENCE.split(text)
    cut = max(1, len(sentences) - 2)
    return Post(post_id, title, " ".join(sentences[:cut]), " ".join(sentences[cut:]))


def _shelved(posts: Iterable[Post], topics: Sequence[str], digest: Digest) -> Iterator[Post]:
    """The posts with a month, a kind of research and one to three topics each."""
    for post in posts:
        number = _number(post.id)
        about = {topics[(number >> shift) % len(topics)] for shift in (8, 24, 40)[: 1 + number % 3]}
        yield replace(
            post,
            month=f"{FIRST_YEAR + number % YEARS}-{1 + (number >> 5) % 12:02}",
            research=digest.kinds[(number >> 16) % len(digest.kinds)].name,
            topics=tuple(sorted(about)),
        )


def _number(text: str) -> int:
    """A number derived from a text, the same in every run and on every machine."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _invented(count: int) -> Iterator[str]:
    for number in range(count):
        first, second = divmod(number, len(_SYLLABLES))
        yield (
            _SYLLABLES[first % 6] + _SYLLABLES[second] + _SYLLABLES[(first + second) % 6]
        ).title()
