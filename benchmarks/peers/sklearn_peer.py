"""scikit-learn: the cosine of TF-IDF with every post, by brute force over a sparse matrix."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
import Stemmer
from inquiries import Inquiry
from numpy.typing import NDArray
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from corpus.digest import Digest
from corpus.post import Post
from peers.peer import text

_WORD = re.compile(r"\w\w+")
_STEMMER = Stemmer.Stemmer("english")


def _stems(of: str) -> list[str]:
    words = _WORD.findall(of.lower())
    stems: list[str] = _STEMMER.stemWords([w for w in words if w not in ENGLISH_STOP_WORDS])
    return stems


def _vectorizer(vocabulary: dict[str, int] | None = None) -> Any:
    return TfidfVectorizer(
        analyzer=_stems, vocabulary=vocabulary, sublinear_tf=True, dtype=np.float32
    )


class Sklearn:
    """The matrix, and beside it ids, kinds and years; phrases it can't search for."""

    library = "scikit-learn"
    modes = ("rank",)
    phrases = False
    adds = True

    def __init__(self) -> None:
        self._vectorizer: Any
        self._matrix: Any
        self._ids: list[str]
        self._kinds: NDArray[np.str_]
        self._years: NDArray[np.int64]

    def build(self, digest: Digest, folder: Path) -> None:
        """Fit the weights, and save them."""
        folder.mkdir()
        vectorizer = _vectorizer()
        matrix = vectorizer.fit_transform([text(post) for post in digest.posts])
        scipy.sparse.save_npz(folder / "posts.npz", matrix, compressed=False)
        np.save(folder / "idf.npy", vectorizer.idf_)
        vocabulary = {word: int(column) for word, column in vectorizer.vocabulary_.items()}
        shelves = [(p.id, p.research or "", p.year or 0) for p in digest.posts]
        kept = json.dumps({"vocabulary": vocabulary, "posts": shelves})
        (folder / "posts.json").write_text(kept, encoding="utf-8")

    def open(self, folder: Path) -> None:
        """Load the weights."""
        kept = json.loads((folder / "posts.json").read_text("utf-8"))
        self._vectorizer = _vectorizer(kept["vocabulary"])
        self._vectorizer.idf_ = np.load(folder / "idf.npy")
        self._matrix = scipy.sparse.load_npz(folder / "posts.npz")
        self._ids = [post for post, _, _ in kept["posts"]]
        self._kinds = np.array([kind for _, kind, _ in kept["posts"]])
        self._years = np.array([year for _, _, year in kept["posts"]])

    def ask(self, mode: str, inquiry: Inquiry) -> list[str]:
        """Multiply the whole matrix with the question."""
        asked = self._vectorizer.transform([inquiry.text]).toarray()[0]
        scores = self._matrix @ asked
        if inquiry.kind is not None and inquiry.years is not None:
            first, last = inquiry.years
            scores *= (self._kinds == inquiry.kind) & (self._years >= first) & (self._years <= last)
        best = np.argpartition(scores, -10)[-10:]
        best = best[np.argsort(-scores[best], kind="stable")]
        return [self._ids[n] for n in best if scores[n] > 0]

    def add(self, digest: Digest, post: Post, folder: Path) -> None:
        """Fit anew: every weight hangs on how many posts have the word."""
        grown = folder.with_name(folder.name + "-grown")
        self.build(Digest(digest.name, posts=(*digest.posts, post)), grown)
        self.open(grown)


ENGINE = Sklearn()
