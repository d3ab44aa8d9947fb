"""A model of the digest's topics, learned from its posts and the topics' descriptions.

Scikit-learn takes a second to import, so this module is imported only where topics are proposed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from corpus.digest import Topic
from corpus.post import Post
from corpus.text.words import WORD, WordStemmer

# Found on the demo digest; half or twice as much changes recall@3 by 0.02 at most. A description
# weighs as much as four posts, so that a topic with few posts still has a voice.
TITLE_TIMES = 2
DESCRIPTION_WEIGHT = 4.0
RIDGE = 0.3
# With fewer posts how far a proposal can be trusted can't be measured.
ENOUGH_POSTS = 20
# The work grows with the cube of the number of posts; the newest tell best what a topic means now.
MAX_POSTS = 2000

_HYPHENS = re.compile(r"[\-‐‑]+")
_stem = lru_cache(maxsize=65536)(WordStemmer().stem)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a post fits a topic; ``trust`` is how often such a fit is right, if measured.

    ``words`` are the post's words that speak most for the topic, ``like`` the id of the post of
    that topic with the most similar words.
    """

    topic: str
    score: float
    trust: float | None
    words: tuple[str, ...]
    like: str | None


class TopicModel:
    """Ridge regression from stemmed TF-IDF to topics, learned from posts and descriptions.

    As a kernel method it is a weighted vote of the nearest texts: without any post it goes by
    the descriptions alone. ``left_out`` holds each post's scores (posts x topics) as the model
    without that post gives them, in closed form.
    """

    def __init__(self, topics: Sequence[Topic], posts: Sequence[Post]) -> None:
        self._topics = [topic.name for topic in topics]
        self._posts = list(posts)[-MAX_POSTS:]
        texts = [_stems(text) for text in (*map(_text, self._posts), *map(_description, topics))]
        self._vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True, norm=None)
        # One word of our own, as names and descriptions may hold none that tells anything.
        self._vectorizer.fit([*texts, ["topic"]])
        self._texts = self._vectors(texts)
        self.filed = np.array(
            [[name in post.topics for name in self._topics] for post in self._posts], np.float64
        ).reshape(len(self._posts), len(self._topics))
        wanted = np.vstack([self.filed, np.eye(len(self._topics))])
        count = len(self._posts)
        scale = np.ones(len(texts))
        scale[count:] = DESCRIPTION_WEIGHT**0.5
        kernel = (self._texts @ self._texts.T).toarray() * scale[:, None] * scale
        inverse = np.linalg.inv(kernel + RIDGE * np.eye(len(texts)))
        dual = inverse @ (wanted * scale[:, None])
        self._weights: Floats = np.asarray(self._texts.T @ (dual * scale[:, None]))
        # The leave-one-out residual of ridge regression (Allen's PRESS, 1974).
        self.left_out: Floats = self.filed - dual[:count] / np.diag(inverse)[:count, None]
        self._trust = _calibrated(self.left_out, self.filed)

    def fits(self, post: Post) -> tuple[Fit, ...]:
        """The topics that a post fits, best first."""
        text = _text(post)
        vector = self._vectors([_stems(text)])
        scores = np.asarray(vector @ self._weights)[0]
        near = np.asarray((self._texts[: len(self._posts)] @ vector.T).toarray())[:, 0]
        forms = dict(reversed(_stemmed(text)))
        names = self._vectorizer.get_feature_names_out()
        fits = []
        for at in np.argsort(-scores, kind="stable"):
            if scores[at] <= 0:
                break
            pairs = zip(vector.indices, vector.data, strict=True)
            told = {i: v * self._weights[i, at] for i, v in pairs}
            best = sorted((i for i in told if told[i] > 0), key=lambda i: (-told[i], i))[:3]
            like = near * self.filed[:, at] if self._posts else near
            nearest = int(np.argmax(like)) if like.size and like.max() > 0 else None
            fits.append(
                Fit(
                    topic=self._topics[at],
                    score=float(scores[at]),
                    trust=self._trusted(float(scores[at])),
                    words=tuple(forms[names[i]] for i in best),
                    like=self._posts[nearest].id if nearest is not None else None,
                )
            )
        return tuple(fits)

    def recall(self, first: int) -> float | None:
        """The mean share of a post's topics among the ``first`` when it is left out.

        ``None`` without posts.
        """
        if not self._posts:
            return None
        order = np.argsort(-self.left_out, axis=1, kind="stable")[:, :first]
        found = np.take_along_axis(self.filed, order, axis=1).sum(axis=1)
        return float(np.mean(found / np.maximum(self.filed.sum(axis=1), 1)))

    def _vectors(self, texts: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """The stems of texts as unit rows, where unknown words count as rare ones.

        Left out of the length, they would make a new post look nearer than those it is judged by.
        """
        known = self._vectorizer.vocabulary_
        rarest = self._vectorizer.idf_.max()
        unknown = [Counter(stem for stem in stems if stem not in known) for stems in texts]
        squares = [
            sum(((1 + log(count)) * rarest) ** 2 for count in counts.values()) for counts in unknown
        ]
        rows = self._vectorizer.transform(texts)
        lengths = np.sqrt(squares + np.asarray(rows.multiply(rows).sum(axis=1))[:, 0])
        rows.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(rows.indptr))
        return rows

    def _trusted(self, score: float) -> float | None:
        if self._trust is None:
            return None
        slope, intercept = self._trust
        return float(1 / (1 + np.exp(-(slope * score + intercept))))


def _calibrated(scores: Floats, filed: Floats) -> tuple[float, float] | None:
    """Slope and intercept from a score to the probability of being right (Platt, 1999)."""
    if len(scores) < ENOUGH_POSTS or not 0 < filed.sum() < filed.size:
        return None
    fitted = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), filed.ravel())
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _text(post: Post) -> str:
    return " . ".join([*[post.title] * TITLE_TIMES, post.summary, post.implications])


def _description(topic: Topic) -> str:
    return " . ".join((topic.name, topic.name, *topic.aliases, topic.description))


def _stems(text: str) -> list[str]:
    return [stem for stem, _ in _stemmed(text)]


def _stemmed(text: str) -> list[tuple[str, str]]:
    """The stems of a text's words, without stop words, each with its word."""
    # A compound is the words that it is made of: topics are described with and without hyphens.
    parts = (part for word in WORD.findall(text.lower()) for part in _HYPHENS.split(word))
    words = (part.replace("’", "'").removesuffix("'s") for part in parts)
    return [
        (_stem(word), word) for word in words if len(word) > 2 and word not in ENGLISH_STOP_WORDS
    ]
