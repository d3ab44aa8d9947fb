"""The report on a digest names what its posts lack."""

from __future__ import annotations

import json

from tests.corpus.cli.running import POST, run
from tests.digests.digest_folder import DigestFolder


def test_the_report_is_printed_in_words_and_as_json(folder: DigestFolder) -> None:
    folder.post(POST.replace("doi: 10.1000/plots.1\n", ""))
    lines = run("report", "content", folder.root).stdout.splitlines()
    assert lines[0].startswith("1 post; median reading ease ")
    assert lines[1:6] == [
        "Posts that can't be read (pprsearch check says why): none",
        "Posts without a DOI: 1",
        "  2021-07-do-gardens-help",
        "Topics with fewer than two posts: 2",
        "  Adherence (1)",
    ]
    assert "Near-duplicates: none" in lines
    told = json.loads(run("report", "content", folder.root, "--json").stdout)
    assert told["without_doi"] == ["2021-07-do-gardens-help"]
    assert told["thin_topics"] == [["Adherence", 1], ["Gardens, Parks, and Woods", 1]]
    assert set(told) == {
        *("posts", "unread", "without_doi", "thin_topics", "dead_references", "near_duplicates"),
        *("ease", "hard_posts", "superseded"),
    }


def test_an_empty_digest_has_no_reading_ease(folder: DigestFolder) -> None:
    assert run("report", "content", folder.root).stdout.startswith("0 posts.\n")


def test_a_post_that_can_not_be_read_is_named_and_not_missing(folder: DigestFolder) -> None:
    related = "related:\n  pin: [2021-07-broken]\ndoi:"
    folder.post(POST.replace("doi:", related))
    folder.write("posts/2021-07-broken.md", "no front matter")
    told = json.loads(run("report", "content", folder.root, "--json").stdout)
    assert (told["posts"], told["unread"], told["dead_references"]) == (1, ["2021-07-broken"], [])
