"""Analysis of translations, whose words become separate terms.

A word of a translation is prefixed by its language ("@fr:angoiss"), so that it never matches a word
of the posts' own language that is spelt alike ("court", "grave").
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus.text.words import WordStemmer, stemmers
from search.text.analyzer import Analyzer, Taken, Word
from search.text.language import FRENCH, Language, language
from search.text.word_parts import fold

# No word begins with this prefix, so prefixed terms sort together.
MARK = "@"
_BEHIND = ":"
# The next character after it in sort order.
_PAST = chr(ord(_BEHIND) + 1)


def marked(code: str, word: str) -> str:
    """A word or term with the prefix of a language."""
    return f"{MARK}{code}{_BEHIND}{word}"


def parted(word: str) -> tuple[str, str]:
    """The language code and the word of a prefixed one."""
    code, _, bare = word.removeprefix(MARK).partition(_BEHIND)
    return code, bare


def spans(terms: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """The range of each language's terms among sorted ones: code, first, end."""
    at = bisect_left(terms, MARK)
    while at < len(terms) and terms[at].startswith(MARK):
        code, _ = parted(terms[at])
        end = bisect_left(terms, f"{MARK}{code}{_PAST}", at)
        yield code, at, end
        at = end


class TranslationAnalyzer(Analyzer):
    """Analyses text of translations into one language: its stop words, and Snowball's stems.

    A language that has none of them here is searched by its words as they are, without accents.
    """

    def __init__(self, code: str) -> None:
        super().__init__(words=Language(_stop_words(code)), stemmer=_stemmer(code))

    def _analyse(self, surface: str) -> Taken:
        taken = super()._analyse(surface)
        # In other languages "dont" is not "don't".
        return (taken[0], (), None, ()) if fold(surface) in self.language.stop_words else taken


@lru_cache(maxsize=16)
def translation_analyzer(code: str) -> TranslationAnalyzer:
    """The analyzer of translations into a language, with the words that it knows by now."""
    return TranslationAnalyzer(code)


def surface_words(surface: str, analyzer: Analyzer) -> tuple[Word, ...]:
    """The words of a text, or of a marked one of a translation, whose terms are marked likewise.

    Texts of posts themselves are analysed by ``analyzer``.
    """
    if not surface.startswith(MARK):
        return tuple(analyzer.words(surface))
    code, bare = parted(surface)
    return tuple(marked_words(bare, code))


def marked_words(text: str, code: str) -> Iterator[Word]:
    """Every word of a text in the language with that code, its terms marked by it."""
    for word in translation_analyzer(code).words(text):
        apart, terms = (
            tuple(marked(code, term) for term in some) for some in (word.apart, word.terms)
        )
        joined = marked(code, word.joined) if word.joined else None
        yield word._replace(apart=apart, joined=joined, terms=terms)


def _stop_words(code: str) -> frozenset[str]:
    """The stop words of a language; none if it has no file."""
    match code.partition("-")[0]:
        case "fr":
            return frozenset(tomllib.loads(FRENCH.read_text("utf-8"))["stop_words"].split())
        case "en":
            return language("en").stop_words
    return frozenset()


def _stemmer(code: str) -> WordStemmer | None:
    """Snowball's stemmer for a language; ``None`` if there is none."""
    # Imported here: loading takes time, and only translations need it.
    from babel import Locale, UnknownLocaleError

    try:
        name = (Locale.parse(code, sep="-").get_language_name("en") or "").lower()
    except (UnknownLocaleError, ValueError):
        return None
    return WordStemmer(name) if name in stemmers() else None
