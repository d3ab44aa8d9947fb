"""Notices are added to a post's file, and nothing else in it changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.evidence.notice import Notice
from corpus.folder.add_notices import NotAdded, with_notices
from corpus.folder.post_file import read_post
from tests.digests.digest_folder import POST

FILE = Path("posts/2021-07-gardens.md")
ADDED = (
    Notice("retraction", "2020-05-06", "10.1000/n"),
    Notice("concern", "2019"),
)
LINES = (
    "- {kind: retraction, date: 2020-05-06, doi: 10.1000/n}",
    '- {kind: concern, date: "2019"}',
)


def given(field: str, *, text: str = POST) -> str:
    """A post with a field in the middle of its front matter, and comments around it."""
    return text.replace("research: survey", f"# before\n{field}\n# after\nresearch: survey # kept")


@pytest.mark.parametrize(
    "field",
    [
        "series: none",
        "notices:",
        "notices: # none yet",
        "notices: []   # none yet",
        "notices: ~",
        "notices:\n  - {kind: erratum, date: 2018-01-01} # the first",
        "notices:\n- kind: erratum\n  date: 2018-01-01 # old\n# between\n- kind: preprint",
        "notices: [{kind: erratum}]  # one",
        "notices: [{kind: erratum},]",
        "notices: [\n  {kind: erratum}, # one\n  {kind: preprint} # two\n]",
        'notices:\n  - {kind: erratum, doi: "10.1000/x"}\n',
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_the_notices_change(field: str, end: str) -> None:
    text = given(field).replace("\n", end)
    written = with_notices(text, ADDED, FILE)
    before = read_post(text.replace("\r\n", "\n"), FILE, None, None).post
    after = read_post(written.replace("\r\n", "\n"), FILE, None, None).post
    assert before and after == replace(before, notices=(*before.notices, *ADDED))
    # Every comment and every other line is kept, in order, with its own line end.
    left = iter(written.split("\n"))
    lines = [line for line in text.split("\n") if "notices" not in line]
    assert all(line in left for line in lines if not line.startswith(("  {", "]")))
    assert (written.count("\r\n"), written.count("\n")) == (
        (written.count("\n"),) * 2 if end == "\r\n" else (0, written.count("\n"))
    )
    for comment in ("# before", "# after", "# kept"):
        assert comment in written
    for told in ("# none yet", "# the first", "# old", "# between", "# one", "# two"):
        assert (told in text) == (told in written)


def test_new_notices_stand_at_the_end_of_the_front_matter() -> None:
    written = with_notices(POST, ADDED[:1], FILE)
    assert f"doi: 10.1000/plots.1\nnotices:\n  {LINES[0]}\n---\n" in written
    assert written.replace(f"notices:\n  {LINES[0]}\n", "") == POST


def test_a_byte_order_mark_stays() -> None:
    assert with_notices("\ufeff" + POST, ADDED, FILE).startswith("\ufeff---")


@pytest.mark.parametrize(
    "text", ["no front matter", POST.replace("title:", "title: [\n"), POST.replace("\n", "\r")]
)
def test_a_file_that_can_not_be_read_is_refused(text: str) -> None:
    with pytest.raises(NotAdded, match="can't be added"):
        with_notices(text, ADDED, FILE)
