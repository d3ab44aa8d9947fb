"""Which hits' practice implications are shown above the results as an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from search.query.spelt import is_slip, is_spelt_right
from search.results import Hit, Results

MOST = 3
# The share of the question's words that a post must show, and how near its score must be to the
# best one's, for its implication to be an answer.
_SHOWN = 0.6
_NEAR = 0.75
# Forms of one word ("therapist", "therapists") mostly share so many letters at its beginning.
_BEGINNING = 4
# A question with more words that nothing stands for is answered by none.
_MOST_SLIPS = 3


def answers(results: Results) -> tuple[Hit, ...]:
    """The hits whose implications answer a question, best first; at most three.

    There are none unless the question asks for two things or more, is answered at all, and in the
    order of relevance; nor where the digest has what decides it only in wider words, or nothing at
    all for one of its words. Each shows three of five of the words or more, the best one among
    them, and has a score near its; the study of none has been retracted. The figures behind the
    rule are in ``docs/relevance.md``.
    """
    made = results.understanding
    asked = len(made.used) + len(made.phrases)
    if not results.answered or made.only_near or not _are_slips(made.unmet):
        return ()
    if asked < 2 or results.sort != "relevance" or results.offset:
        return ()
    standing = tuple(hit for hit in results.hits if not hit.post.retracted)[:MOST]
    fitting = tuple(
        hit
        for hit in standing
        if hit.implication
        and _different(hit.words) >= _SHOWN * asked
        and 0 < standing[0].score * _NEAR <= hit.score
    )
    return fitting if fitting[:1] == standing[:1] else ()


def _are_slips(words: Sequence[str]) -> bool:
    """Whether all of the words, if they are few, are misspellings."""
    return len(words) <= _MOST_SLIPS and all(
        not is_spelt_right(word) and is_slip(word) for word in words
    )


def _different(words: Iterable[str]) -> int:
    """The number of different words, where forms of one word count once."""
    return len({word.casefold()[:_BEGINNING] for word in words})
