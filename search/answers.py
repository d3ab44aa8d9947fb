"""A question is answered by the implications that fit it best, or by none if none fits well."""

from __future__ import annotations

from collections.abc import Iterable

from search.results import Hit, Results

MOST = 3
# A post whose score is further below the best one's than this does not answer as that does.
_SHARE = 0.85
_WORDS = 3
# Forms of one word ("therapist", "therapists") mostly share so many letters at its beginning.
_BEGINNING = 4


def answers(results: Results) -> tuple[Hit, ...]:
    """The hits whose implications answer a question, best first; at most three.

    There are none unless the question asks for two things or more, in words that the digest all
    has, and in the order of relevance. Each has as many of the question's words as may be asked
    of it (three, or all), some of them in its implication, and a score near the best. The figures
    behind the rule are in ``docs/relevance.md``.
    """
    made = results.understanding
    asked = len(made.used) + len(made.phrases)
    if made.unknown or asked < 2 or results.sort != "relevance" or results.offset:
        return ()
    if not results.answered:
        return ()
    wanted = min(_WORDS, asked)
    return tuple(
        hit
        for hit in results.hits[:MOST]
        if hit.implication
        and hit.implication.marks
        and _different(hit.words) >= wanted
        and 0 < results.hits[0].score * _SHARE <= hit.score
    )


def _different(words: Iterable[str]) -> int:
    """How many words there are when the forms of one count once."""
    return len({word.casefold()[:_BEGINNING] for word in words})
