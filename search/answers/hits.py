"""The hits of an answer: each post with its passages and the words found in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.post import Post
from search.answers.best import MOST
from search.answers.sentences.passages import Fits, Passages, Told
from search.answers.translated import translated_passages
from search.answers.why import Why
from search.index.tokens.analysed import PostWords
from search.ranking.answered import Found
from search.results import Contribution, Hit, Passage, SearchOptions


class Shown(NamedTuple):
    """What is needed to show a post: the plain texts of its parts, its words, sentence scores.

    It is all that is looked at of a post: an engine reads those of one page and no others.
    """

    post: Post
    summary: str
    implications: str
    words: PostWords
    fits: Fits | None


def hits(
    listed: NDArray[np.integer],
    found: Found,
    shown: Sequence[Shown],
    passages: Passages,
    options: SearchOptions,
) -> tuple[Hit, ...]:
    """The hits for the posts at some positions; the first has a rank after those before it.

    ``shown`` has what is looked at of each. A post that is translated into the language of the
    question, or else that of its reader, is told in it.
    """
    scores = found.ranking.scores(listed).tolist()
    given = [
        (name, part.label, part.to(listed).tolist())
        for name, part in found.ranking.legs.items()
        if options.explain
    ]
    why = Why(found) if options.explain and found.ranking.legs else None
    coverage, wanted = found.ranking.coverage, found.asked.wanted
    covered = (
        coverage[listed] / wanted if coverage is not None and wanted else np.zeros(len(listed))
    )
    near = [scores[listed] for scores in found.ranking.both_near]
    language = found.asked.translated.language if found.asked.translated else options.language
    return tuple(
        _hit(
            options.offset + n + 1,
            scores[n],
            # What limits a post is told where it may be shown as an answer.
            *_passages(shown[n], passages, language, found, limited=options.offset + n < MOST),
            tuple(Contribution(name, label, values[n]) for name, label, values in given),
            partial(why.of, position) if why else None,
            float(covered[n]),
            tuple(float(of_model[n]) for of_model in near),
        )
        for n, position in enumerate(listed.tolist())
    )


def _hit(
    number: int,
    score: float,
    post: Post,
    language: str,
    told: Told,
    contributions: tuple[Contribution, ...],
    why: Callable[[Passage, Passage | None, Passage | None], tuple[str, ...]] | None,
    covered: float,
    near: tuple[float, ...],
) -> Hit:
    parts = (told.title, told.implication, told.passage)
    return Hit(
        rank=number,
        score=score,
        post=post,
        title=told.title,
        implication=told.implication,
        passage=told.passage,
        limit=told.limit,
        compared=told.compared,
        words=_words(parts),
        why=why(*parts) if why else (),
        contributions=contributions,
        language=language,
        covered=covered,
        near=near,
    )


def _passages(
    shown: Shown, passages: Passages, language: str, found: Found, *, limited: bool
) -> tuple[Post, str, Told]:
    """A post, the language it is shown in (empty for its own), and its passages."""
    post, summary, implications, words, fits = shown
    told = post.translation(language) if language else None
    if told is not None:
        asked = found.asked.translated
        return post, language, translated_passages(told, asked.worth if asked else {})
    return post, "", passages.shown(words, post.title, summary, implications, fits, limited=limited)


def _words(passages: Sequence[Passage | None]) -> tuple[str, ...]:
    """The question's words as they appear in the passages, each once."""
    marked = [p.text[a:b] for p in passages if p for a, b in p.marks]
    return tuple(dict.fromkeys(w.lower() if w[1:].islower() else w for w in marked))
