"""Short hashes of an imported post, which show later what was changed since."""

from __future__ import annotations

import hashlib
import json

from corpus.folder.images import without_places
from corpus.json_values import to_json
from corpus.post import DETAILS, Post, Translation


def text_hash(post: Post) -> str:
    """A short hash of a post's text fields."""
    # The folder of images depends on the post's id, which an incoming post does not have yet.
    texts = (without_places(post.summary), without_places(post.implications))
    return _hash((post.title, post.month, post.citation, post.doi, *texts))


def filing_hash(post: Post) -> str:
    """A short hash of a post's topics and kind of research."""
    return _hash((post.topics, post.topics_proposed, post.research))


def details_hash(post: Post) -> str:
    """A short hash of a post's other fields; empty if there are none."""
    # Old addresses are only ever added to.
    kept = set(DETAILS) - {"aliases"}
    told = {name: value for name, value in to_json(post).items() if name in kept}
    return _hash(told) if told else ""


def translation_hash(told: Translation) -> str:
    """A short hash of a translation, and of which version of the post it is."""
    texts = (without_places(told.summary), without_places(told.implications))
    return _hash((told.title, told.bottom_line, told.of, *texts))


def _hash(values: object) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()[:16]
