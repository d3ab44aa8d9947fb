"""The formats for exporting a digest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from corpus.citations.forms import FORMS
from corpus.citations.reference import reference
from corpus.digest import Digest
from corpus.importing.jsonlines import json_lines
from corpus.post import Post


def beir_lines(posts: Iterable[Post]) -> str:
    """The posts as a BEIR collection: title and text, with the rest as metadata."""
    return "".join(
        json.dumps(
            {
                "_id": post.id,
                "title": post.title,
                "text": "\n\n".join(part for part in (post.summary, post.implications) if part),
                "metadata": {
                    "month": post.month,
                    "topics": list(post.topics),
                    "research": post.research,
                    "citation": post.citation,
                    "doi": post.doi,
                },
            },
            ensure_ascii=False,
        )
        + "\n"
        for post in posts
    )


def _citations(form: str) -> Callable[[Iterable[Post], Digest], str]:
    """A function that exports the studies of posts in a citation format."""
    write = FORMS[form].write
    return lambda posts, digest: write(reference(post, "", digest.name) for post in posts)


# The format that holds every field, whether a post is live among them.
WHOLE = "jsonl"
# The formats that ``export`` can write: each makes text of some posts and the digest they are of.
EXPORTS: dict[str, Callable[[Iterable[Post], Digest], str]] = {
    WHOLE: lambda posts, _: json_lines(posts),
    "beir": lambda posts, _: beir_lines(posts),
    **{form: _citations(form) for form in FORMS},
}
