"""Decisive concepts: what a question names that an answer must be about.

They are the conditions, treatments, groups of people and measures among the clinical terms, the
entries of the digest's own vocabulary, and nouns that no post has.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from search.query.clinical_terms import ClinicalTerms, is_abbreviation
from search.query.lay_words import LayPhrase, aspects
from search.query.lexicon import Lead, Lexicon
from search.query.nouns import has_object, is_noun
from search.query.ordinary import (
    is_anybody,
    is_helping,
    is_kin,
    is_thing,
    is_time,
    is_verdict,
    said_otherwise,
    sets_aside,
)
from search.query.said import Posts, Said
from search.query.spelt import is_everyday, is_spelt_right, meant_term
from search.query.things import Pairs
from search.text.analyzer import Word
from search.text.word_parts import fold

DECIDING = frozenset(("condition", "treatment", "people", "measure", "entry"))
# Nouns that no post needs to have.
_NO_SUBJECTS = (is_time, is_thing, is_verdict)
# In a shorter word a misspelling could mean too many words.
_SHORT = 5
# The number of unknown words compared with the clinical terms, which takes time.
_MOST_SLIPS = 2
# The number of unknown words examined: by then it is clear that nothing answers.
_MOST_UNKNOWN = 5
# A question with more words is not looked through for what it asks about a thing.
_MOST_ASKING = 25
_OR = re.compile(r"/|(?:,\s?)?or", re.IGNORECASE)


class Concept(NamedTuple):
    """A decisive concept of a question: ``text`` as typed, from word ``first`` up to ``end``.

    ``known`` says that the digest speaks of it; ``near`` that it does not, but of what its
    vocabulary has the concept lead to, such as its class; ``treatment`` that it is one, so that
    another that it is set beside does not stand for it. ``leads`` are the other names by which
    posts speak of one that no post has as typed.
    """

    text: str
    first: int
    end: int
    known: bool
    near: bool = False
    treatment: bool = False
    leads: tuple[Lead, ...] = ()


class _Span(NamedTuple):
    """A run of words with a meaning: its kind, and the texts that mean the same.

    ``wider`` are those that the digest's vocabulary has it lead to, such as its class. An entry of
    several words that only the digest's vocabulary has is of the kind "entry". ``term`` is what an
    everyday phrase names.
    """

    first: int
    end: int
    names: tuple[str, ...]
    kind: str | None
    wider: tuple[str, ...] = ()
    term: str = ""


class Concepts:
    """Finds the decisive concepts of questions, and whether posts are about them."""

    def __init__(self, lexicon: Lexicon, terms: ClinicalTerms, posts: Posts) -> None:
        self._lexicon = lexicon
        self._terms = terms
        self._said = Said(lexicon, posts).text
        self.pairs = Pairs(lexicon, posts)
        self._language = lexicon.analyzer.language

    def of(
        self,
        text: str,
        words: Sequence[Word],
        spare: Collection[int],
        everyday: Sequence[LayPhrase] = (),
    ) -> list[Concept]:
        """The decisive concepts of a text, given its words and its ``everyday`` phrases.

        ``spare`` are the positions of words that are left out or say little; no word of theirs is
        decisive by itself.
        """
        found: list[Concept] = []
        leading = [meant for meant in everyday if self._leads_on(meant.terms)]
        taken = {n for meant in leading for n in meant.words}
        for span in self._spans(text, words, everyday):
            first, end = span.first, span.end
            typed = span.term or text[words[first].start : words[end - 1].end]
            said = self._said(typed)
            known = said or self._known(span.names)
            if span.kind is None and not known:
                continue
            taken.update(range(first, end))
            if not known and (_is_ambiguous(span) or self._is_other_form(span, typed)):
                continue
            alone = all(n in spare for n in range(first, end))
            if alone or span.kind not in DECIDING or self._is_relation(span, text, words):
                continue
            treatment = span.kind == "treatment"
            if treatment and has_object(text, words, end, self._language):
                continue
            if span.kind == "people" and not known and is_anybody(typed):
                continue
            counting = {n for n in range(first, end) if words[n].terms}
            wider = self._known(span.wider) or self._has_each(span, words)
            wider = wider or any(counting.issubset(meant.words) for meant in leading)
            aside = sets_aside(text[: words[first].start])
            by_the_way = aside or is_kin(typed) or is_helping(typed) or is_time(typed)
            near = not known and (wider or by_the_way)
            leads = self._leads(span.names) if known and not said else ()
            found.append(Concept(typed, first, end, known, near, treatment, leads))
        found += self._unknown(text, words, spare, taken)
        decided = {n for c in found if not c.known for n in range(c.first, c.end)}
        found += self._unsaid(text, words, decided)
        asked = [c for c in found if c.known or not _is_alternative(c, text, words)]
        return _either(sorted(asked, key=lambda concept: concept.first), text, words)

    def _unsaid(
        self, text: str, words: Sequence[Word], taken: Collection[int]
    ) -> Iterator[Concept]:
        """What a question asks about a thing, where no post speaks of that.

        Words ``taken`` are of what no post speaks of anyway. What has very many words tells more
        than it asks.
        """
        if len(words) > _MOST_ASKING:
            return
        for meant in aspects().among(text, words):
            if not any(n in taken for n in meant.words) and not any(map(self._said, meant.terms)):
                first, end = meant.span
                typed = text[words[first].start : words[end - 1].end]
                yield Concept(typed, first, end, False, near=True)

    def _unknown(
        self, text: str, words: Sequence[Word], spare: Collection[int], taken: Collection[int]
    ) -> Iterator[Concept]:
        """Nouns and misspelt terms that no post has, except words ``taken``."""
        unknown = 0
        slips: dict[str, bool] = {}
        for number, word in enumerate(words):
            starred = text[word.end : word.end + 1] == "*"
            if number in taken or number in spare or starred or not word.terms:
                continue
            if self._lexicon.knows(word.terms):
                continue
            unknown += 1
            if unknown > _MOST_UNKNOWN:
                return
            typed = text[word.start : word.end]
            if typed not in slips:
                slips[typed] = len(slips) < _MOST_SLIPS and self._is_misspelt_term(typed)
            named = is_noun(text, words, number, spare, self._language)
            named = named and not any(is_no(typed) for is_no in _NO_SUBJECTS)
            if slips[typed] or named:
                near = not slips[typed] and is_everyday(typed)
                yield Concept(typed, number, number + 1, False, near)

    def _spans(
        self, text: str, words: Sequence[Word], everyday: Sequence[LayPhrase]
    ) -> Iterable[_Span]:
        """The clinical terms, vocabulary entries and everyday phrases that name a condition.

        The longest come first, and none is within another.
        """
        spans: list[_Span] = []
        for named in self._terms.among(text):
            names = said_otherwise(named.term, self._terms)
            spans.append(_Span(named.first, named.end, names, named.term.kind))
        steps = [s for w in words for s in w.steps]
        owner = [n for n, w in enumerate(words) for _ in w.steps]
        for begin, stop, leads in self._lexicon.entries(steps):
            first, end = owner[begin], owner[stop - 1] + 1
            at = next((n for n, span in enumerate(spans) if span[:2] == (first, end)), None)
            if at is not None:
                equal = tuple(lead.text for lead in leads if lead.equal)
                wider = tuple(lead.text for lead in leads if not lead.equal)
                span = spans[at]
                spans[at] = span._replace(names=(*span.names, *equal), wider=wider)
            elif leads:
                names = tuple(lead.text for lead in leads)
                term = end - first > 1 and all(lead.equal for lead in leads)
                spans.append(_Span(first, end, names, "entry" if term else None))
        for meant in everyday:
            at = next((n for n, span in enumerate(spans) if span[:2] == meant.span), None)
            names = tuple(name for term in meant.terms for name in self._names(term))
            if at is not None:
                spans[at] = spans[at]._replace(wider=(*spans[at].wider, *names))
            elif meant.named:
                spans.append(_Span(*meant.span, names, "condition", term=meant.terms[0]))
        chosen: list[_Span] = []
        for span in sorted(spans, key=lambda s: (s.first - s.end, s.first)):
            if all(span.end <= other.first or other.end <= span.first for other in chosen):
                chosen.append(span)
        return chosen

    def _names(self, term: str) -> Iterator[str]:
        """A term, and every text that means the same."""
        yield term
        for named in self._terms.among(term):
            if fold(named.term.text) == fold(term):
                yield from said_otherwise(named.term, self._terms)

    def _leads_on(self, terms: Iterable[str]) -> bool:
        """Whether posts have one of the terms of an everyday phrase."""
        return any(self._lexicon.named(term).id is not None for term in terms)

    def _known(self, names: Iterable[str]) -> bool:
        return any(map(self._is_said, dict.fromkeys(names)))

    def _is_said(self, name: str) -> bool:
        """Whether some post has another name of a concept, if that has several words that count."""
        words = list(self._lexicon.analyzer.words(name))
        counting = sum(bool(word.terms) for word in words)
        return (len(words) == 1 or counting > 1) and self._said(name)

    def _has_each(self, span: _Span, words: Sequence[Word]) -> bool:
        """Whether posts have each of the words of a treatment, though not together.

        What is done goes by many names: "relapse prevention" is to prevent a return.
        """
        counting = [word.terms for word in words[span.first : span.end] if word.terms]
        several = len(counting) > 1 and span.kind not in ("condition", "people")
        return several and all(map(self._lexicon.knows, counting))

    def _is_other_form(self, span: _Span, typed: str) -> bool:
        """Whether a word only has the stem of a term: "he cries" does not name crying."""
        if span.end - span.first > 1 or not span.names or span.term:
            return False
        plain = fold(typed).removesuffix("s")
        return all(plain != fold(name).removesuffix("s") for name in span.names)

    def _is_relation(self, span: _Span, text: str, words: Sequence[Word]) -> bool:
        """Whether a span only says how somebody is related: "my daughter", "his wife"."""
        if span.kind != "people" or span.first == 0:
            return False
        before = words[span.first - 1]
        return fold(text[before.start : before.end]) in self._language.possessives

    def _is_misspelt_term(self, typed: str) -> bool:
        """Whether a word is a misspelt decisive term that no post has."""
        if len(typed) < _SHORT or not typed.isalpha() or is_spelt_right(typed):
            return False
        terms = [named.term for named in self._terms.among(meant_term(typed) or "")]
        return any(
            t.kind in DECIDING and not self._known(said_otherwise(t, self._terms)) for t in terms
        )

    def _leads(self, names: Iterable[str]) -> tuple[Lead, ...]:
        """The leads of those of some names that posts have."""
        return tuple(map(self._lexicon.named, filter(self._is_said, dict.fromkeys(names))))


def _is_alternative(concept: Concept, text: str, words: Sequence[Word]) -> bool:
    """Whether a concept stands beside an "OR", so that another one suffices."""
    beside = [*words[max(concept.first - 1, 0) : concept.first], *words[concept.end :][:1]]
    return not text.isupper() and any(text[w.start : w.end] == "OR" for w in beside)


def _is_ambiguous(span: _Span) -> bool:
    """Whether a span is an abbreviation of several meanings, none of which is given."""
    return span.kind in ("condition", "treatment") and all(map(is_abbreviation, span.names))


def _either(concepts: list[Concept], text: str, words: Sequence[Word]) -> list[Concept]:
    """The concepts, leaving out unknown ones joined by "or" to a known one.

    "Diabetes or heart disease" asks for either. Of two treatments neither stands for the other.
    """
    for one, other in pairwise(range(len(concepts))):
        first, second = concepts[one], concepts[other]
        between = text[words[first.end - 1].end : words[second.first].start]
        if first.treatment or second.treatment or not _OR.fullmatch(between.strip()):
            continue
        known = first.known or second.known
        near = not known and (first.near or second.near)
        concepts[one] = first._replace(known=known, near=near)
        concepts[other] = second._replace(known=known, near=near)
    return concepts
