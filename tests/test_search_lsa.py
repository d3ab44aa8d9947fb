"""TF-IDF is scikit-learn's, and the latent space is one of unit vectors found again each time."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfTransformer

from corpus.post import Post
from search import lsa
from search.analysed import IMPLICATIONS, SUMMARY, TITLE, Analysed, analyse
from search.analysis import Analyzer
from tests import garden

GARDEN = analyse((*garden.POSTS, Post("bare", "", "")), Analyzer(garden.VOCABULARY))


@pytest.fixture(scope="module")
def many() -> Analysed:
    """Posts about one of ten subjects, each with its own words."""
    chance = random.Random(3)
    posts = []
    for number in range(lsa.FEWEST_POSTS):
        subject = [f"w{number % 10}x{n}" for n in range(12)]
        words = [*chance.choices(subject, k=15), f"w{chance.randrange(10)}x0"]
        posts.append(Post(id=f"p{number}", title=words[0], summary=" ".join(words)))
    return analyse(posts, Analyzer())


def test_tf_idf_is_that_of_scikit_learn() -> None:
    matrix, rarity = lsa.tf_idf(GARDEN)
    counts = GARDEN.counts(TITLE) + GARDEN.counts(SUMMARY) + GARDEN.counts(IMPLICATIONS)
    transformer = TfidfTransformer(sublinear_tf=True)
    expected = transformer.fit_transform(counts)
    assert np.allclose(matrix.toarray(), expected.toarray(), atol=1e-6)
    assert np.allclose(rarity, transformer.idf_, atol=1e-5)


def test_rows_have_unit_length_or_none() -> None:
    matrix, _ = lsa.tf_idf(GARDEN)
    lengths = np.linalg.norm(matrix.toarray(), axis=1)
    assert np.allclose(lengths[:-1], 1, atol=1e-6)
    assert lengths[-1] == 0


def test_a_small_digest_has_no_latent_space(tmp_path: Path) -> None:
    assert lsa.fit(*lsa.tf_idf(GARDEN)) is None
    assert lsa.Lsa.load(tmp_path) is None


def test_cosines_are_bounded_and_like_subjects_are_near(many: Analysed) -> None:
    fitted = lsa.fit(*lsa.tf_idf(many))
    assert fitted is not None
    assert np.allclose(np.linalg.norm(fitted.posts, axis=1), 1, atol=1e-4)
    ids = many.term_ids
    scores = fitted.scores([(ids["w4x3"], 1.0)])
    assert scores is not None
    assert (np.abs(scores) <= 1 + 1e-5).all()
    about = np.arange(lsa.FEWEST_POSTS) % 10 == 4
    having = many.counts(SUMMARY)[:, [ids["w4x3"]]].toarray()[:, 0] > 0
    assert (about & ~having).any()
    # Posts of the subject that lack the word itself are near it as well.
    assert scores[about & ~having].mean() > 0.1 + scores[~about].mean()


def test_a_question_without_terms_has_no_place(many: Analysed) -> None:
    fitted = lsa.fit(*lsa.tf_idf(many))
    assert fitted is not None
    assert fitted.scores([]) is None
    assert fitted.scores([(0, 0.0)]) is None


def test_the_same_posts_have_the_same_space_also_from_disk(many: Analysed, tmp_path: Path) -> None:
    one, other = lsa.fit(*lsa.tf_idf(many)), lsa.fit(*lsa.tf_idf(many))
    assert one is not None
    assert other is not None
    assert np.array_equal(one.posts, other.posts)
    one.save(tmp_path)
    back = lsa.Lsa.load(tmp_path)
    assert back is not None
    assert np.array_equal(back.terms, one.terms)


def test_taken_apart_whole_or_by_arpack_it_is_the_same(
    many: Analysed, monkeypatch: pytest.MonkeyPatch
) -> None:
    matrix, rarity = lsa.tf_idf(many)
    whole = lsa.fit(matrix, rarity)
    monkeypatch.setattr(lsa, "MOST_DENSE", 0)
    by_arpack = lsa.fit(matrix, rarity)
    assert whole is not None
    assert by_arpack is not None
    assert np.allclose(whole.posts @ whole.posts.T, by_arpack.posts @ by_arpack.posts.T, atol=1e-4)


def test_posts_nearly_all_alike_span_few_directions() -> None:
    same = [garden.post(n, title="Beans", summary=f"Word {'ab'[n % 2]}.") for n in range(300)]
    matrix, rarity = lsa.tf_idf(analyse(same, Analyzer()))
    found = lsa.fit(matrix, rarity)
    again = lsa.fit(matrix, rarity)
    assert found is not None
    assert again is not None
    assert np.isfinite(found.posts).all()
    assert np.array_equal(found.posts, again.posts)
    assert np.count_nonzero(np.abs(found.terms).sum(axis=0)) <= 3
