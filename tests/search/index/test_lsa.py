"""The latent space: its vectors, and that the same posts always give the same space."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.post import Post
from search.index import lsa
from search.index.algebra.cosines import cosines
from search.index.algebra.fitting import LikeScikitLearn
from search.index.part import Opened
from search.index.tokens.analysed import Analysed, analyse
from search.index.tokens.sums import sums
from search.text.analyzer import Analyzer
from tests.digests import garden

FITTING = LikeScikitLearn()
POSTS = lsa.FEWEST_POSTS + 40
GARDEN = analyse((*garden.POSTS, Post("bare", "", "")), Analyzer(garden.VOCABULARY))


@pytest.fixture(scope="module")
def many() -> Analysed:
    """Posts about one of ten subjects, each with its own words."""
    chance = random.Random(3)
    posts = []
    for number in range(POSTS):
        subject = [f"w{number % 10}x{n}" for n in range(12)]
        words = [*chance.choices(subject, k=15), f"w{chance.randrange(10)}x0"]
        posts.append(Post(id=f"p{number}", title=words[0], summary=" ".join(words)))
    return analyse(posts, Analyzer())


def fitted(analysed: Analysed, earlier: lsa.Earlier | None = None) -> lsa.Lsa:
    found = lsa.fit(sums(analysed).times, hashes(analysed), FITTING, earlier)
    assert found is not None
    return found


def scores(space: lsa.Lsa, question: list[tuple[int, float]]) -> lsa.Floats | None:
    """The cosine of every post with a question, None if the question has no vector."""
    place = space.place(question)
    found = None if place is None else cosines(space.posts, space.moments, place)
    return None if found is None else found.of(np.arange(len(space.posts)))


def hashes(analysed: Analysed) -> list[str]:
    """Stand-ins for content hashes, in an order unlike that of the posts."""
    return [hashlib.sha256(str(n).encode()).hexdigest() for n in range(analysed.posts)]


def test_a_small_digest_has_no_latent_space(tmp_path: Path) -> None:
    assert lsa.fit(sums(GARDEN).times, hashes(GARDEN), FITTING) is None
    assert lsa.Lsa.load(Opened(tmp_path)) is None


def test_cosines_are_bounded_and_similar_subjects_are_near(many: Analysed) -> None:
    found = fitted(many)
    assert np.allclose(np.linalg.norm(found.posts, axis=1), 1, atol=1e-4)
    ids = many.term_ids
    near = scores(found, [(ids["w4x3"], 1.0)])
    assert near is not None
    assert (np.abs(near) <= 1 + 1e-5).all()
    about = np.arange(POSTS) % 10 == 4
    having = sums(many).times[:, [ids["w4x3"]]].toarray()[:, 0] > 0
    assert (about & ~having).any()
    # Posts on the subject without the word itself are near it too.
    assert near[about & ~having].mean() > 0.1 + near[~about].mean()


def test_a_question_without_terms_has_no_vector(many: Analysed) -> None:
    found = fitted(many)
    assert scores(found, []) is None
    assert scores(found, [(int(found.ids[0]), 0.0)]) is None


def test_a_term_of_only_one_post_has_no_vector() -> None:
    posts = [garden.post(n, title="Beans", summary=f"Word {n % 9}.") for n in range(250)]
    posts[7] = replace(posts[7], summary="Aardvark and word.")
    analysed = analyse(posts, Analyzer())
    found = fitted(analysed)
    alone = analysed.term_ids["aardvark"]
    assert alone not in found.ids
    assert scores(found, [(alone, 1.0)]) is None
    assert scores(found, [(len(analysed.terms) - 1, 1.0)]) is not None


def test_the_same_posts_give_the_same_space_and_it_is_read_back_unchanged(
    many: Analysed, tmp_path: Path
) -> None:
    one, other = fitted(many), fitted(many)
    assert np.array_equal(one.posts, other.posts)
    one.save(tmp_path)
    back = lsa.Lsa.load(Opened(tmp_path))
    assert back is not None
    assert back.sample == one.sample
    assert np.array_equal(back.terms, one.terms)
    assert np.array_equal(back.ids, one.ids)


def test_the_space_nearly_equals_the_exact_one(many: Analysed) -> None:
    found = fitted(many)
    vectors = FITTING.tf_idf(sums(many).times)[0][:, found.ids].toarray()
    strongest = np.linalg.svd(vectors, compute_uv=False)[:5]
    basis = found.terms / np.linalg.norm(found.terms, axis=0)
    ours = np.linalg.norm(vectors @ np.linalg.qr(basis[:, :5])[0], axis=0)
    assert np.linalg.norm(ours) > 0.97 * np.linalg.norm(strongest)


@pytest.fixture
def few_span_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lsa, "SAMPLE", 150)


@pytest.mark.usefixtures("few_span_all")
def test_a_post_outside_the_sample_does_not_change_the_space(
    many: Analysed, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = hashes(many)
    # The post with the last hash is in no sample.
    last = max(range(many.posts), key=told.__getitem__)
    before = [n for n in range(many.posts) if n != last]
    rows = sums(many).times
    old = lsa.fit(rows[before], [told[n] for n in before], FITTING)
    assert old is not None
    was = np.full(many.posts, -1)
    was[before] = np.arange(len(before))
    terms = np.arange(len(many.terms), dtype=np.int32)
    anew = lsa.fit(rows, told, FITTING)
    monkeypatch.setattr(lsa, "_space", None)
    taken = lsa.fit(rows, told, FITTING, lsa.Earlier(old, terms, was))
    assert anew is not None
    assert taken is not None
    assert taken.sample == anew.sample == old.sample
    for name in ("ids", "terms", "posts"):
        assert np.array_equal(getattr(taken, name), getattr(anew, name)), name
    assert np.array_equal(taken.posts[before], old.posts)


@pytest.mark.usefixtures("few_span_all")
def test_a_change_in_the_sample_gives_another_space(many: Analysed) -> None:
    told = hashes(many)
    first = min(range(many.posts), key=told.__getitem__)
    rest = [n for n in range(many.posts) if n != first]
    rows = sums(many).times[rest]
    was = np.arange(many.posts)[rest]
    terms = np.arange(len(many.terms), dtype=np.int32)
    old, anew = fitted(many), lsa.fit(rows, [told[n] for n in rest], FITTING)
    taken = lsa.fit(rows, [told[n] for n in rest], FITTING, lsa.Earlier(old, terms, was))
    assert anew is not None
    assert taken is not None
    assert taken.sample == anew.sample != old.sample
    assert np.array_equal(taken.posts, anew.posts)


def test_nearly_equal_posts_span_few_directions() -> None:
    same = [garden.post(n, title="Beans", summary=f"Word {'ab'[n % 2]}.") for n in range(300)]
    found = fitted(analyse(same, Analyzer()))
    assert np.isfinite(found.posts).all()
    assert np.count_nonzero(np.abs(found.terms).sum(axis=0)) <= 3


def test_posts_that_share_no_word_have_no_latent_space() -> None:
    apart = analyse([Post(f"p{n}", f"w{n}x", f"y{n}z") for n in range(250)], Analyzer())
    assert lsa.fit(sums(apart).times, hashes(apart), FITTING) is None
