"""scikit-learn: the cosine of TF-IDF with every post, by brute force over a sparse matrix."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
import Stemmer
from numpy.typing import NDArray
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from corpus.digest import Digest
from peers.matrix import Mask, Matrix
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


class Sklearn(Matrix):
    """The weight of every word of every post."""

    library = "scikit-learn"

    def __init__(self) -> None:
        super().__init__()
        self._vectorizer: Any
        self._matrix: Any

    def build(self, digest: Digest, folder: Path) -> None:
        """Fit the weights, and save them."""
        folder.mkdir()
        vectorizer = _vectorizer()
        matrix = vectorizer.fit_transform([text(post) for post in digest.posts])
        scipy.sparse.save_npz(folder / "posts.npz", matrix, compressed=False)
        np.save(folder / "idf.npy", vectorizer.idf_)
        vocabulary = {word: int(column) for word, column in vectorizer.vocabulary_.items()}
        (folder / "vocabulary.json").write_text(json.dumps(vocabulary), encoding="utf-8")
        self.shelve(digest.posts, folder)

    def open(self, folder: Path) -> None:
        """Load the weights."""
        self._vectorizer = _vectorizer(json.loads((folder / "vocabulary.json").read_text("utf-8")))
        self._vectorizer.idf_ = np.load(folder / "idf.npy")
        self._matrix = scipy.sparse.load_npz(folder / "posts.npz")
        self.unshelve(folder)

    def scores(self, text: str, mask: Mask | None) -> NDArray[np.float32]:
        """Multiply the whole matrix by the question."""
        found: NDArray[np.float32] = self._matrix @ self._vectorizer.transform([text]).toarray()[0]
        if mask is not None:
            found *= mask
        return found


ENGINE = Sklearn()
