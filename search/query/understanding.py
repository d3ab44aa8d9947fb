"""Understanding a question: the words that count, filler words, and expansions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial

from corpus.slug import slug
from corpus.text.words import WORD
from search.query.asked import Asked
from search.query.clauses import clauses_of, prefix_of
from search.query.decisive import Concept, Concepts
from search.query.french import Piece, french, told_back
from search.query.lay_words import in_french, lay_words
from search.query.lexicon import Lexicon
from search.query.reading import reading, with_reading
from search.query.spoken import is_french, lent, spoken_in
from search.question import Question
from search.results import Understanding
from search.text.analyzer import PhraseFound, Word
from search.text.language import Language
from search.text.word_parts import fold

# Negations that are other words without their apostrophe.
_UNMARKED = re.compile(r"(?<![\w'-])(?:ca|wo)nt(?![\w'-])", re.IGNORECASE)


def understand(
    question: Question,
    lexicon: Lexicon,
    *,
    concepts: Concepts | None = None,
    expand: bool = True,
    off: Collection[str] = (),
    language: str = "",
) -> Asked:
    """Read a question's free text and phrases against a lexicon.

    A French question is read as the English one that it stands for, and told back in its own
    words. ``concepts`` tells which decisive ones the digest does not speak of. ``off`` holds ids of
    expansions that must not count; with ``expand`` false none does. They are named all the same,
    so that a reader can switch them on. Translations are searched in the language of the question
    where that is known, else in that of its reader, ``language``.
    """
    question = replace(question, free=_negated(question.free, lexicon))
    spoken = spoken_in(question.words, lexicon, language)
    asked = _read(question, lexicon, concepts, expand, off)
    return with_reading(asked, reading(question.words, spoken, lexicon)) if spoken else asked


def _read(
    question: Question,
    lexicon: Lexicon,
    concepts: Concepts | None,
    expand: bool,
    off: Collection[str],
) -> Asked:
    """Understand a question, a French one as the English one that it stands for.

    French words in an English question stand for their English too, unless posts have them.
    """
    read = partial(_understand, lexicon=lexicon, concepts=concepts, expand=expand, off=off)
    text = question.free
    spoken = is_french(text, lexicon)
    pieces = french().pieces(text, in_french(text)) if spoken else _with_lent(text, lexicon)
    if not spoken and all(piece.english == piece.typed for piece in pieces):
        return read(question)
    chosen = [
        piece if expand and slug(piece.english) not in off else Piece(piece.typed, piece.typed)
        for piece in pieces
    ]
    if spoken:
        # A word without English is in no post, and is not a name either.
        english = " ".join(piece.english for piece in chosen if not piece.is_lost)
    else:
        each = iter(chosen)
        english = WORD.sub(lambda found: next(each).english, text)
    asked = read(replace(question, free=english))
    made = asked.understanding
    left_out = french().left_out(text, pieces) if spoken else made.left_out
    return replace(asked, understanding=told_back(made, pieces, chosen, left_out))


def _with_lent(text: str, lexicon: Lexicon) -> list[Piece]:
    """The words of an English question, those that it borrows from French with their English."""
    pieces: list[Piece] = []
    for typed in WORD.findall(text):
        english = lent(typed)
        if english and any(lexicon.knows(w.terms) for w in lexicon.analyzer.words(typed)):
            english = ""
        pieces.append(Piece(typed, english or typed))
    return pieces


def _negated(text: str, lexicon: Lexicon) -> str:
    """The text with "wont" and "cant" as negations, unless a post has such a word."""

    def meant(found: re.Match[str]) -> str:
        known = lexicon.id(lexicon.analyzer.stem(fold(found[0]))) is not None
        return found[0] if known else f"{found[0][:-1]}'{found[0][-1]}"

    return _UNMARKED.sub(meant, text)


def _understand(
    question: Question,
    lexicon: Lexicon,
    concepts: Concepts | None,
    expand: bool,
    off: Collection[str],
) -> Asked:
    """Understand a question in English; see ``understand``."""
    text = question.words
    words = list(lexicon.analyzer.words(text))
    phrases = lexicon.analyzer.phrases(words)
    out, faint = left_out(words, phrases, text, lexicon.analyzer.language)
    everyday = lay_words().among(text, words)
    decisive = concepts.of(text, words, out | faint, everyday) if concepts and question.free else []
    clauses, expansions = clauses_of(
        words, phrases, out, faint, text, lexicon, decisive, everyday, off if expand else None
    )
    unknown = _named(c for c in decisive if not (c.known or c.near))
    apart = concepts.pairs.of(text, expansions) if concepts and question.free else ()
    terms: dict[int, float] = {}
    for clause in clauses:
        for term, weight in clause.terms:
            terms[term] = max(terms.get(term, 0.0), weight)
    reached = {
        t for e in expansions if e.on for w in lexicon.analyzer.words(e.words) for t in w.terms
    }
    known: list[Word] = []
    missing: list[Word] = []
    unmet: list[Word] = []
    for number, word in enumerate(words):
        if number in out:
            continue
        prefix = prefix_of(word, text)
        if lexicon.knows(word.terms) or (prefix and lexicon.beginning(prefix)):
            known.append(word)
            continue
        missing.append(word)
        if reached.isdisjoint(word.terms):
            unmet.append(word)
    rarities = {t: lexicon.rarity(t) for t in terms}
    return Asked(
        clauses=tuple(clauses),
        terms=tuple(terms.items()),
        text=text,
        worth={lexicon.term(t): w * rarities[t] for t, w in terms.items()},
        wanted=sum(max(w * rarities[t] for t, w in c.terms) for c in clauses)
        + lexicon.rarest * len({w.terms for w in unmet}),
        understanding=Understanding(
            used=_texts(known, text),
            unknown=_texts(missing, text),
            unmet=_texts(unmet, text),
            unknown_concepts=unknown,
            only_near=_named(c for c in decisive if c.near),
            apart=apart,
            left_out=_texts((words[n] for n in sorted(out)), text),
            phrases=question.phrases,
            excluded=question.excluded,
            expansions=tuple(expansions),
        ),
    )


def plainly(question: Question, lexicon: Lexicon) -> list[int]:
    """The terms of a question as a plain search engine takes them: all words but stop words."""
    ids = map(lexicon.id, lexicon.analyzer.word_terms(question.words))
    return [i for i in ids if i is not None]


def left_out(
    words: Sequence[Word], phrases: Sequence[PhraseFound], text: str, language: Language
) -> tuple[set[int], set[int]]:
    """The positions of filler words, and of words that say little ("work", "find").

    Filler are stop words and turns of phrase. A question word says as much as any in a known
    phrase ("getting worse"), and when there is no other.
    """
    folded = [fold(text[w.start : w.end]) for w in words]
    silent = {n for n, w in enumerate(words) if not w.terms}
    out = set(silent)
    at = 0
    while at < len(folded):
        for filler in language.filler.get(folded[at], ()):
            if tuple(folded[at : at + len(filler)]) == filler:
                out.update(range(at, at + len(filler)))
                at += len(filler) - 1
                break
        at += 1
    if len(out) == len(words):
        out = silent
    faint = {n for n, f in enumerate(folded) if f in language.question_words} - out
    for phrase in phrases:
        faint.difference_update(range(phrase.first, phrase.last + 1))
    return out, faint if len(out | faint) < len(words) else set()


def _named(concepts: Iterable[Concept]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(concept.text for concept in concepts))


def _texts(words: Iterable[Word], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[w.start : w.end] for w in words))
