"""Posts are exported, and are the same after importing them again."""

from __future__ import annotations

from pathlib import Path

from corpus.folder.read import read_corpus
from tests.corpus.cli.running import POST, run
from tests.digests.digest_folder import DigestFolder


def test_an_exported_digest_is_the_same_after_import(folder: DigestFolder, tmp_path: Path) -> None:
    folder.post(POST)
    out = tmp_path / "posts.jsonl"
    assert run("export", folder.root, out).stdout == f"1 post written to {out}.\n"
    assert "exists already" in run("export", folder.root, out).stderr
    assert run("export", folder.root, out, "--force").exit_code == 0
    back = DigestFolder.make(tmp_path / "back").root
    assert run("import", "jsonl", out, back).exit_code == 0
    assert read_corpus(back).digest.posts == read_corpus(folder.root).digest.posts
    for form in ("beir", "ris"):
        path = tmp_path / form
        assert run("export", folder.root, path, "--format", form).exit_code == 0
        assert "Do gardens help?" in path.read_text("utf-8")


def test_posts_not_live_stay_so_in_jsonl_and_are_left_out_of_other_forms(
    folder: DigestFolder, tmp_path: Path
) -> None:
    folder.post(POST)
    draft = POST.replace("help?", "harm?").replace("plots.1", "plots.2")
    folder.post(draft.replace("doi:", "draft: true\ndoi:"), "2021-07-a-draft")
    out = tmp_path / "posts.jsonl"
    assert run("export", folder.root, out).stdout == f"2 posts written to {out}.\n"
    back = DigestFolder.make(tmp_path / "back").root
    assert run("import", "jsonl", out, back).exit_code == 0
    reading = read_corpus(back)
    assert [post.id for post in reading.digest.posts] == ["2021-07-do-gardens-help"]
    assert [(post.id, post.draft) for post in reading.waiting] == [("2021-07-a-draft", True)]
    for form in ("beir", "ris"):
        path = tmp_path / form
        told = run("export", folder.root, path, "--format", form).stdout
        assert told == f"1 post written to {path}. 1 post not live yet left out.\n"
        assert "harm?" not in path.read_text("utf-8")


def test_a_digest_with_faults_is_not_exported(folder: DigestFolder, tmp_path: Path) -> None:
    folder.post(POST.replace("- Adherence", "- Nonsense"))
    result = run("export", folder.root, tmp_path / "out")
    assert result.exit_code == 1
    assert '"Nonsense" is not a topic' in result.stderr
    assert not (tmp_path / "out").exists()
