"""A generation is complete, private of pickles but Whoosh's own, and the same however it came."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.digest import Digest, Vocabulary
from corpus.folder.read import DEMO, read_corpus
from corpus.post import Post
from search.engine.open import open_generation
from search.errors import IndexDamaged, IndexOutdated
from search.index.generation import (
    MANIFEST,
    analysis_key,
    check_generation,
    read_digest,
    read_manifest,
    write_generation,
)
from search.question import Question
from search.results import Results, SearchOptions
from tests import garden

QUESTIONS = (
    "slugs",
    "compost for beds of timber",
    "beans no better than drought",
    '"beer traps"',
    '"raised beds" -worms',
    "-beans",
    "author:Hill",
    "topic:soil year:2015..2019",
    "research:survey children",
    "creepy crawlies",
    "drop-out",
    "bean5 word3",
    "xylophone",
    "ladybrids",
    "",
)


def written(folder: Path, digest: Digest, previous: Path | None = None) -> Path:
    folder.mkdir(mode=0o700)
    write_generation(folder, digest, previous=previous)
    return folder


def told(results: Results) -> object:
    """All of an answer but how long it took and which generation gave it."""
    hits = [(replace(h, score=0.0), round(h.score, 4)) for h in results.hits]
    return replace(results, hits=(), seconds=0.0, generation=""), hits


def answers(generation: Path) -> dict[str, object]:
    """Everything that a generation answers to a set of questions, and about each post."""
    options = SearchOptions(limit=50, explain=True)
    with open_generation(generation) as snapshot:
        found: dict[str, object] = {
            text: told(snapshot.search(Question.parse(text), options)) for text in QUESTIONS
        }
        posts = tuple(snapshot.archive())
        found["posts"] = posts
        found["related"] = [snapshot.related(post.id) for post in posts]
        found["neighbours"] = [snapshot.neighbours(post.id) for post in posts]
        found["facets"] = snapshot.topics(), snapshot.kinds(), snapshot.months()
        found["suggestions"] = [snapshot.suggest(t, 10) for t in ("b", "s", "wa", "pest")]
    return found


def edited(posts: list[Post], chance: random.Random) -> list[Post]:
    """The posts after a random change: some edited, removed, added or moved."""
    changed = list(posts)
    for _ in range(chance.randint(1, 4)):
        kind = chance.choice(("edit", "remove", "add", "move"))
        at = chance.randrange(len(changed))
        number = chance.randrange(1000)
        if kind == "edit":
            changed[at] = replace(
                changed[at],
                summary=f"{changed[at].summary} Then bean{number % 9} came.",
                topics=("Soil",) if number % 2 else changed[at].topics,
                citation=f"Hill, J. ({2000 + number % 20}). Beans. Plots, 1, 2-3.",
            )
        elif kind == "remove" and len(changed) > 3:
            del changed[at]
        elif kind == "add":
            new = garden.post(number, title=f"Slugs and word{number % 5}")
            if new.id not in {p.id for p in changed}:
                changed.insert(at, new)
        else:
            changed.append(changed.pop(at))
    return changed


@pytest.mark.parametrize("seed", range(3))
def test_a_generation_from_another_answers_as_one_from_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    posts = list(garden.POSTS)
    previous = written(tmp_path / "0", garden.digest(*posts))
    for number in range(1, 5):
        posts = edited(posts, chance)
        digest = garden.digest(*posts)
        reused = written(tmp_path / f"{number}", digest, previous)
        anew = written(tmp_path / f"{number}-anew", digest)
        ours, theirs = answers(reused), answers(anew)
        for question in theirs:
            assert ours[question] == theirs[question], (number, question)
        previous = reused


def test_the_matrices_are_the_same_to_the_byte(tmp_path: Path) -> None:
    first = written(tmp_path / "1", garden.digest(*garden.POSTS[:6]))
    reused = written(tmp_path / "2", garden.digest(*garden.POSTS[3:]), first)
    anew = written(tmp_path / "3", garden.digest(*garden.POSTS[3:]))
    ours, theirs = read_manifest(reused), read_manifest(anew)
    mine = {n: c for n, c in ours.files.items() if not n.startswith("fulltext/")}
    assert mine == {n: c for n, c in theirs.files.items() if not n.startswith("fulltext/")}
    assert len(mine) > 8


def test_other_words_of_the_field_take_nothing_over_but_answer_as_new(tmp_path: Path) -> None:
    plain = replace(garden.digest(), vocabulary=Vocabulary())
    before = written(tmp_path / "1", plain)
    after = written(tmp_path / "2", garden.digest(), before)
    assert read_manifest(before).analysis != read_manifest(after).analysis
    assert answers(after) == answers(written(tmp_path / "3", garden.digest()))


def test_what_analysis_depends_on_is_in_its_key() -> None:
    digest = garden.digest()
    assert analysis_key(digest) == analysis_key(replace(digest, name="Other", posts=()))
    stems = replace(digest.vocabulary, stems=(("a", "b"),))
    assert analysis_key(replace(digest, vocabulary=stems)) != analysis_key(digest)
    assert analysis_key(replace(digest, language="fr")) != analysis_key(digest)


def test_the_settings_of_the_digest_come_back(tmp_path: Path, demo_index: Path) -> None:
    assert read_digest(written(tmp_path / "1", garden.digest())) == replace(
        garden.digest(), posts=()
    )
    live = demo_index / (demo_index / "CURRENT").read_text().strip()
    assert read_digest(live) == replace(read_corpus(DEMO).digest, posts=())


def test_the_manifest_names_every_file_and_post(garden_generation: Path) -> None:
    manifest = read_manifest(garden_generation)
    files = {
        str(f.relative_to(garden_generation)) for f in garden_generation.rglob("*") if f.is_file()
    }
    assert files == {*manifest.files, MANIFEST}
    assert manifest.posts == {p.id: p.content_hash for p in garden.POSTS}
    assert not manifest.semantic
    check_generation(garden_generation)


def test_no_file_of_ours_holds_a_pickle(garden_generation: Path) -> None:
    for file in garden_generation.iterdir():
        if file.is_file():
            assert file.suffix in (".npy", ".json", ".jsonl", ".txt"), file
            assert b"\x80\x04" not in file.read_bytes()[:2]


def test_progress_is_told_by_step(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    (tmp_path / "1").mkdir()
    write_generation(tmp_path / "1", garden.digest(), progress=lambda *step: steps.append(step))
    names = list(dict.fromkeys(name for name, _, _ in steps))
    assert names == ["Reading posts", "Weighing words", "Relating posts", "Filing full text"]
    for name in names:
        done = [(a, b) for n, a, b in steps if n == name]
        assert done[-1][0] == done[-1][1]


def copied(source: Path, target: Path) -> Path:
    """A copy that can be damaged without harm to the one that is shared."""
    target.mkdir()
    (target / "fulltext").mkdir()
    for file in source.rglob("*"):
        if file.is_file():
            (target / file.relative_to(source)).write_bytes(file.read_bytes())
    return target


def cut_short(generation: Path) -> None:
    file = generation / "posts.jsonl"
    file.write_bytes(file.read_bytes()[:-7])


def flip_a_bit(generation: Path) -> None:
    file = generation / "bm25f-weights.npy"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (cut_short, r"/posts\.jsonl differs from what was written"),
        (flip_a_bit, r"/bm25f-weights\.npy differs"),
        (lambda g: (g / "ids.json").unlink(), r"/ids\.json is missing or unreadable"),
        (lambda g: (g / "fulltext" / "x.toc").write_bytes(b"cos\n"), "x.toc does not belong there"),
        (lambda g: (g / MANIFEST).unlink(), "the manifest of generation damaged is unreadable"),
        (lambda g: (g / MANIFEST).write_text("{", "utf-8"), "the manifest of"),
        (lambda g: (g / MANIFEST).write_text("[]", "utf-8"), "the manifest of"),
        (lambda g: (g / MANIFEST).write_bytes(b"\xff"), "the manifest of"),
        (lambda g: changed(g, files=None), "the manifest of"),
        (lambda g: changed(g, more=1), "the manifest of"),
    ],
)
def test_damage_is_noticed_and_named(
    garden_generation: Path, tmp_path: Path, damage: Callable[[Path], object], message: str
) -> None:
    generation = copied(garden_generation, tmp_path / "damaged")
    check_generation(generation)
    damage(generation)
    with pytest.raises(IndexDamaged, match=message) as raised:
        check_generation(generation)
    assert "pprsearch index" in raised.value.hint


def changed(generation: Path, **values: object) -> None:
    file = generation / MANIFEST
    data = {**json.loads(file.read_text("utf-8")), **values}
    kept = {k: v for k, v in data.items() if v is not None}
    file.write_text(json.dumps(kept), "utf-8")


def test_another_format_is_outdated_and_not_damaged(
    garden_generation: Path, tmp_path: Path
) -> None:
    generation = copied(garden_generation, tmp_path / "old")
    changed(generation, format=0)
    with pytest.raises(IndexOutdated, match="generation old has format 0") as raised:
        check_generation(generation)
    assert "pprsearch index" in raised.value.hint


def test_an_unreadable_file_is_damage(garden_generation: Path, tmp_path: Path) -> None:
    generation = copied(garden_generation, tmp_path / "blocked")
    (generation / "labels.txt").unlink()
    os.symlink("labels.txt", generation / "labels.txt")
    with pytest.raises(IndexDamaged, match=r"labels\.txt is missing or unreadable"):
        check_generation(generation)
