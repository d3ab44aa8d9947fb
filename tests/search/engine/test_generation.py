"""A generation is complete, free of pickles except Whoosh's, and independent of its predecessor."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import filed
from corpus.digest import Digest, Vocabulary
from corpus.filed import Gathering
from corpus.post import Post
from search.engine.generation import write_generation
from search.engine.open import open_generation
from search.engine.parts import PARTS, load
from search.index import lsa
from search.index.algebra import turned
from search.index.files import scratch
from search.index.files.manifest import read_manifest
from search.index.fulltext import FullText
from search.index.tokens import analysed
from search.question import Question
from search.results import Results, SearchOptions
from tests.digests import garden, translated_garden

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
    """An answer without its duration and the name of its generation."""
    hits = [(replace(h, score=0.0), round(h.score, 4)) for h in results.hits]
    return replace(results, hits=(), seconds=0.0, generation=""), hits


def answers(generation: Path) -> dict[str, object]:
    """All answers of a generation to a set of questions, and about each post."""
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


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_generation_built_on_another_answers_as_one_built_from_nothing(
    tmp_path: Path, seed: int
) -> None:
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


def test_files_built_on_an_earlier_generation_are_the_same_to_the_byte(tmp_path: Path) -> None:
    first = written(tmp_path / "1", garden.digest(*garden.POSTS[:6]))
    reused = written(tmp_path / "2", garden.digest(*garden.POSTS[3:]), first)
    anew = written(tmp_path / "3", garden.digest(*garden.POSTS[3:]))
    ours, theirs = read_manifest(reused), read_manifest(anew)
    mine = {n: c for n, c in ours.files.items() if not n.startswith("fulltext/")}
    assert mine == {n: c for n, c in theirs.files.items() if not n.startswith("fulltext/")}
    assert len(mine) > 8


def test_files_built_in_blocks_are_the_same_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = [garden.post(n, title=f"Beans {n % 7} and word{n % 11}") for n in range(1, 230)]
    first = garden.digest(*posts[:220], garden.post(300, title="Leeks"))
    plain = written(tmp_path / "plain", first)
    plain_after = written(tmp_path / "plain-after", garden.digest(*posts), plain)
    monkeypatch.setattr(scratch, "LARGE", 1)
    for module, most in ((turned, 50), (analysed, 50), (lsa, 40)):
        monkeypatch.setattr(module, "_AT_ONCE", most)
    monkeypatch.setattr(analysed, "_POSTS_AT_ONCE", 7)
    in_files = written(tmp_path / "files", first)
    after = written(tmp_path / "files-after", garden.digest(*posts), in_files)
    for ours, theirs in ((in_files, plain), (after, plain_after)):
        mine = {n: c for n, c in read_manifest(ours).files.items() if not n.startswith("fulltext/")}
        others = read_manifest(theirs).files
        assert mine == {n: c for n, c in others.items() if not n.startswith("fulltext/")}
        assert "lsa-posts.npy" in mine


@pytest.mark.slow
def test_posts_in_a_file_make_the_same_files_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = (*translated_garden.digest().posts, *(garden.post(n) for n in range(20, 240)))
    whole = replace(translated_garden.digest(), posts=posts)
    first = replace(whole, posts=posts[:-3])
    plain = written(tmp_path / "plain", first)
    plain_after = written(tmp_path / "plain-after", whole, plain)
    monkeypatch.setattr(filed, "LARGE", 20_000)
    in_file = written(tmp_path / "file", replace(first, posts=gathered(first.posts)))
    after = written(tmp_path / "after", replace(whole, posts=gathered(posts)), in_file)
    for ours, theirs in ((in_file, plain), (after, plain_after)):
        mine, others = read_manifest(ours), read_manifest(theirs)
        assert list(mine.posts.items()) == list(others.posts.items())
        whoosh = "fulltext/"
        assert {n: c for n, c in mine.files.items() if not n.startswith(whoosh)} == {
            n: c for n, c in others.files.items() if not n.startswith(whoosh)
        }
    assert answers(after) == answers(plain_after)


def gathered(posts: Sequence[Post]) -> Sequence[Post]:
    """Posts as they are read of a large digest: in a file."""
    gathering = Gathering()
    for post in posts:
        gathering.add(post)
    assert gathering.filed
    return gathering.posts()


def test_after_a_change_of_vocabulary_everything_is_built_anew(tmp_path: Path) -> None:
    plain = replace(garden.digest(), vocabulary=Vocabulary())
    before = written(tmp_path / "1", plain)
    after = written(tmp_path / "2", garden.digest(), before)
    assert read_manifest(before).analysis != read_manifest(after).analysis
    assert answers(after) == answers(written(tmp_path / "3", garden.digest()))


def test_no_file_but_whoosh_s_holds_a_pickle(garden_generation: Path) -> None:
    for file in garden_generation.iterdir():
        if file.is_file():
            assert file.suffix in (".npy", ".json", ".jsonl", ".txt"), file
            assert b"\x80\x04" not in file.read_bytes()[:2]


def test_progress_is_reported_by_step(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    (tmp_path / "1").mkdir()
    write_generation(tmp_path / "1", garden.digest(), progress=lambda *step: steps.append(step))
    names = list(dict.fromkeys(name for name, _, _ in steps))
    of_parts = (part.step for part in PARTS if part.step)
    assert names == list(dict.fromkeys(("Reading posts", *of_parts)))
    assert names[-1] == "Filing full text"
    for name in names:
        done = [(a, b) for n, a, b in steps if n == name]
        assert done[-1][0] == done[-1][1]


def test_a_generation_for_a_cluster_needs_no_full_text(tmp_path: Path) -> None:
    """The next generation may have one again."""
    lean = tmp_path / "lean"
    lean.mkdir(mode=0o700)
    write_generation(lean, garden.digest(), full_text=False)
    assert load(lean).get(FullText) is None
    files = read_manifest(lean).files
    assert files and not any(name.startswith("fulltext") for name in files)
    after = written(tmp_path / "after", garden.digest(), previous=lean)
    assert answers(after) == answers(written(tmp_path / "anew", garden.digest()))
