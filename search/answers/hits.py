"""The hits of an answer: each post with its passages and the words found in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from search.answers.passages import Fits, Fitting, Passages
from search.index.meaning import Meaning
from search.index.store import Store
from search.ranking.answered import Found
from search.results import Contribution, Hit, Passage


def hits(
    listed: NDArray[np.integer],
    offset: int,
    found: Found,
    store: Store,
    passages: Passages,
    meaning: Meaning | None,
    explain: bool,
) -> tuple[Hit, ...]:
    """The posts listed, by position, as hits, of which the first comes after ``offset`` others."""
    fitting = passages.fitting(found.asked.worth)
    scores = found.ranking.scores(listed).tolist()
    given = [
        (name, part.label, part.to(listed).tolist())
        for name, part in found.ranking.legs.items()
        if explain
    ]
    return tuple(
        _hit(
            offset + n + 1,
            position,
            scores[n],
            tuple(Contribution(name, label, values[n]) for name, label, values in given),
            store,
            fitting,
            partial(_fits, meaning, found, position),
        )
        for n, position in enumerate(listed.tolist())
    )


def _hit(
    number: int,
    position: int,
    score: float,
    contributions: tuple[Contribution, ...],
    store: Store,
    fitting: Fitting,
    fits: Fits,
) -> Hit:
    post, (summary, implications) = store.with_texts(position)
    marked, passage, implication = fitting.shown(position, post.title, summary, implications, fits)
    return Hit(
        rank=number,
        score=score,
        post=post,
        title=marked,
        implication=implication,
        passage=passage,
        words=_words((marked, implication, passage)),
        contributions=contributions,
    )


def _fits(
    meaning: Meaning | None, found: Found, position: int, part: int, sentences: int
) -> NDArray[np.float32] | None:
    """How well each sentence of a part fits the question in meaning, where that is known."""
    if meaning is None or found.asked.vector is None:
        return None
    return meaning.fits(position, part, sentences, found.asked.vector)


def _words(passages: Sequence[Passage | None]) -> tuple[str, ...]:
    """The question's words as the passages have them, each once."""
    marked = [p.text[a:b] for p in passages if p for a, b in p.marks]
    return tuple(dict.fromkeys(w.lower() if w[1:].islower() else w for w in marked))
