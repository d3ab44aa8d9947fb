"""A maintainer's day: import, correct, review, publish and roll back, with a real server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY
from tests.digests.indexing import pprsearch
from tests.patience import eventually
from tests.webapp.http.real_server.running import Running, serving

PAGE = REPOSITORY / "tests" / "fixtures" / "listing" / "page.html"
QUESTION = "does walking in rain lift the mood"
POST = "2024-02-rain-lifts-the-mood-of-walkers"
FAULTY = """\
---
title: "Rain lifts the mood of walkers"
month: 2024-02
topics:
  - Group Psychoterapy
research: servey
citation: "Marsh, R., & Dew, L. (2023). Rain and mood. Journal of Walks, 40(1), 1-9."
doi: 10.1234/jw.2023.40
---

Sixty walkers told their mood before and after a walk in the rain, and after one in the sun. Both
walks were of the same length, and the same leader went with them.

## Practice Implications

"""
IMPLICATIONS = "Walk in the rain as well: the mood of walkers rose more than in the sun.\n"


class Desk:
    """A digest's folder, its index and the command, as a maintainer uses them."""

    def __init__(self, root: Path) -> None:
        self.digest = root / "digest"
        self.index = root / "index"

    def run(self, command: str, *arguments: str | Path, status: int = 0) -> str:
        """The output of the command on both channels; it must end with this status."""
        done = pprsearch(command, *arguments)
        assert done.exit_code == status, done.output
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done.output

    def indexing(self, command: str, *options: str, status: int = 0) -> str:
        """The output of one of the commands for the index."""
        return self.run(command, self.digest, "--index", self.index, *options, status=status)

    def mend(self, post: str, old: str, new: str) -> None:
        """Replace a text in a post's file, as in an editor."""
        file = self.digest / "posts" / f"{post}.md"
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")


def found(server: Running) -> list[str]:
    """The posts that a reader finds with the question, best first."""
    status, _, body = server.get(f"/api/v1/search?q={QUESTION.replace(' ', '+')}")
    assert status == 200
    answer: dict[str, Any] = json.loads(body)
    return [hit["post"]["id"] for hit in answer["hits"]]


@pytest.mark.slow
def test_import_correct_add_fix_review_publish_and_roll_back(
    tmp_path: Path, own_cache: Path
) -> None:
    desk = Desk(tmp_path)

    # In the morning a page is imported, first as a dry run.
    shown = desk.run("import", "listing", PAGE, desk.digest, "--dry-run")
    assert "+++" in shown and not desk.digest.exists()
    assert "4 added" in desk.run("import", "listing", PAGE, desk.digest)
    posts = sorted(file.stem for file in (desk.digest / "posts").iterdir())
    assert "the topics were proposed by the program" in desk.run("check", desk.digest)

    # A topic is corrected, and importing the page again does not undo that.
    leaders = next(post for post in posts if "tired-leaders" in post)
    desk.mend(leaders, "  - Group Psychotherapy\n", "  - Therapist Factors\n")
    desk.mend(leaders, "topics_proposed: true\n", "")
    again = desk.run("import", "listing", PAGE, desk.digest)
    assert "0 added, 0 updated" in again
    assert "Therapist Factors" in (desk.digest / "posts" / f"{leaders}.md").read_text("utf-8")
    assert "4 added" in desk.indexing("index", "--no-semantic")

    with serving(desk.index) as server:
        assert POST not in found(server)

        # A post is started, and written with three faults.
        desk.run("new", "Rain lifts the mood of walkers", "--month", "2024-02",
                 "--digest", desk.digest)  # fmt: skip
        file = desk.digest / "posts" / f"{POST}.md"
        assert file.is_file()
        file.write_text(FAULTY, "utf-8")
        told = desk.run("check", desk.digest, status=1)
        errors = [
            line for line in told.splitlines() if f"{POST}.md" in line and "warning" not in line
        ]
        assert len(errors) == 3, told
        assert f"posts/{POST}.md:5:" in errors[0] and "Group Psychotherapy" in errors[0]
        assert f"posts/{POST}.md:6:" in errors[1] and "survey" in errors[1]
        assert "implications" in errors[2]

        # With faults nothing is published; readers still see the old posts.
        assert "3 faults" in desk.indexing("index", "--no-semantic", status=1)
        assert POST not in found(server)

        # The faults are corrected.
        desk.mend(POST, "Psychoterapy", "Psychotherapy")
        desk.mend(POST, "servey", "survey")
        desk.mend(POST, "## Practice Implications\n", f"## Practice Implications\n\n{IMPLICATIONS}")
        assert "0 errors" in desk.run("check", desk.digest)

        # The changes for readers are reviewed before publishing.
        (desk.digest / "relevance").mkdir()
        (desk.digest / "relevance" / "questions.toml").write_text(
            f'[[question]]\nid = "q1"\ntext = "{QUESTION}"\nkind = "plain"\nsplit = "dev"\n'
            f"[question.grades]\n{POST} = 3\n",
            "utf-8",
        )
        review = desk.indexing("index", "--review", "--no-semantic")
        assert QUESTION in review and POST in review
        stopped = desk.indexing("index", "--max-changes", "0", "--no-semantic", status=1)
        assert "more than the 0 allowed" in stopped
        assert POST not in found(server)

        # The index is published, and the running server shows it.
        assert "1 added" in desk.indexing("index", "--no-semantic")
        eventually(lambda: found(server)[:1] == [POST])
        page = server.get(f"/posts/{POST}")
        assert page[0] == 200 and b"Walk in the rain as well" in page[2]
        assert json.loads(desk.indexing("status", "--json"))["serving"]["posts"] == 5

        # It was too early: a roll-back, which no nightly run undoes.
        desk.indexing("rollback")
        eventually(lambda: POST not in found(server))
        assert server.get(f"/posts/{POST}")[0] == 404
        assert "withdrew" in desk.indexing("index", "--no-semantic", status=1)
        assert POST not in found(server)

        # After a correction it is published again.
        desk.mend(POST, "rose more", "rose a little more")
        desk.indexing("index", "--no-semantic")
        eventually(lambda: found(server)[:1] == [POST])
    # In the evening everything is valid: a fault would end the command with status 1.
    desk.indexing("verify", "--sample", "5")
