"""The template of a new post."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.folder.template import template
from corpus.post import Post
from tests.demo.reading import demo_reading
from tests.digests.digest_folder import DigestFolder

NEW = Post("2024-05-rain", 'Rain: "wet"?', "", month="2024-05")


def end_of(text: str) -> int:
    """The line of the second fence."""
    return text[: text.index("\n---\n")].count("\n") + 2


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    return DigestFolder.make(tmp_path / "digest")


def test_a_template_lacks_only_what_the_writer_must_add(folder: DigestFolder) -> None:
    text = template(NEW, folder.read().digest)
    folder.post(text, NEW.id)
    end = end_of(text)
    assert folder.problems() == [
        "posts/2024-05-rain.md:5: warning: the post has no topic: list names of topics.toml",
        "posts/2024-05-rain.md:9: warning: the kind of research is missing: "
        "write it on this line: research: survey, or another of the kinds of digest.toml",
        "posts/2024-05-rain.md:11: warning: the citation is missing: "
        'if you know it, write it on this line: citation: "..."',
        f"posts/2024-05-rain.md:{end + 1}: warning: the summary is empty: "
        "write it above the line ## Practice Implications",
        f"posts/2024-05-rain.md:{end + 3}: warning: the practice implications are empty: "
        "write them below the line ## Practice Implications",
    ]


def test_a_filled_in_template_is_a_post(folder: DigestFolder) -> None:
    text = template(NEW, folder.read().digest)
    text = text.replace("# - Gardens", "- Gardens").replace("research:", "research: survey")
    text = text.replace("\ncitation:", '\ncitation: "Brook, E. (2019). Rain."')
    text = text.replace("---\n\n\n", "---\n\nIt rained.\n\n") + "\nTake a coat.\n"
    folder.post(text, NEW.id)
    assert folder.problems() == []
    assert folder.read().digest.posts == ()
    folder.post(text.replace("draft: true\n", ""), NEW.id)
    assert folder.problems() == []
    (post,) = folder.read().digest.posts
    assert (post.title, post.topics) == ('Rain: "wet"?', ("Gardens, Parks, and Woods",))


def test_a_template_lists_every_topic_and_kind() -> None:
    digest = demo_reading().digest
    text = template(NEW, digest)
    assert all(f"\n  # - {topic.name}\n" in text for topic in digest.topics)
    assert all(kind.name in text for kind in digest.kinds)


def test_every_commented_field_is_valid_once_uncommented(folder: DigestFolder) -> None:
    """Each comment with a field has it in the form of a file."""
    text = template(NEW, folder.read().digest)
    for old, new in (
        ("# pmid", "pmid"),
        ("# bottom_line", "bottom_line"),
        ("treatment | association | rates | experience | cost | mechanism | method", "treatment"),
        ("by chance | partly by chance | matched | not compared", "by chance"),
        ("full text | abstract | secondhand", "abstract"),
        ("# author", "author"),
        ("# interests", "interests"),
    ):
        assert old in text
        text = text.replace(old, new)
    for group in ("study", "notices", "related"):
        start = text.index(f"# {group}:\n")
        end = re.compile(r"\n(?!#  )").search(text, start)
        assert end
        taken = text[start : end.start()].replace("\n# ", "\n").removeprefix("# ")
        text = text[:start] + taken + text[end.start() :]
    folder.post(text, NEW.id)
    assert [p for p in folder.problems() if " empty: " not in p and " missing: " not in p] == [
        "posts/2024-05-rain.md:5: warning: the post has no topic: list names of topics.toml"
    ]
    (post,) = folder.read().waiting
    assert post.study is not None and post.study.effects[0].value == 0.25
    assert (post.notices[0].kind, post.writer, post.pmid) == ("erratum", "your name", "12345678")
