"""Every engine of the benchmark finds the right posts; otherwise its figures would mean nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from asking.process import EngineFailed, EngineProcess
from corpora import frame, write
from inquiries import Inquiry, dump
from peers.peer import PEERS, Peer, peer

from search.index.embedding import installed
from tests.digests import garden

# The vectors of its posts are random, so it finds anything.
BY_MEANING = "PPR Search, by meaning"
COMPARED = [name for name in PEERS if name != BY_MEANING]
# bm25s and scikit-learn ignore the order of words.
PHRASES = [name for name in COMPARED if name not in ("bm25s", "scikit-learn")]
# By words alone, our own engine adds a post as the full engine does.
ADDING = [name for name in COMPARED if name != "PPR Search, words"]
DIGEST = garden.digest()


@pytest.fixture(scope="module", params=COMPARED)
def opened(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Peer, Path]:
    """Each engine over the garden digest, and the folder of its index."""
    engine, folder = peer(request.param), tmp_path_factory.mktemp("index") / "index"
    engine.build(DIGEST, folder)
    engine.open(folder)
    return engine, folder


def ask(engine: Peer, inquiry: Inquiry) -> list[str]:
    """The posts found; every mode must put the same one first."""
    answers = [engine.ask(mode, inquiry) for mode in engine.modes]
    assert all(answer[:1] == answers[0][:1] for answer in answers)
    return answers[0]


def test_the_post_that_a_question_is_about_comes_first(opened: tuple[Peer, Path]) -> None:
    engine, _ = opened
    found = ask(engine, Inquiry("Do slugs like beer?"))
    assert found[0] == "2016-05-slugs-and-beer"
    assert len(found) <= 10


def test_words_are_stemmed_and_any_of_them_matches(opened: tuple[Peer, Path]) -> None:
    engine, _ = opened
    assert ask(engine, Inquiry("a composted zeppelin"))[0] == "2015-03-compost-feeds-tired-beds"


def test_a_question_without_known_words_finds_nothing_by_words(opened: tuple[Peer, Path]) -> None:
    engine, _ = opened
    assert engine.ask(engine.modes[-1], Inquiry("zeppelin")) == []


def test_a_filter_keeps_only_its_kind_and_years(opened: tuple[Peer, Path]) -> None:
    engine, _ = opened
    passing = {
        post.id
        for post in DIGEST.posts
        if post.research == "survey" and post.year and 2018 <= post.year <= 2020
    }
    for mode in engine.modes:
        inquiry = Inquiry("children in school gardens", kind="survey", years=(2018, 2020))
        found = engine.ask(mode, inquiry)
        assert found
        assert set(found) <= passing


@pytest.mark.parametrize("opened", PHRASES, indirect=True)
def test_a_phrase_is_found_only_where_its_words_are_adjacent(opened: tuple[Peer, Path]) -> None:
    engine, _ = opened
    assert engine.phrases
    for mode in engine.modes:
        assert engine.ask(mode, Inquiry("beer traps", phrase=True)) == ["2016-05-slugs-and-beer"]
        assert engine.ask(mode, Inquiry("traps beer", phrase=True)) == []


@pytest.mark.parametrize("name", ADDING)
def test_an_added_post_is_found_at_once(name: str, tmp_path: Path) -> None:
    engine = peer(name)
    assert engine.adds
    folder = tmp_path / "index"
    engine.build(DIGEST, folder)
    engine.open(folder)
    added = garden.post(99, title="Zeppelins over the allotment")
    engine.add(DIGEST, added, folder)
    assert ask(engine, Inquiry("zeppelins"))[0] == added.id


def test_with_sentence_embeddings_a_question_is_compared_with_random_vectors(
    tmp_path: Path,
) -> None:
    if not installed():
        pytest.skip("needs the semantic extra")
    peer("PPR Search").build(DIGEST, tmp_path / "PPR-Search")
    engine = peer(BY_MEANING)
    engine.build(DIGEST, tmp_path / "by-meaning")
    engine.open(tmp_path / "by-meaning")
    assert engine.ask("full", Inquiry("slugs and beer"))


def test_a_process_follows_its_commands_and_reports_its_memory(tmp_path: Path) -> None:
    posts = tuple(replace(post, topics=()) for post in DIGEST.posts)
    write(replace(frame("garden"), posts=posts), tmp_path / "posts.jsonl")
    asked = json.loads(dump([Inquiry("slugs"), Inquiry("compost")]))
    with EngineProcess("SQLite FTS5", tmp_path, tmp_path / "index") as process:
        built = process.tell("build", frame="garden")
        process.tell("open")
        told = {"mode": "rank", "inquiries": asked}
        times = process.tell("ask", clock="process_time", **told)["times"]
        ids = process.tell("answers", **told)["ids"]
        added = process.tell("add", frame="garden")
        memory = process.tell("memory")
    assert built["bytes"] > 1000
    assert built["seconds"] > 0
    assert added["seconds"] > 0
    assert len(times) == 2
    assert all(time > 0 for time in times)
    assert [found[0] for found in ids] == [
        "2016-05-slugs-and-beer",
        "2015-03-compost-feeds-tired-beds",
    ]
    assert 1_000_000 < memory["now"] <= memory["most"]


def test_a_process_that_ends_early_is_reported(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with EngineProcess("SQLite FTS5", tmp_path, tmp_path / "index") as process:
        with pytest.raises(EngineFailed, match="SQLite FTS5 ended when told to build"):
            process.tell("build", frame="garden")
        with pytest.raises(EngineFailed, match="SQLite FTS5 ended"):
            process.tell("open")
            process.tell("open")
    assert "posts.jsonl" in capfd.readouterr().err
