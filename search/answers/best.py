"""Which hits' practice implications are shown above the results as an answer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from search.answers.about import named_in, speaks_of
from search.answers.sure import Fit, weights
from search.query.spelt import is_slip, is_spelt_right
from search.results import Hit, Passage, Results, Understanding
from search.text.analyzer import Analyzer
from search.text.word_parts import parts

MOST = 3
# The share of the question that a post must show, and how near its score must be to the best one's,
# for its implication to be an answer; and what one must show that is very sure to answer.
_SHOWN = 0.55
_NEAR = 0.75
_SHOWN_AT_LEAST = 0.4
# What a word counts that says how a question asks, beside one that says what it is about, and what
# one counts that no post has and nothing stands for: with one of them a post must show nearly all
# of the others.
_COMMON = 0.25
_UNMET = 3.0
# A question with so many words asks for something, whatever of them is left out.
_ASKING = 3
# A question with more words that nothing stands for is answered by none.
_MOST_UNMET = 3
# A shorter word is no misspelling, but short for something.
_SHORTEST_SLIP = 4
_FILE = Path(__file__).with_name("common_words.toml")
_Beside = Mapping[str, Sequence[tuple[str, ...]]]
_WORD = re.compile(r"[^\W_]+(?:['’‐‑-][^\W_]+)*")


def answers(results: Results) -> tuple[Hit, ...]:
    """The hits whose implications answer a question, best first; at most three.

    There are none unless the question asks for two things or more, or for one in a sentence, is
    answered at all, and in the order of relevance; nor where the digest has what decides it only in
    wider words. Each shows more than half of what is asked, the best one among them, has a score
    near its, and speaks of each condition and group of people that is asked about; the study of
    none has been retracted. And it is likely enough to answer, by learned weights; what is likelier
    still may show less. The figures are in ``docs/relevance.md``.
    """
    made = results.understanding
    if not results.answered or made.only_near or len(made.unmet) > _MOST_UNMET:
        return ()
    asked = _stems((*made.used, *made.phrases))
    if len(made.used) + len(made.phrases) < 2 and not _asks(results.question.text, asked):
        return ()
    if results.sort != "relevance" or results.offset:
        return ()
    named = named_in(results.question.free, made.expansions)
    standing = tuple(hit for hit in results.hits if not hit.post.retracted)[:MOST]
    unmet = _UNMET * sum(not _is_slip(word) for word in made.unmet)
    fitting = []
    for hit, fit in zip(standing, fits_of(results, standing), strict=True):
        whole = fit.known + unmet
        fits = fit.shown >= _SHOWN * whole and hit.score >= standing[0].score * _NEAR
        learned = weights(bool(hit.near))
        sure = learned.chance(fit) >= (learned.fitting if fits else learned.showing_less)
        shows = fit.shown >= _SHOWN_AT_LEAST * whole > 0
        if hit.implication and sure and shows and hit.score > 0 and speaks_of(hit.post, named):
            fitting.append(hit)
    return tuple(fitting) if tuple(fitting[:1]) == standing[:1] else ()


def fits_of(results: Results, hits: Sequence[Hit]) -> list[Fit]:
    """How each of some hits fits the question, beside the others."""
    made = results.understanding
    asked = _stems((*made.used, *made.phrases))
    beside = _beside(made)
    third = hits[MOST - 1].score if len(hits) == MOST else 0.0
    return [
        Fit(
            score=hit.score,
            third=third,
            asked=len(asked),
            known=sum(map(_worth, asked)),
            shown=sum(map(_worth, _shown(asked, hit.words, beside))),
            title=sum(map(_worth, _shown(asked, _marked(hit.title), beside))),
            covered=hit.covered,
            near=hit.near,
        )
        for hit in hits
    ]


def _marked(passage: Passage) -> list[str]:
    """The marked words of a passage."""
    return [passage.text[start:end] for start, end in passage.marks]


def _is_slip(word: str) -> bool:
    """Whether an unknown word is a misspelling of a known one."""
    return len(word) >= _SHORTEST_SLIP and not is_spelt_right(word) and is_slip(word)


def _asks(text: str, asked: Collection[str]) -> bool:
    """Whether a question with only one word that counts is a sentence about an uncommon word."""
    return len(_WORD.findall(text)) >= _ASKING and not _common_stems().issuperset(asked)


def _worth(stem: str) -> float:
    """The weight of a word of a question, by its stem."""
    if stem in _stems_listed("particles"):
        return 0.0
    return _COMMON if stem in _common_stems() else 1.0


def _shown(asked: Iterable[str], words: Iterable[str], beside: _Beside) -> Iterator[str]:
    """The stems of a question's words that stand, or whose expansions do, among some words."""
    has = frozenset(_stems(words))
    for stem in asked:
        if stem in has or any(map(has.issuperset, beside.get(stem, ()))):
            yield stem


def _beside(made: Understanding) -> _Beside:
    """The stems of the expansions of each word of a question, by the word's stem."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for expansion in made.expansions:
        if expansion.on:
            for stem in _stems((expansion.words,)):
                found.setdefault(stem, []).append(_stems((expansion.term,)))
    return found


def _stems(texts: Iterable[str]) -> tuple[str, ...]:
    """The stems of the words in some texts, text by text."""
    words = (word for text in texts for word in _WORD.findall(text))
    return tuple(_analyzer().stem(part) for word in words for part in parts(word))


@cache
def _common_stems() -> frozenset[str]:
    """The stems of words that say how a question asks, not what it is about."""
    return _stems_listed("english") | _stems_listed("french") | _stems_listed("particles")


@cache
def _stems_listed(name: str) -> frozenset[str]:
    """The stems of one list of the file."""
    return frozenset(_stems(tomllib.loads(_FILE.read_text("utf-8"))[name]))


@cache
def _analyzer() -> Analyzer:
    return Analyzer()
