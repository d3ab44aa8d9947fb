from __future__ import annotations

from pathlib import Path

import pytest

from corpus.folder.read import DEMO, read_corpus
from corpus.folder.template import template
from corpus.post import Post
from tests.digest_folder import DigestFolder

NEW = Post("2024-05-rain", 'Rain: "wet"?', "", month="2024-05")


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    return DigestFolder.make(tmp_path / "digest")


def test_a_template_lacks_only_what_must_be_written(folder: DigestFolder) -> None:
    folder.post(template(NEW, folder.read().digest), NEW.id)
    assert folder.problems() == [
        "posts/2024-05-rain.md:5: the post has no topic: list names of topics.toml",
        "posts/2024-05-rain.md:9: warning: the kind of research is missing: "
        "add a line research: and one of the kinds of digest.toml",
        "posts/2024-05-rain.md:11: warning: the citation is missing: "
        'if you know it, add a line citation: "..."',
        "posts/2024-05-rain.md:14: the summary is empty: "
        "write it above the line ## Practice Implications",
        "posts/2024-05-rain.md:16: the practice implications are empty: "
        "write them below the line ## Practice Implications",
    ]


def test_filled_in_it_is_a_post(folder: DigestFolder) -> None:
    text = template(NEW, folder.read().digest)
    text = text.replace("# - Gardens", "- Gardens").replace("research:", "research: survey")
    text = text.replace("\ncitation:", '\ncitation: "Brook, E. (2019). Rain."')
    text = text.replace("---\n\n\n", "---\n\nIt rained.\n\n") + "\nTake a coat.\n"
    folder.post(text, NEW.id)
    assert folder.problems() == []
    (post,) = folder.read().digest.posts
    assert (post.title, post.topics) == ('Rain: "wet"?', ("Gardens, Parks, and Woods",))


def test_every_name_of_the_demo_digest_can_be_taken() -> None:
    digest = read_corpus(DEMO).digest
    text = template(NEW, digest)
    assert all(f"\n  # - {topic.name}\n" in text for topic in digest.topics)
    assert all(kind.name in text for kind in digest.kinds)
