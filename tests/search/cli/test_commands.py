"""The search room's commands print words or JSON, and end with the right status."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.folder.read import DEMO, read_corpus
from indexer.publish import publish
from search.errors import ModelUnavailable
from search.shapes.results import ResultsShape
from tests.digests import garden, translated_garden
from tests.digests.digest_folder import POST, DigestFolder
from webapp.cli.commands import main


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the digest about gardens."""
    made = tmp_path_factory.mktemp("cli") / "index"
    publish(garden.digest(), made)
    return made


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A small BEIR collection with judgments."""
    documents = [{"_id": p.id, "title": p.title, "text": p.summary} for p in garden.POSTS]
    folder = tmp_path / "collection"
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text("".join(json.dumps(d) + "\n" for d in documents), "utf-8")
    (folder / "queries.jsonl").write_text(
        '{"_id": "q1", "text": "compost"}\n{"_id": "q2", "text": "slugs"}\n', "utf-8"
    )
    (folder / "qrels" / "dev.tsv").write_text(
        f"q\td\ts\nq1\t{garden.POSTS[0].id}\t2\nq2\t{garden.POSTS[1].id}\t1\n", "utf-8"
    )
    (folder / "qrels" / "related-dev.tsv").write_text(
        f"q\td\ts\n{garden.POSTS[2].id}\t{garden.POSTS[3].id}\t1\n", "utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the same digest, with two posts in French as well."""
    made = tmp_path_factory.mktemp("translated") / "index"
    publish(translated_garden.digest(), made)
    return made


def test_hits_are_printed_in_the_reader_s_language(translated: Path) -> None:
    phrase = '"plates-bandes fatiguées"'
    asked = ("search", phrase, "--lang", "fr", "--index", translated, "--no-semantic")
    told = run(*asked)
    assert told.exit_code == 0
    assert "1. Le compost nourrit les" in told.stdout.replace("[", "").replace("]", "")
    hits = json.loads(run(*asked, "--json").stdout)["hits"]
    assert [hit["language"] for hit in hits] == ["fr"]
    related = run("related", garden.POSTS[1].id, "--lang", "fr", "--index", translated)
    assert related.exit_code == 0


@pytest.mark.parametrize("command", [("search", "compost"), ("related", "x")])
def test_a_language_that_the_digest_lacks_is_refused(
    translated: Path, command: tuple[str, str]
) -> None:
    told = run(*command, "--lang", "es", "--index", translated)
    assert told.exit_code == 1
    assert 'not in "es"' in told.stderr and "en, fr, de" in told.stderr


def test_the_answer_is_printed_in_words(index: Path) -> None:
    done = run("search", "what", "drowns", "slugs?", "--index", index)
    assert done.exit_code == 0
    assert "1. Slugs prefer beer to lettuce" in done.stdout
    assert "   For practice: " in done.stdout
    assert "   From the study: Beer traps drowned slugs in every plot." in done.stdout
    assert "Words not searched for: what" in done.stdout
    assert " in " in done.stdout.splitlines()[-1]
    assert "\x1b[" not in done.stdout


def test_the_answer_shows_how_the_question_was_understood(index: Path) -> None:
    def told(*words: str) -> str:
        return run("search", *words, "--index", index).stdout

    assert "Also looked for: leaf mould" in told("compost")
    assert "Also looked for" not in told("compost", "--no-expand")
    assert "Did you mean: slugs beer lettuce beans" in told("slugs beer lettuce baens")
    for asked in ("ladybirds", "slugs ladybirds"):
        typed = asked.replace("birds", "brids")
        assert f"No post has all the words as typed. Results for: {asked}" in told(typed)
    assert "Found in no post: xylophone" in told("slugs", "xylophone")
    silent = told("xylophone")
    assert "Nothing in this digest answers that." in silent
    assert "Closest topics: " in silent


def test_the_answer_can_be_limited_sorted_and_explained(index: Path) -> None:
    newest = run("search", "beans", "--sort", "newest", "--limit", "2", "--index", index).stdout
    assert "1. Rain barrels and the colour of beans" in newest
    assert "3. " not in newest
    assert (
        "from the words of the question"
        in run("search", "beans", "--explain", "--index", index).stdout
    )


def test_an_answer_in_json_has_its_documented_keys(index: Path) -> None:
    done = run("search", "compost", "--json", "--explain", "--limit", "2", "--index", index)
    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert list(answer) == [field.name for field in fields(ResultsShape)]
    assert answer["question"]["text"] == "compost"
    (expansion,) = answer["understanding"]["expansions"]
    assert {"id", "words", "term", "on"} <= set(expansion)
    assert (answer["page"], answer["pages"]) == (1, -(-answer["total"] // 2))
    hit = answer["hits"][0]
    assert hit["post"]["id"] == garden.POSTS[0].id
    assert hit["post"]["topics"][0]["label"] == garden.POSTS[0].topics[0]
    # A command doesn't know the addresses of pages.
    assert hit["post"]["url"] is answer["url"] is answer["next"] is None
    text, marks = hit["passage"]["text"], hit["passage"]["marks"]
    assert all(text[a:b] for a, b in marks)
    assert {"leg", "label", "value"} <= set(hit["contributions"][0])
    assert set(answer["facets"]) == {"topics", "research", "years", "only", "digests"}


def test_an_empty_question_lists_the_newest_posts(index: Path) -> None:
    assert "1. Rain barrels" in run("search", "--index", index).stdout


def test_related_posts_are_printed_with_their_reasons(index: Path) -> None:
    done = run("related", "2017-06-hedges-shelter-ladybirds", "--index", index)
    assert done.exit_code == 0
    assert (
        "From other topics\n  Children who dig eat more vegetables (2018-01). Chosen by"
        in done.stdout
    )
    assert "From other topics" in done.stdout
    answer = json.loads(run("related", garden.POSTS[3].id, "--json", "--index", index).stdout)
    assert list(answer) == ["id", "closest", "across", "newer"]
    assert answer["id"] == garden.POSTS[3].id
    (first, *_) = answer["across"]
    assert list(first) == ["post", "reason", "score"]
    assert first["post"]["title"]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["search", "beans", "--index", "{tmp}/none"], 1, "there is no index in"),
        (["related", "nowhere", "--index", "{index}"], 1, "no post has the id “nowhere”"),
        (["related"], 2, "Missing argument"),
        (["search", "beans", "--limit", "0", "--index", "{index}"], 2, "--limit"),
        (["search", "beans", "--sort", "loudest"], 2, "--sort"),
        (["search", "--no-such-option"], 2, "--no-such-option"),
        (["evaluate", "{tmp}", "--no-semantic"], 1, "has no judged questions"),
        (["evaluate", "{tmp}/none", "--no-semantic"], 1, "Name the folder of a digest"),
    ],
)
def test_a_failure_is_one_line_on_stderr(
    index: Path, tmp_path: Path, arguments: list[str], status: int, message: str
) -> None:
    done = run(*(a.format(tmp=tmp_path, index=index) for a in arguments))
    assert done.exit_code == status
    assert done.stdout == ""
    assert message in done.stderr
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1


def test_a_damaged_generation_is_reported_and_the_one_before_answers(tmp_path: Path) -> None:
    index = tmp_path / "index"
    publish(garden.digest(), index)
    publish(garden.digest(*garden.POSTS[:5]), index)
    live = index / (index / "CURRENT").read_text("ascii").strip()
    (live / "posts-ids.json").unlink()
    done = run("search", "barrels", "--index", index, "--no-semantic")
    assert done.exit_code == 0
    assert "Rain barrels" in done.stdout
    assert "posts-ids.json is missing" in done.stderr


def test_a_collection_is_evaluated(collection: Path, tmp_path: Path) -> None:
    run_file, table = tmp_path / "run.txt", tmp_path / "table.tsv"
    done = run(
        *("evaluate", collection, "--no-semantic"),
        *("--run-file", run_file, "--per-query", table),
    )
    assert done.exit_code == 0, done.output
    head, row, last = done.stdout.splitlines()
    assert head.split() == ["kind", "n", "nDCG@10", "MRR@10", "R@100", "S@3", "bar", "d", "p"]
    assert row.split()[:3] == ["all", "2", "1.0000"]
    assert "2 queries in " in last
    assert "semantic off." in last
    assert run_file.read_text("utf-8").splitlines()[0].startswith(f"q1 Q0 {garden.POSTS[0].id} 1 ")
    lines = [line.split("\t") for line in table.read_text("utf-8").splitlines()]
    assert lines[0][0] == "id"
    assert lines[0][-1] == "bar_ndcg"
    assert [line[0] for line in lines[1:]] == ["q1", "q2"]


def test_an_evaluation_in_json_has_its_documented_keys(collection: Path) -> None:
    answer = json.loads(run("evaluate", collection, "--no-semantic", "--json").stdout)
    assert set(answer) == {
        *("split", "semantic", "rows", "silent", "spoken", "blind_silent", "blind_spoken"),
        *("queries", "seconds", "index_seconds"),
    }
    assert answer["rows"][-1]["ndcg"] == 1
    assert set(answer["rows"][-1]) >= {
        *("kind", "questions", "ndcg", "reciprocal_rank", "recall", "success", "bar", "effect", "p")
    }


def test_a_run_is_compared_with_another(collection: Path, tmp_path: Path) -> None:
    run_file = tmp_path / "before.txt"
    run("evaluate", collection, "--no-semantic", "--run-file", run_file)
    done = run("evaluate", collection, "--no-semantic", "--against", run_file)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[1].split()[-3:] == ["1.0000", "-", "1.0000"]
    run_file.write_text("q1 one\n", "utf-8")
    other = run("evaluate", collection, "--no-semantic", "--against", run_file)
    assert other.exit_code == 1
    assert "before.txt:1: not a question" in other.stderr


def test_only_rankings_and_measures_of_before_are_overwritten(
    collection: Path, tmp_path: Path
) -> None:
    run_file, measures = tmp_path / "a.run", tmp_path / "a.tsv"
    options = ("--no-semantic", "--run-file", run_file, "--per-query", measures)
    for _ in range(2):
        assert run("evaluate", collection, *options).exit_code == 0
    kept = tmp_path / "questions.toml"
    kept.write_text("[[question]]\n", "utf-8")
    for option in ("--run-file", "--per-query"):
        refused = run("evaluate", collection, "--no-semantic", option, kept)
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert "questions.toml exists already and is another kind of file" in refused.stderr
    assert kept.read_text("utf-8") == "[[question]]\n"
    nowhere = run("evaluate", collection, "--no-semantic", "--run-file", tmp_path / "no" / "a.run")
    assert "There is no folder" in nowhere.stderr
    assert "There is no nowhere" in run("evaluate", "nowhere").stderr


def test_grades_follow_renamed_posts_and_those_of_no_post_are_told(tmp_path: Path) -> None:
    folder = DigestFolder.make(tmp_path / "digest")
    folder.post(POST.replace("research:", "aliases: [old]\nresearch:"))
    questions = (
        '[[question]]\nid = "a"\ntext = "gardens"\nkind = "plain"\nsplit = "dev"\n'
        "grades = { old = 3, lost = 2 }\n"
    )
    folder.write("relevance/questions.toml", questions)
    done = run("evaluate", folder.root, "--no-semantic", "--json")
    assert done.stderr == "There is no post lost, so its grades are left out.\n"
    assert json.loads(done.stdout)["rows"][0]["ndcg"] == 1


def test_related_posts_are_evaluated(collection: Path) -> None:
    done = run("evaluate", collection, "--related", "--no-semantic")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[1].split()[0] == "closest"


def test_only_an_index_of_the_same_digest_is_evaluated(
    collection: Path, index: Path, tmp_path: Path
) -> None:
    other = run("evaluate", collection, "--index", index, "--no-semantic")
    assert other.exit_code == 1
    assert "was not made from" in other.stderr
    own = tmp_path / "own"
    publish(read_corpus(collection).digest, own)
    assert run("evaluate", collection, "--index", own, "--no-semantic").exit_code == 0


def test_a_digest_with_faults_is_not_evaluated(tmp_path: Path) -> None:
    folder = DigestFolder.make(tmp_path / "digest")
    folder.post("no front matter")
    folder.write("relevance/questions.toml", "question = []\n")
    done = run("evaluate", folder.root, "--no-semantic")
    assert done.exit_code == 1
    assert "2021-07-do-gardens-help.md" in done.stderr


def test_judgments_are_the_digest_s_own_or_the_named_ones(tmp_path: Path) -> None:
    folder = DigestFolder.make(tmp_path / "digest")
    folder.post()
    text = (
        '[[question]]\nid = "a"\ntext = "gardens"\nkind = "plain"\nsplit = "dev"\n'
        "[question.grades]\n2021-07-do-gardens-help = 3\n"
        '[[question]]\nid = "b"\ntext = "zebras"\nkind = "none"\nsplit = "dev"\n'
        "[question.grades]\n"
    )
    folder.write("relevance/questions.toml", text)
    own = run("evaluate", folder.root, "--no-semantic")
    assert own.exit_code == 0, own.output
    assert "No answer given: for 100% of the questions that have none (right)," in own.stdout
    (tmp_path / "questions.toml").write_text(text.replace("gardens", "zebras"), "utf-8")
    named = run("evaluate", folder.root, "--judgments", tmp_path, "--no-semantic", "--json")
    assert json.loads(named.stdout)["rows"][-1]["ndcg"] == 0


def test_an_evaluation_without_the_semantic_extra_says_so(
    collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.index.embedding.lacking", lambda: ModelUnavailable("not there"))
    done = run("evaluate", collection)
    assert done.exit_code == 0
    assert "semantic extra is not installed" in done.stderr
    assert "semantic off." in done.stdout


@pytest.mark.parametrize("command", ["search", "related", "evaluate"])
def test_help_shows_an_example(command: str) -> None:
    done = run(command, "--help")
    assert done.exit_code == 0
    assert f"pprsearch {command}" in done.stdout.split("Examples:")[1]


def test_several_indexes_are_searched_as_one(index: Path, tmp_path: Path) -> None:
    publish(
        replace(garden.digest(garden.post(60, title="Beans on the moon")), name="Moon"),
        tmp_path / "moon",
    )
    both = f"{index},{tmp_path / 'moon'}"
    done = run("search", "beans", "--index", both, "--no-semantic")
    assert "Moon | field trial" in done.output and "Garden Digest | " in done.output
    found = json.loads(run("search", "beans", "--index", both, "--no-semantic", "--json").output)
    assert {hit["post"]["digest"]["value"] for hit in found["hits"]} == {"index", "moon"}
    related = run("related", "index/2016-05-slugs-and-beer", "--index", both)
    assert related.exit_code == 0 and "From other topics" in related.output


def test_a_missing_index_among_several_is_reported(index: Path, tmp_path: Path) -> None:
    done = run("search", "beans", "--index", f"{index},{tmp_path / 'gone'}", "--no-semantic")
    assert done.exit_code == 0
    assert "gone: there is no index in" in done.output
    assert "can't be read now" in done.output


@pytest.mark.parametrize("command", [["index"], ["status"], ["verify"], ["rollback"], ["diff"]])
def test_several_indexes_can_not_be_written(command: list[str], tmp_path: Path) -> None:
    done = run(*command, DEMO, "--index", f"{tmp_path}/one,{tmp_path}/other")
    assert done.exit_code not in (0, None)
    assert "needs a single index" in done.output
    assert not list(tmp_path.iterdir())


def test_an_invalid_list_of_indexes_is_refused() -> None:
    done = run("search", "beans", "--index", "one,,other")
    assert done.exit_code == 2 and "a comma has nothing before or after it" in done.output
