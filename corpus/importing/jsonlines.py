"""JSON lines of posts, field by field: what ``export`` writes and ``import`` reads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from corpus.digest import Digest
from corpus.importer import Imported
from corpus.post import Post
from corpus.problem import Problems
from corpus.text.encoding import decoded

_LISTS = ("topics", "pin", "never")
_FIELDS = tuple(field.name for field in fields(Post))


class JsonLinesImporter:
    """Imports JSON lines that ``export`` wrote; ``month`` is for posts without one."""

    name = "jsonl"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read a post a line; a line that holds none is an error."""
        problems = Problems(source)
        text = decoded(data, problems) or ""
        posts = []
        # Only "\n" ends a line: JSON may hold other line ends inside its texts.
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip() and (post := self._post(line, number, problems)):
                posts.append(post)
        if not posts and not problems.faulty:
            problems.error(1, "there is no post in the file", "see that it is the one you mean")
        return Imported(tuple(posts), tuple(problems.found))

    def _post(self, line: str, number: int, problems: Problems) -> Post | None:
        try:
            values = json.loads(line)
        except (ValueError, RecursionError):
            values = None
        if not isinstance(values, dict):
            problems.error(number, "the line is not a JSON object", "export the posts again")
            return None
        wrong = [name for name, value in values.items() if not _fits(name, value)]
        wrong += [name for name in ("id", "title") if not values.get(name)]
        wrong += ["summary"] if "summary" not in values else []
        if wrong:
            problems.error(
                number,
                f'"{wrong[0]}" is missing, of a wrong type, or no field of a post',
                f"the fields are: {', '.join(_FIELDS)}",
            )
            return None
        lists = {name: tuple(values.get(name, ())) for name in _LISTS}
        return Post(**{**values, **lists, "month": values.get("month") or self.month})


def json_lines(posts: Iterable[Post]) -> str:
    """The posts as JSON lines, every field of each."""
    return "".join(json.dumps(asdict(post), ensure_ascii=False) + "\n" for post in posts)


def _fits(name: str, value: Any) -> bool:
    """Whether a value is of the type of that field of a post."""
    if name in _LISTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if name == "topics_proposed":
        return isinstance(value, bool)
    optional = name in ("month", "research", "citation", "doi")
    return name in _FIELDS and (isinstance(value, str) or (optional and value is None))
