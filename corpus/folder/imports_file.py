"""``imports.json`` in a digest's folder: the source of each imported post.

It is kept apart from the posts, so that their files hold only what their writers wrote. It has one
post a line, sorted, so that two people's imports can be merged line by line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from corpus.folder.post_file import Origin
from corpus.folder.text_file import read_text
from corpus.problem import Problems

IMPORTS = "imports.json"
# Some 300,000 posts have their lines in it.
MAX_BYTES = 64 * 1024 * 1024


def read_imports(root: Path, problems: Problems) -> dict[str, Origin]:
    """The origin of each imported post by id; none, and an error, if the file is damaged.

    A digest without the file has no imported post.
    """
    path = root / IMPORTS
    if not path.exists() and not path.is_symlink():
        return {}
    text = read_text(path, root, problems, MAX_BYTES)
    if text is None:
        return {}
    line = 1
    try:
        entries = json.loads(text)
        return {str(post): Origin.of(entry) for post, entry in entries.items()}
    except json.JSONDecodeError as error:
        line = error.lineno
    except (ValueError, RecursionError, AttributeError):
        pass  # What is JSON and yet no table of origins is told like what is no JSON.
    problems.error(
        line,
        "the file was changed by hand, or is damaged",
        "restore it, or delete it: imported posts then count as written by hand",
    )
    return {}


def imports_text(origins: Mapping[str, Origin]) -> str:
    """The text of the file, the same for the same origins."""
    lines = [
        f"  {json.dumps(post)}: {json.dumps(origins[post].as_dict(), ensure_ascii=False)}"
        for post in sorted(origins)
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"
