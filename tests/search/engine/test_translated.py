"""Posts are found by their translations too, and shown in the matching language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.digest import Digest
from search.engine.generation import write_generation
from search.engine.open import open_generation
from search.engine.seam import Snapshot
from search.question import Question
from search.results import Hit, SearchOptions
from tests.digests import garden, translated_garden

WORMS = "est-ce que les lombrics sont revenus ?"


def written(folder: Path, digest: Digest, previous: Path | None = None) -> Path:
    folder.mkdir(mode=0o700)
    write_generation(folder, digest, previous=previous)
    return folder


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("translated") / "000001-abcdef"
    return written(folder, translated_garden.digest())


@pytest.fixture(scope="module")
def snapshot(generation: Path) -> Iterator[Snapshot]:
    with open_generation(generation, semantic=False) as opened:
        yield opened


def ask(snapshot: Snapshot, text: str, language: str = "") -> list[Hit]:
    found = snapshot.search(Question.parse(text), SearchOptions(language=language))
    return list(found.hits) if found.answered else []


def test_a_french_question_finds_the_post_once_and_shows_it_in_french(snapshot: Snapshot) -> None:
    hits = ask(snapshot, WORMS)
    assert [hit.post.id for hit in hits] == ["2015-03-compost-feeds-tired-beds"]
    assert (hits[0].language, hits[0].title.text) == ("fr", translated_garden.COMPOST.title)
    assert hits[0].words == ("lombrics", "revenus")
    assert hits[0].post.title == "Compost feeds tired beds"
    assert hits[0].told.title == translated_garden.COMPOST.title


def test_an_english_question_finds_the_same_post_in_english(snapshot: Snapshot) -> None:
    hits = ask(snapshot, "compost and worms")
    assert hits[0].post.id == "2015-03-compost-feeds-tired-beds"
    assert (hits[0].language, hits[0].title.text) == ("", "Compost feeds tired beds")


def test_translated_hits_are_shown_in_the_reader_s_language(snapshot: Snapshot) -> None:
    hits = ask(snapshot, "compost", "fr")
    assert {hit.post.id: hit.language for hit in hits}["2015-03-compost-feeds-tired-beds"] == "fr"
    assert all(hit.language in ("", "fr") for hit in hits)
    assert any(hit.language == "" for hit in ask(snapshot, "children", "fr"))


def test_a_third_language_is_only_searched_on_its_own_pages(snapshot: Snapshot) -> None:
    (hit,) = ask(snapshot, "Regenwürmer", "de")
    assert (hit.post.id, hit.language) == ("2015-03-compost-feeds-tired-beds", "de")
    assert ask(snapshot, "Regenwürmer") == []


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ('"plates-bandes fatiguées"', "fr", ["compost-feeds-tired-beds"]),
        ('"fatiguées plates-bandes"', "fr", []),
        ('"l’engrais vert" lombrics', "fr", ["compost-feeds-tired-beds"]),
        ('"pièges au crépuscule"', "fr", ["slugs-and-beer"]),
        ('"Regenwürmer kamen"', "de", ["compost-feeds-tired-beds"]),
        ('"Regenwürmer kamen"', "fr", []),
        ("title:limaces", "fr", ["slugs-and-beer"]),
        ("title:noyé", "fr", []),
        ('title:"préfèrent la bière à la laitue"', "fr", ["slugs-and-beer"]),
        ('"slugs" -laitue', "fr", []),
        ('"Compost feeds tired beds"', "fr", ["compost-feeds-tired-beds"]),
    ],
)
def test_a_quoted_phrase_may_be_in_a_translation(
    snapshot: Snapshot, text: str, language: str, found: list[str]
) -> None:
    assert [hit.post.id[8:] for hit in ask(snapshot, text, language)] == found


def test_a_quoted_phrase_is_marked_in_the_language_of_the_page(snapshot: Snapshot) -> None:
    (hit,) = ask(snapshot, '"plates-bandes fatiguées"', "fr")
    assert (hit.language, hit.title.text) == ("fr", translated_garden.COMPOST.title)
    assert hit.words == ("plates-bandes", "fatiguées")


def test_a_french_phrase_is_searched_in_french_on_any_page(snapshot: Snapshot) -> None:
    (hit,) = ask(snapshot, '"les lombrics sont revenus"')
    assert hit.language == "fr"
    assert ask(snapshot, '"lombrics revenus sont"') == []


def test_exclusions_apply_to_translations_in_the_reader_s_language(snapshot: Snapshot) -> None:
    with_it = {hit.post.id for hit in ask(snapshot, "compost", "fr")}
    without = {hit.post.id for hit in ask(snapshot, "compost -fatiguées", "fr")}
    assert with_it - without == {"2015-03-compost-feeds-tired-beds"}
    assert {hit.post.id for hit in ask(snapshot, "compost -fatiguées")} == with_it


def test_a_phrase_that_is_in_neither_language_counts_word_by_word(snapshot: Snapshot) -> None:
    asked = Question.parse('lombrics "limaces revenues"')
    told = snapshot.search(asked, SearchOptions(language="fr")).understanding
    assert told.phrases == ()
    assert len(told.notes) == 1


def test_an_english_question_does_not_match_words_of_translations(
    snapshot: Snapshot, garden_snapshot: Snapshot
) -> None:
    for text in ("grave", "court", "fatiguées", "slugs and beer", "compost"):
        asked = Question.parse(text)
        assert snapshot.order(asked) == garden_snapshot.order(asked)


def test_an_update_writes_what_a_full_build_writes(generation: Path, tmp_path: Path) -> None:
    before = written(tmp_path / "000001-abcdef", garden.digest())
    after = written(tmp_path / "000002-abcdef", translated_garden.digest(), before)
    for file in generation.iterdir():
        if file.is_file() and file.name != "manifest.json":
            assert (after / file.name).read_bytes() == file.read_bytes(), file.name


def test_a_digest_without_translations_has_no_words_of_them(tmp_path: Path) -> None:
    digest = translated_garden.digest()
    full = written(tmp_path / "000001-abcdef", digest)
    bare = replace(digest, posts=tuple(replace(p, translations=()) for p in digest.posts))
    after = written(tmp_path / "000002-abcdef", bare, full)
    assert b"@" not in (after / "words.txt").read_bytes()
    assert b"@fr:" in (full / "words.txt").read_bytes()
