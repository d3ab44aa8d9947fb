"""The models' output for a text is computed once while a question is answered."""

from __future__ import annotations

import numpy as np

from search.meanings import Meanings, QuestionVectors


def test_each_text_is_read_once() -> None:
    asked: list[str] = []

    def read(text: str) -> QuestionVectors:
        asked.append(text)
        one = np.full(2, len(asked), np.float32)
        return QuestionVectors(one, one, one[np.newaxis])

    known = Meanings()
    first = known.of("beans", read)
    assert known.of("beans", read) is first
    assert known.of("slugs", read) is not first
    assert asked == ["beans", "slugs"]
    assert Meanings().of("beans", read).alike.tolist() == [3, 3]
