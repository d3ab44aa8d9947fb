"""A small digest of physiotherapy, to test that limits are not tuned to one field."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from corpus.digest import Digest, ResearchKind, Topic
from corpus.post import Post
from corpus.slug import slug

FILE = Path(__file__).with_name("relevance") / "physiotherapy.toml"
DATA: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))

DIGEST = Digest(
    name="Physiotherapy Digest",
    topics=tuple(Topic(slug(name), name) for name in DATA["topics"]),
    kinds=(ResearchKind("trial", "trial"),),
    posts=tuple(
        Post(
            id=post["id"],
            title=post["title"],
            summary=post["summary"],
            implications=post["implications"],
            month=post["id"][:7],
            topics=(post["topic"],),
            research="trial",
        )
        for post in DATA["post"]
    ),
)
