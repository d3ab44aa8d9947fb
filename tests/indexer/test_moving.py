"""The digest's folder is all that is needed: copied elsewhere and indexed, it answers the same."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.folder.read import DEMO, post_files
from indexer.review import judged_questions
from search.engine.location import default_index
from search.engine.open import open_engine
from search.question import Question
from search.results import SearchOptions
from tests.demo.reading import demo_reading
from tests.digests.indexing import make_digest, pprsearch, told


def answers(digest: Path, questions: list[str]) -> list[Any]:
    """The answers shown to a reader, without the generation's number and the time taken."""
    snapshot = open_engine(default_index(digest), semantic=False).now()
    shown: list[Any] = [snapshot.digest, list(snapshot.archive())]
    for question in questions:
        results = snapshot.search(Question.parse(question), SearchOptions(explain=True))
        shown.append(replace(results, generation="", seconds=0.0))
    return shown + [snapshot.related(post.id) for post in snapshot.archive()]


@pytest.mark.slow
def test_a_copied_digest_answers_the_same(tmp_path: Path, own_cache: Path) -> None:
    """By the steps of docs/maintaining.md: copy the folder, check, index, verify."""
    judged = judged_questions(DEMO / "relevance")
    questions = [question.text for question in judged[::8]]
    old, new = tmp_path / "old" / "digest", tmp_path / "new house" / "our digest"
    shutil.copytree(DEMO, old)
    # Indexed in two steps, as digests grow: an updated index must be as good as a new one. Posts
    # that others name cannot be missing.
    posts = demo_reading().digest.posts
    named = {id for p in posts for id in (*p.pin, *p.updates, *p.contradicts, *p.same_data)}
    named |= {p.id for p in posts if p.translations}
    later = [p for p in post_files(old)[0] if p.stem not in named][-3:]
    for post in later:
        post.rename(tmp_path / post.name)
    assert pprsearch("index", old, "--no-semantic").exit_code == 0
    for post in later:
        (tmp_path / post.name).rename(post)
    assert told("index", old, "--no-semantic")["added"] == [post.stem for post in later]
    before = answers(old, questions)

    shutil.copytree(old, new)
    shutil.rmtree(old)
    assert pprsearch("check", new).exit_code == 0
    assert told("index", new, "--no-semantic")["posts"] == len(posts)
    assert pprsearch("verify", new, "--sample", "10").exit_code == 0
    assert answers(new, questions) == before


@pytest.mark.parametrize("damage", ["removed", "emptied"])
def test_a_lost_index_is_built_again(tmp_path: Path, own_cache: Path, damage: str) -> None:
    digest = make_digest(tmp_path / "digest").root
    first = told("index", digest, "--no-semantic")
    index = default_index(digest)
    before = answers(digest, ["do beans like compost?"])
    for path in [index] if damage == "removed" else list(index.iterdir()):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    again = told("index", digest, "--no-semantic")
    assert json.dumps(again["added"]) == json.dumps(first["added"])
    assert answers(digest, ["do beans like compost?"]) == before
