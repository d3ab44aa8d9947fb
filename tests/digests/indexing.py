"""A digest's folder of a few posts, and its command line called in this process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from corpus.folder.write import post_text
from corpus.post import Post
from tests.digests.digest_folder import DigestFolder
from webapp.cli.commands import main

SUBJECTS = {
    "compost": "Compost was dug into beds. Beans grew taller.",
    "slugs": "Slugs were caught with beer. Lettuce was eaten less.",
    "ladybirds": "Ladybirds were set free. Aphids grew fewer.",
    "drought": "A drought came. Barrels held water for the beans.",
}
QUESTIONS = """\
[[question]]
id = "q1"
text = "do beans like compost?"
kind = "plain"
split = "dev"
grades = { "2021-01-compost" = 3 }

[[question]]
id = "q2"
text = "what about slugs?"
kind = "plain"
split = "test"
grades = { "2021-02-slugs" = 3 }

[[question]]
id = "q3"
text = "zeppelins"
kind = "unanswerable"
split = "dev"
grades = {}
"""


def make_digest(root: Path) -> DigestFolder:
    """A digest of four posts without faults."""
    root.mkdir()
    folder = DigestFolder.make(root)
    for number, (subject, summary) in enumerate(SUBJECTS.items(), 1):
        write(folder, f"2021-{number:02}-{subject}", summary)
    return folder


def write(folder: DigestFolder, post_id: str, summary: str) -> None:
    """Write a post without faults."""
    subject = post_id[8:].replace("-", " ")
    post = Post(
        id=post_id,
        title=f"On {subject}",
        summary=summary,
        implications=f"Ask about {subject}.",
        month=post_id[:7],
        topics=("Gardens, Parks, and Woods",),
        research="survey",
        citation=f"Green, A. (2020). On {subject}. Journal of Plots, 1, 2-3.",
    )
    folder.post(post_text(post), post_id)


def delete(folder: DigestFolder, post_id: str) -> None:
    """Delete a post's file."""
    (folder.root / "posts" / f"{post_id}.md").unlink()


def pprsearch(command: str, *arguments: str | Path) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, [command, *map(str, arguments)])


def told(command: str, *arguments: str | Path) -> dict[str, Any]:
    """The JSON that a command prints; the command must succeed."""
    result = pprsearch(command, *arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """The mode and bytes of every file, to compare before and after."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
