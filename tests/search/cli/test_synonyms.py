"""The commands on synonyms, for the vocabulary in the digest's folder."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.digests.digest_folder import POST, DigestFolder
from webapp.cli.commands import main


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    made = DigestFolder.make(tmp_path / "digest")
    made.post()
    text = POST.replace("Do gardens help?", "Do plots help?").replace("plots.1", "plots.2")
    text = text.replace("gardens", "allotments").replace("Gardens.", "Allotments.")
    text = text.replace("They answered.", "A leaf area index (LAI) was measured.")
    made.post(text, name="2021-07-do-plots-help")
    return made


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["synonyms", *arguments])


def judged(folder: DigestFolder, text: str) -> None:
    folder.write(
        "relevance/questions.toml",
        f'[[question]]\nid = "q1"\ntext = "{text}"\nkind = "plain"\nsplit = "test"\n'
        "[question.grades]\n2021-07-do-plots-help = 2\n",
    )


def test_test_prints_the_posts_that_move_and_their_grades(folder: DigestFolder) -> None:
    judged(folder, "garden?")
    result = run("test", "Garden?", "--digest", str(folder.root), "--no-semantic")
    assert result.exit_code == 0, result.output
    assert '"Garden" also searches for allotment' in result.output
    assert "nDCG@10" in result.output
    assert "[grade 2]" in result.output


def test_test_reads_the_current_vocabulary(folder: DigestFolder) -> None:
    arguments = ("test", "hectare", "--digest", str(folder.root), "--no-semantic")
    assert "No group of the vocabulary adds anything" in run(*arguments).output
    folder.write("synonyms.toml", 'equal = [["hectare", "leaf area index"]]\n')
    result = run(*arguments, "--json")
    (group,) = json.loads(result.output)["groups"]
    assert group["terms"] == ["leaf area index"]
    assert [move["id"] for move in group["moves"]] == ["2021-07-do-plots-help"]
    told = run(*arguments).output
    assert "1 post found only by this group" in told
    assert "below to 1: Do plots help?" in told


def test_a_group_that_moves_nothing_says_so(folder: DigestFolder) -> None:
    folder.write("synonyms.toml", 'equal = [["measured", "leaf area index"]]\n')
    result = run("test", "measured plots", "--digest", str(folder.root), "--no-semantic")
    assert "the first five posts stay the same" in result.output


def test_missing_judgments_are_reported(folder: DigestFolder, tmp_path: Path) -> None:
    arguments = ("--digest", str(folder.root), "--no-semantic", "--judgments", str(tmp_path))
    result = run("test", "garden", *arguments)
    assert result.exit_code == 1
    assert "has no questions.toml" in result.output


def test_suggest_prints_toml_with_evidence(folder: DigestFolder) -> None:
    result = run("suggest", str(folder.root), "--no-semantic")
    assert result.exit_code == 0, result.output
    assert tomllib.loads(result.output) == {"equal": [["LAI", "leaf area index"]]}
    assert "# 2021-07-do-plots-help: A leaf area index (LAI) was measured." in result.output
    found = json.loads(run("suggest", str(folder.root), "--no-semantic", "--json").output)
    assert [group["kind"] for group in found["groups"]] == ["abbreviation"]


def test_suggest_without_the_model_says_what_is_left_out(
    folder: DigestFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.index.embedding.found", lambda: (None, None))
    result = run("suggest", str(folder.root))
    assert "The semantic extra is not installed: no terms of similar meaning" in result.stderr
    assert tomllib.loads(result.stdout)["equal"]


def test_suggest_refuses_a_digest_with_faults(folder: DigestFolder) -> None:
    folder.post("no front matter", name="2021-08-bad")
    result = run("suggest", str(folder.root))
    assert result.exit_code == 1
    assert "2021-08-bad.md" in result.output
