from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from corpus.folder.post_file import Origin, read_post
from corpus.folder.read import DEMO, POSTS
from corpus.folder.write import post_text, replace_file
from corpus.post import Post
from tests.digest_folder import POST

FILE = Path("posts/2021-07-do-gardens-help.md")

# One line of text as a file can hold it, and a part of a post: no heading, no blanks around it.
_CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))
LINES = st.text(_CHARACTERS, max_size=60).map(lambda text: " ".join(text.split()))
PARTS = st.lists(st.text(_CHARACTERS, max_size=60), max_size=5).map(
    lambda lines: "\n".join(lines).strip()
)
NAMES = st.lists(LINES.filter(bool), max_size=3, unique=True).map(tuple)
IDS = st.lists(st.from_regex(r"20[0-9]{2}-0[1-9]-[a-z0-9]{1,9}", fullmatch=True), max_size=2)
POSTS_OF_ANY_KIND = st.builds(
    Post,
    id=st.just(FILE.stem),
    title=LINES,
    summary=PARTS,
    implications=PARTS,
    month=st.sampled_from([None, "2021-07", "1999-12"]),
    topics=NAMES,
    research=st.none() | LINES.filter(bool),
    citation=st.none() | LINES.filter(bool),
    doi=st.sampled_from([None, "10.1000/a", "10.1016/S0140-6736(96)<1:2>3.0.CO;2-X", "10.1/x:#y"]),
    pin=IDS.map(lambda ids: tuple(dict.fromkeys(ids))),
    never=IDS.map(lambda ids: tuple(dict.fromkeys(ids))),
    topics_proposed=st.booleans(),
).filter(lambda post: post.doi != "10.1/x:#y")


def test_the_text_of_a_post_is_canonical() -> None:
    post = Post(
        id="2021-07-a",
        title='Who said "help"?',
        summary="One.\n\nTwo.",
        implications="Three.",
        month="2021-07",
        topics=("Gardens, Parks, and Woods", "yes"),
        research="survey",
        citation="Green: a\\b.",
        doi="10.1000/x",
        pin=("2021-07-b",),
        never=("2021-07-c",),
        topics_proposed=True,
    )
    assert post_text(post, Origin("listing", "2021-07-k", "123456", "0e12")) == (
        "---\n"
        'title: "Who said \\"help\\"?"\n'
        "month: 2021-07\n"
        "topics:\n"
        "  - Gardens, Parks, and Woods\n"
        '  - "yes"\n'
        "research: survey\n"
        'citation: "Green: a\\\\b."\n'
        "doi: 10.1000/x\n"
        "related:\n"
        "  pin:\n"
        "    - 2021-07-b\n"
        "  never:\n"
        "    - 2021-07-c\n"
        "topics_proposed: true\n"
        "imported:\n"
        "  from: listing\n"
        "  key: 2021-07-k\n"
        '  text: "123456"\n'
        '  filing: "0e12"\n'
        "---\n\n"
        "One.\n\nTwo.\n\n"
        "## Practice Implications\n\n"
        "Three.\n"
    )


@given(POSTS_OF_ANY_KIND)
def test_what_is_written_reads_back_as_the_same_post(post: Post) -> None:
    assert read_post(post_text(post), FILE, None, None).post == post


@given(POSTS_OF_ANY_KIND, LINES.filter(bool))
def test_the_origin_reads_back_as_well(post: Post, key: str) -> None:
    origin = Origin("listing", key, "0123", "4567")
    reading = read_post(post_text(post, origin), FILE, None, None)
    assert (reading.post, reading.origin) == (post, origin)


@given(POSTS_OF_ANY_KIND)
def test_any_yaml_reader_reads_the_same(post: Post) -> None:
    front = yaml.safe_load(post_text(post).split("\n---\n")[0])
    assert (front["title"], front.get("month")) == (post.title, post.month)
    assert tuple(front.get("topics", ())) == post.topics
    assert (front.get("citation"), front.get("doi")) == (post.citation, post.doi)


def test_a_file_in_canonical_form_is_written_as_it_was() -> None:
    post = read_post(POST, FILE, None, None).post
    assert post is not None
    assert post_text(post) == POST


def test_every_post_of_the_demo_digest_survives_rewriting() -> None:
    for path in sorted((DEMO / POSTS).glob("*.md")):
        post = read_post(path.read_text("utf-8"), path, None, None).post
        assert post is not None
        assert read_post(post_text(post), path, None, None).post == post


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.md"
    replace_file(path, "one\n")
    replace_file(path, "zwei ü\n")
    assert path.read_bytes() == "zwei ü\n".encode()
    assert [entry.name for entry in path.parent.iterdir()] == ["a.md"]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.md"
    replace_file(path, "old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(path, "new")
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1
