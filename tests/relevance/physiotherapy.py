"""A small digest of physiotherapy, to test that limits are not tuned to one field."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from corpus.digest import Digest, ResearchKind, Topic
from corpus.evidence.study import Study
from corpus.post import Post
from corpus.slug import slug

FILE = Path(__file__).with_name("physiotherapy.toml")
DATA: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))


def post_of(told: dict[str, Any], research: str = "trial", study: Study | None = None) -> Post:
    """A post as a file of the second digest tells it."""
    return Post(
        id=told["id"],
        title=told["title"],
        summary=told["summary"],
        implications=told["implications"],
        month=told["id"][:7],
        topics=(told["topic"],),
        research=research,
        study=study,
    )


DIGEST = Digest(
    name="Physiotherapy Digest",
    topics=tuple(Topic(slug(name), name) for name in DATA["topics"]),
    kinds=(ResearchKind("trial", "trial"),),
    posts=tuple(map(post_of, DATA["post"])),
)
