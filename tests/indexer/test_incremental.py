"""An index built on an earlier generation equals one built from nothing, after any changes."""

from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.digest import Digest
from corpus.post import Post
from search.engine.generation import write_generation
from search.engine.inventory import related_lists
from search.engine.open import open_generation
from search.index.files.manifest import MANIFEST
from search.index.fulltext import FullText
from search.question import Question
from search.results import SearchOptions
from tests.digests import garden

ALL = SearchOptions(limit=100, explain=True)
QUESTIONS = (
    "do beans like compost in raised beds?",
    '"leaf mould"',
    "drought -barrels",
    '-"beer traps"',
    "author:smith",
    "author:müller water year:2018..",
    'topic:"Water and/or Drought"',
    'slugs topic:soil research:"field trial"',
    "childern who dig",
    "creepy crawlies",
    "-beans",
    "record of plots",
    "nothing of the kind whatsoever zzz",
    "",
)
SUMMARIES = (
    "Beans liked the *compost*. Nobody knew why.",
    "Leaf mould was spread on raised beds. Slugs came.",
    "In a drought, water is carried. Children carried it.",
    "Beer traps stood about. Drop-out was rare.",
)

text = st.sampled_from(SUMMARIES)
edits = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 99), text),
        st.tuples(st.just("edit"), st.integers(0, 99), text),
        st.tuples(st.just("remove"), st.integers(0, 99), st.just("")),
        st.tuples(st.just("rename"), st.integers(0, 99), st.just("")),
        st.tuples(st.just("refile"), st.integers(0, 99), st.just("")),
        st.tuples(st.just("words"), st.integers(0, 99), st.just("")),
    ),
    min_size=1,
    max_size=4,
)


def edited(digest: Digest, kind: str, number: int, text: str) -> Digest:
    """The digest after one edit by a maintainer."""
    posts = list(digest.posts)
    at = number % len(posts)
    if kind == "add":
        posts.append(garden.post(100 + number, summary=text))
    elif kind == "edit":
        posts[at] = replace(posts[at], summary=f"{posts[at].summary} {text}")
    elif kind == "remove" and len(posts) > 1:
        del posts[at]
    elif kind == "rename":
        posts[at] = replace(posts[at], id=f"{posts[at].month}-renamed-{number}")
    elif kind == "refile":
        posts[at] = replace(posts[at], topics=("Children's Gardens",), pin=(posts[0].id,))
    elif kind == "words":
        words = replace(digest.vocabulary, equal=(("beans", f"legumes{number}"),))
        return replace(digest, vocabulary=words)
    unique = {post.id: post for post in posts}
    ordered = sorted(unique.values(), key=lambda post: (post.month or "", post.id))
    return replace(digest, posts=tuple(ordered))


def written(folder: Path, digest: Digest, previous: Path | None) -> Path:
    folder.mkdir(mode=0o700)
    write_generation(folder, digest, previous=previous)
    return folder


def answers(generation: Path) -> list[Any]:
    """Everything that a reader can be shown."""
    with open_generation(generation) as snapshot:
        shown: list[Any] = [
            snapshot.topics(),
            snapshot.kinds(),
            snapshot.months(),
        ]
        for question in QUESTIONS:
            results = snapshot.search(Question.parse(question), ALL)
            shown.append(replace(results, seconds=0.0, generation=""))
        shown += [snapshot.related(post.id) for post in snapshot.archive()]
        shown += [snapshot.suggest(typed) for typed in ("w", "co", "bea")]
    return shown


def files(generation: Path) -> dict[str, bytes]:
    """The bytes of each file that isn't Whoosh's, without the manifest, which has the time."""
    return {
        file.name: file.read_bytes()
        for file in generation.iterdir()
        if file.name not in (FullText.name, MANIFEST)
    }


@pytest.mark.slow
@settings(max_examples=12)
@given(st.lists(edits, min_size=1, max_size=3))
def test_after_any_edits_an_update_equals_a_full_build(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[str, int, str]]]
) -> None:
    with tempfile.TemporaryDirectory(dir=tmp_path_factory.getbasetemp()) as folder:
        digest = garden.digest()
        built = written(Path(folder, "0"), digest, None)
        for number, steps in enumerate(rounds, 1):
            for step in steps:
                digest = edited(digest, *step)
            built = written(Path(folder, str(number)), digest, built)
        fresh = written(Path(folder, "fresh"), digest, None)
        assert files(built) == files(fresh)
        assert answers(built) == answers(fresh)
        with open_generation(built) as one, open_generation(fresh) as other:
            assert related_lists(one) == related_lists(other)


def large() -> Digest:
    """A digest large enough for a latent space."""
    chance = random.Random(7)
    words = [f"plant{n}" for n in range(600)]
    many: list[Post] = list(garden.POSTS)
    many += [
        garden.post(100 + n, summary=" ".join(chance.sample(words, 40)) + ".") for n in range(200)
    ]
    return replace(garden.digest(), posts=tuple(many))


@pytest.mark.slow
@settings(max_examples=6)
@given(edits, st.integers(0, 2**32))
def test_an_update_of_a_latent_space_equals_a_full_build(
    steps: list[tuple[str, int, str]], seed: int
) -> None:
    """A full build fits it with scikit-learn, an update by the same steps without it."""
    with tempfile.TemporaryDirectory() as folder:
        digest = large()
        built = written(Path(folder, "0"), digest, None)
        for step in steps:
            digest = edited(digest, *step)
        built = written(Path(folder, "1"), digest, built)
        fresh = written(Path(folder, "fresh"), digest, None)
        for name in ("lsa-terms", "lsa-posts", "vectors-weights"):
            one, other = (np.load(made / f"{name}.npy") for made in (built, fresh))
            assert np.abs(one - other).max() < 1e-6
        question = " ".join(f"plant{n}" for n in random.Random(seed).sample(range(600), 4))
        with (
            open_generation(built, semantic=False) as one,
            open_generation(fresh, semantic=False) as other,
        ):
            asked = Question.parse(question)
            assert one.order(asked, 300) == other.order(asked, 300)
        assert files(built) == files(fresh)


@pytest.mark.parametrize(
    "posts",
    [
        [Post(f"p{n}", "The", "Of and the.") for n in range(3)],
        [Post(f"p{n}", "Beans", "Beans like compost.") for n in range(250)],
        [Post(f"p{n}", "", "...") for n in range(250)],
        [Post(f"p{n}", "Beans", f"Word {'ab'[n % 2]}.") for n in range(250)],
        [Post(f"p{n}", f"w{n}x", f"y{n}z") for n in range(250)],
        [Post(f"p{n}", f"w{n % 7}x" if n % 3 else "", "") for n in range(250)],
    ],
    ids=["no terms", "all alike", "marks alone", "two kinds", "nothing shared", "some empty"],
)
def test_an_update_of_nearly_uniform_posts_equals_a_full_build(
    tmp_path: Path, posts: list[Post]
) -> None:
    digest = replace(garden.digest(), posts=tuple(posts))
    built = written(tmp_path / "0", digest, None)
    digest = replace(digest, posts=(*posts[1:], Post("new", "Slugs and beans", "Slugs ate w1x.")))
    built = written(tmp_path / "1", digest, built)
    fresh = written(tmp_path / "fresh", digest, None)
    assert files(built) == files(fresh)
    with open_generation(built, semantic=False) as snapshot:
        assert snapshot.order(Question.parse("slugs"), 1)[0][0] == "new"


@pytest.mark.slow
def test_fifty_updates_in_a_row_equal_a_full_build(tmp_path: Path) -> None:
    """On the way segments of the full text are merged, and removed posts deleted."""
    digest = garden.digest()
    built = written(tmp_path / "0", digest, None)
    for number in range(1, 51):
        kind = ("add", "edit", "rename", "remove")[number % 4]
        digest = edited(digest, kind, number * 7, SUMMARIES[number % 4])
        built = written(tmp_path / str(number), digest, built)
    fresh = written(tmp_path / "fresh", digest, None)
    assert files(built) == files(fresh)
    assert answers(built) == answers(fresh)
    segments = {file.name.split("_")[1][:16] for file in (built / FullText.name).glob("*_*.seg")}
    assert len(segments) <= 8
