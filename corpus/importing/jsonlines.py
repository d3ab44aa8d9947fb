"""Posts as JSON lines with every field: written by ``export``, read by ``import``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from corpus.digest import Digest
from corpus.importer import Imported
from corpus.json_values import WrongValue, from_json, names_of, to_json
from corpus.post import Post
from corpus.problem import Problems
from corpus.text.encoding import decoded


class JsonLinesImporter:
    """Imports JSON lines that ``export`` wrote; ``month`` is for posts without one."""

    name = "jsonl"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read one post a line; a line without one is an error."""
        problems = Problems(source)
        text = decoded(data, problems) or ""
        posts = []
        # Only "\n" ends a line: JSON may hold other line ends inside its texts.
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip() and (post := self._post(line, number, problems)):
                posts.append(post)
        if not posts and not problems.faulty:
            problems.error(1, "there is no post in the file", "check that it is the right file")
        return Imported(tuple(posts), tuple(problems.found))

    def _post(self, line: str, number: int, problems: Problems) -> Post | None:
        try:
            values = json.loads(line)
        except (ValueError, RecursionError):
            values = None
        if not isinstance(values, dict):
            problems.error(number, "the line is not a JSON object", "export the posts again")
            return None
        try:
            if empty := next((name for name in ("id", "title") if values.get(name) == ""), None):
                raise WrongValue(empty)
            return from_json(Post, {**values, "month": values.get("month") or self.month})
        except WrongValue as error:
            problems.error(
                number,
                f'"{error.field}" is missing, of a wrong type, or no field of a post',
                f"the fields are: {', '.join(names_of(Post))}",
            )
            return None


def json_lines(posts: Iterable[Post]) -> str:
    """The posts as JSON lines, with every field and their translations."""
    lines = (json.dumps(to_json(post, whole=True), ensure_ascii=False) for post in posts)
    return "".join(f"{line}\n" for line in lines)
