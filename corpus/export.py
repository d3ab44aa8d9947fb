"""The formats that a digest is exported to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from corpus.citations.parse import Citation, parse_citation
from corpus.importing.html_to_markdown import plain_line
from corpus.importing.jsonlines import json_lines
from corpus.post import Post

_RIS_TYPES = {"article": "JOUR", "chapter": "CHAP", "book": "BOOK", "other": "GEN"}


def beir_lines(posts: Iterable[Post]) -> str:
    """The posts as a BEIR collection: title and the text of both parts; the rest as metadata."""
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


def ris_text(posts: Iterable[Post]) -> str:
    """The studies of the posts as references in RIS, each with the post as its note."""
    return "".join(f"{tag}  - {text}\r\n" for post in posts for tag, text in _ris(post))


# The format that holds every field, whether a post is live among them.
WHOLE = "jsonl"
# The formats that ``export`` can write.
EXPORTS: dict[str, Callable[[Iterable[Post]], str]] = {
    WHOLE: json_lines,
    "beir": beir_lines,
    "ris": ris_text,
}


def _ris(post: Post) -> Iterator[tuple[str, str]]:
    cited = parse_citation(post.citation) if post.citation else Citation(text="")
    yield "TY", _RIS_TYPES[cited.form]
    yield "ID", post.id
    yield from (("AU", name) for name in cited.authors)
    first, _, last = (cited.pages or "").partition("-")
    fields = (
        ("PY", str(cited.year or "")),
        ("TI", cited.title or post.title),
        ("T2", cited.container),
        ("VL", cited.volume),
        ("IS", cited.issue),
        ("SP", first),
        ("EP", last),
    )
    yield from ((tag, _one_line(text)) for tag, text in fields if text)
    yield from (("ED", name) for name in cited.editors)
    later = (
        ("PB", cited.publisher),
        ("DO", post.doi or cited.doi),
        ("UR", cited.url),
        ("ST", post.title),
        ("AB", post.summary),
        ("N1", f"Practice implications: {_one_line(post.implications)}" * bool(post.implications)),
    )
    yield from ((tag, _one_line(text)) for tag, text in later if text)
    yield from (("KW", topic) for topic in post.topics)
    yield "ER", ""


def _one_line(markdown: str) -> str:
    return " ".join(" ".join(map(plain_line, markdown.split("\n"))).split())
