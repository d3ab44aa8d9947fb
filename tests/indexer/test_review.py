"""A review shows changed first answers and related lists, and can stop a publication."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.review import ChangedAnswer, judged_questions, review
from search.engine.generation import write_generation
from search.engine.location import default_index
from search.errors import JudgmentsMissing
from search.evaluation.judgments import JudgedQuestion
from tests.digests import garden
from tests.digests.digest_folder import DigestFolder
from tests.digests.indexing import QUESTIONS, delete, make_digest, pprsearch, told, tree, write

ASKED = (
    JudgedQuestion("q1", "do beans like compost?", "plain", {garden.POSTS[0].id: 3}),
    JudgedQuestion("q2", "slugs", "plain", {}),
    JudgedQuestion("q3", "zeppelins", "plain", {}),
)


def generation(folder: Path, *posts: str) -> Path:
    """A generation of those posts about gardens whose ids contain one of the words."""
    folder.mkdir()
    chosen = [post for post in garden.POSTS if any(word in post.id for word in posts)]
    write_generation(folder, replace(garden.digest(), posts=tuple(chosen)))
    return folder


def test_the_same_posts_change_nothing(tmp_path: Path) -> None:
    before = generation(tmp_path / "before", "compost", "slugs", "mulch")
    after = generation(tmp_path / "after", "compost", "slugs", "mulch")
    found = review(before, after, ASKED)
    assert (found.before, found.asked, found.posts) == ("before", 3, 3)
    assert (found.answers, found.lists) == ((), ())


def test_changed_answers_and_related_posts_are_listed(tmp_path: Path) -> None:
    before = generation(tmp_path / "before", "compost", "slugs", "mulch", "hedges")
    after = generation(tmp_path / "after", "compost", "mulch", "hedges", "children")
    found = review(before, after, ASKED)
    assert found.posts == 3
    slugs = next(changed for changed in found.answers if changed.id == "q2")
    assert slugs == ChangedAnswer("q2", "slugs", (garden.POSTS[1].id,), (), {})
    assert "q3" not in [changed.id for changed in found.answers]
    # One pins the other, with which it shares no topic.
    hedges, children = garden.POSTS[3].id, garden.POSTS[4].id
    moved = next(c for c in found.lists if (c.post, c.name) == (hedges, "across"))
    assert moved.after[0] == children
    assert children not in moved.before
    assert not [changed for changed in found.lists if changed.before == changed.after]


def test_judged_questions_of_every_split_are_read(tmp_path: Path) -> None:
    (tmp_path / "questions.toml").write_text(QUESTIONS)
    assert [q.id for q in judged_questions(tmp_path)] == ["q1", "q2", "q3"]


def test_judged_questions_of_a_collection_are_read(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    queries = [{"_id": name, "text": f"Question {name}"} for name in ("a", "b")]
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    for split, question in (("test", "a"), ("dev", "b"), ("related-dev", "c")):
        (tmp_path / "qrels" / f"{split}.tsv").write_text(f"q\tp\tg\n{question}\tpost\t1\n")
    assert {q.id for q in judged_questions(tmp_path)} == {"a", "b"}


def test_missing_judged_questions_are_reported(tmp_path: Path) -> None:
    with pytest.raises(JudgmentsMissing):
        judged_questions(tmp_path)
    (tmp_path / "questions.toml").write_text("question = []")
    with pytest.raises(JudgmentsMissing):
        judged_questions(tmp_path)


@pytest.fixture
def folder(tmp_path: Path, own_cache: Path) -> DigestFolder:
    """A digest with judged questions, indexed, and then changed for the worse."""
    folder = make_digest(tmp_path / "digest")
    folder.write("relevance/questions.toml", QUESTIONS)
    assert pprsearch("index", folder.root, "--no-semantic").exit_code == 0
    delete(folder, "2021-02-slugs")
    write(folder, "2021-06-beans", "Beans, beans, beans. Compost for beans.")
    return folder


def test_diff_shows_the_review_and_only_reads_the_index(folder: DigestFolder) -> None:
    before = tree(default_index(folder.root))
    result = pprsearch("diff", folder.root, "--no-semantic")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("2 of 3 judged questions would get other first answers than from 0")
    assert '  q2 "what about slugs?"' in lines
    assert "    before: 1. 2021-02-slugs (graded 3)" in lines
    assert "    after: no answer" in lines
    assert any(line.endswith("would get other related posts.") for line in lines)
    assert "    + 2021-06-beans" in lines
    found = told("diff", folder.root, "--no-semantic")
    assert (found["added"], found["removed"]) == (["2021-06-beans"], ["2021-02-slugs"])
    assert [changed["id"] for changed in found["answers"]] == ["q1", "q2"]
    assert set(found["lists"][0]) == {"post", "name", "before", "after"}
    assert tree(default_index(folder.root)) == before


def test_diff_needs_an_index(tmp_path: Path, own_cache: Path) -> None:
    folder = make_digest(tmp_path / "digest")
    result = pprsearch("diff", folder.root, "--no-semantic")
    assert result.exit_code == 1
    assert "pprsearch index" in result.stderr


def test_diff_without_judged_questions_compares_related_posts(folder: DigestFolder) -> None:
    (folder.root / "relevance" / "questions.toml").unlink()
    result = pprsearch("diff", folder.root, "--no-semantic")
    assert result.exit_code == 0
    assert "No judged questions are compared" in result.stderr
    assert "of 3 posts would get other related posts." in result.stdout


def test_diff_takes_judgments_from_elsewhere(folder: DigestFolder, tmp_path: Path) -> None:
    elsewhere = folder.root / "relevance"
    elsewhere = elsewhere.rename(tmp_path / "judged")
    found = told("diff", folder.root, "--no-semantic", "--judgments", elsewhere)
    assert found["asked"] == 3
    (elsewhere / "questions.toml").write_text("question = 3")
    wrong = pprsearch("diff", folder.root, "--no-semantic", "--judgments", elsewhere)
    assert wrong.exit_code == 1
    assert "questions.toml" in wrong.stderr


def test_a_review_stops_before_publishing(folder: DigestFolder) -> None:
    before = tree(default_index(folder.root))
    result = pprsearch("index", folder.root, "--no-semantic", "--review")
    assert result.exit_code == 0
    assert result.stdout.startswith("2 of 3 judged questions")
    assert result.stdout.splitlines()[-1].startswith("Not published.")
    assert tree(default_index(folder.root)) == before
    found = told("index", folder.root, "--no-semantic", "--review")
    assert not found["published"]
    assert found["generation"].startswith("000001-")
    assert len(found["review"]["answers"]) == 2


def test_too_many_changes_are_not_published(folder: DigestFolder) -> None:
    before = tree(default_index(folder.root))
    result = pprsearch("index", folder.root, "--no-semantic", "--max-changes", "1")
    assert result.exit_code == 1
    assert result.stdout.startswith("2 of 3 judged questions")
    assert result.stderr.splitlines()[-1].startswith("Error: 2 judged questions would get other")
    assert tree(default_index(folder.root)) == before
    allowed = pprsearch("index", folder.root, "--no-semantic", "--max-changes", "2")
    assert allowed.exit_code == 0
    assert "Generation 000002-" in allowed.stdout.splitlines()[-1]
    again = pprsearch("index", folder.root, "--no-semantic", "--max-changes", "0")
    assert again.stdout.startswith("Nothing changed")
    nothing = pprsearch("index", folder.root, "--no-semantic", "--review")
    assert nothing.stdout.startswith("Nothing changed")


def test_the_first_index_is_not_compared(tmp_path: Path, own_cache: Path) -> None:
    folder = make_digest(tmp_path / "digest")
    stopped = pprsearch("index", folder.root, "--no-semantic", "--review")
    assert stopped.stdout.startswith("Not published.")
    assert pprsearch("index", folder.root, "--no-semantic", "--max-changes", "0").exit_code == 0
