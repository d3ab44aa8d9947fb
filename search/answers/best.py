"""Which hits' practice implications are shown above the results as an answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from search.answers.about import Names, apart, lacking, named_in, speaks_of
from search.answers.follow_up import follows, months_asked
from search.answers.settings import is_set_in, settings_in
from search.answers.stems import Sentences, common_stems, stems, told_in, words_in, worth
from search.answers.sure import Fit, weights
from search.query.clinical_terms import is_abbreviation
from search.query.spelt import is_slip, is_spelt_right
from search.query.things import ALL_KINDS
from search.results import Hit, Passage, Results, Understanding

MOST = 3
# How near a post's score must be to the best one's for its implication to be an answer.
_NEAR = 0.75
# A question with so many words asks for something, whatever of them is left out.
_ASKING = 3
# A question with more words that nothing stands for is answered by none.
_MOST_UNMET = 3
# In a question with at most so many words each one asks: of one that no post has and nothing stands
# for, which counts as three, and all others a post must show more than half.
_SHORT = 7
_UNMET = 3.0
_SHOWN = 0.55
# A shorter word is no misspelling, but short for something.
_SHORTEST_SLIP = 4
_Beside = Mapping[str, Sequence[tuple[str, ...]]]


def answers(results: Results) -> tuple[Hit, ...]:
    """The hits whose implications answer a question, best first; at most three.

    There are none unless the question asks for two things or more, or for one in a sentence, is
    answered at all, and in the order of relevance; nor where the digest has what decides it only in
    wider words, or no post speaks of both of two things named. Each shows something of what is
    asked, the best one among them, has a score near its, and speaks of each condition, group of
    people and setting that is asked about, of both things that are compared, and of as long a time
    as effects are asked to last; the study of none has been retracted. And it is likely enough to
    answer, by what was learned. The figures are in ``docs/relevance.md``.
    """
    made = results.understanding
    if not results.answered or made.only_near or made.pairs or len(made.unmet) > _MOST_UNMET:
        return ()
    asked = stems((*made.used, *made.phrases))
    if len(made.used) + len(made.phrases) < 2 and not _asks(results.question.text, asked):
        return ()
    if results.sort != "relevance" or results.offset:
        return ()
    named = named_in(results.question.free, made.expansions)
    settings = settings_in(results.question.free)
    months = months_asked(results.question.free)
    standing = tuple(hit for hit in results.hits if not hit.post.retracted)[:MOST]
    fitting: list[Hit] = []
    for hit, fit in zip(standing, fits_of(results, standing), strict=True):
        learned = weights(bool(hit.near))
        near = hit.score > 0 and hit.score >= standing[0].score * _NEAR
        shows = fit.shown > 0 and (fit.words > _SHORT or _outweighs_unmet(fit))
        sure = shows and learned.chance(fit) >= learned.enough
        speaks = (
            speaks_of(_told(hit), named)
            and is_set_in(hit.post, settings)
            and follows(hit.post, months)
        )
        if hit.implication and hit.compared and near and sure and speaks:
            fitting.append(hit)
        elif not fitting:
            return ()
    return tuple(fitting)


class _Has(NamedTuple):
    """What a post has of a question, as in ``Fit``."""

    within: float
    together: float
    lacking: int
    apart: int

    def is_as_good(self, other: _Has) -> bool:
        """Whether this one has as much of the question as another."""
        more = self.within >= other.within and self.together >= other.together
        return more and self.lacking <= other.lacking


def fits_of(results: Results, hits: Sequence[Hit]) -> Iterator[Fit]:
    """How each of some hits fits the question, beside the others."""
    made = results.understanding
    asked = stems((*made.used, *made.phrases))
    telling = [stem for stem in dict.fromkeys(asked) if worth(stem) == 1]
    beside = _beside(made)
    named = named_in(results.question.free, made.expansions, ALL_KINDS)
    unmet = sum(not _is_slip(word) for word in made.unmet)
    each = [_has(_told(hit), telling, beside, named) for hit in hits]
    for hit, has in zip(hits, each, strict=True):
        less = [o.score for o, of in zip(hits, each, strict=True) if not of.is_as_good(has)]
        yield Fit(
            score=hit.score,
            second=max(less, default=0.0),
            third=hits[MOST - 1].score if len(hits) == MOST else 0.0,
            words=len(words_in(results.question.text)),
            known=sum(map(worth, asked)),
            shown=sum(map(worth, _shown(asked, hit.words, beside))),
            title=sum(map(worth, _shown(asked, _marked(hit.title), beside))),
            subjects=len(named),
            unmet=unmet,
            covered=hit.covered,
            near=hit.near,
            **has._asdict(),
        )


def _has(told: Sentences, telling: Sequence[str], beside: _Beside, named: Sequence[Names]) -> _Has:
    return _Has(
        within=_share(telling, frozenset[str]().union(*told), beside),
        together=max((_share(telling, has, beside) for has in told), default=0.0),
        lacking=lacking(told, named),
        apart=apart(told, named),
    )


def _outweighs_unmet(fit: Fit) -> bool:
    """Whether a hit shows so much that words which no post has do not matter."""
    return not fit.unmet or fit.shown >= _SHOWN * (fit.known + _UNMET * fit.unmet)


def _told(hit: Hit) -> Sentences:
    """What the sentences of a hit's post tell, in both languages where it is translated."""
    told = told_in(hit.post)
    return (*told, *told_in(hit.told)) if hit.language else told


def _share(telling: Sequence[str], has: frozenset[str], beside: _Beside) -> float:
    """The share of some stems of a question that stand, or whose expansions do, among others."""
    return sum(1 for _ in _standing(telling, has, beside)) / (len(telling) or 1)


def _marked(passage: Passage) -> list[str]:
    """The marked words of a passage."""
    return [passage.text[start:end] for start, end in passage.marks]


def _is_slip(word: str) -> bool:
    """Whether an unknown word is a misspelling of a known one."""
    return (
        not is_abbreviation(word)
        and len(word) >= _SHORTEST_SLIP
        and not is_spelt_right(word)
        and is_slip(word)
    )


def _asks(text: str, asked: Collection[str]) -> bool:
    """Whether a question with only one word that counts is a sentence about an uncommon word."""
    return len(words_in(text)) >= _ASKING and not common_stems().issuperset(asked)


def _shown(asked: Iterable[str], words: Iterable[str], beside: _Beside) -> Iterator[str]:
    """The stems of a question's words that stand, or whose expansions do, among some words."""
    return _standing(asked, frozenset(stems(words)), beside)


def _standing(asked: Iterable[str], has: frozenset[str], beside: _Beside) -> Iterator[str]:
    for stem in asked:
        if stem in has or any(map(has.issuperset, beside.get(stem, ()))):
            yield stem


def _beside(made: Understanding) -> _Beside:
    """The stems of the expansions of each word of a question, by the word's stem."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for expansion in made.expansions:
        if expansion.on:
            for stem in stems((expansion.words,)):
                found.setdefault(stem, []).append(stems((expansion.term,)))
    return found
