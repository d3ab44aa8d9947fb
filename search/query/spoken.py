"""The language that a question and its words are in, as far as the words of the posts tell."""

from __future__ import annotations

from functools import lru_cache

from search.query.french import french
from search.query.lay_words import in_french
from search.query.lexicon import Lexicon

# Most words of questions recur.
_REMEMBERED = 10_000


def spoken_in(text: str, lexicon: Lexicon, language: str) -> str:
    """The language of the translations that are searched for a text; empty for none.

    That is the text's own where it is known to be another than the posts', or else that of its
    reader, ``language``.
    """
    if not lexicon.translated:
        return ""
    own = "fr" if is_french(text, lexicon) else ""
    found = next((code for code in lexicon.translated if own and code[:2] == own), language)
    return found if found in lexicon.translated else ""


def is_french(text: str, lexicon: Lexicon) -> bool:
    """Whether a text is French; what posts have all the words of is taken for their language."""
    words = list(lexicon.analyzer.words(text))
    counting = [word for word in words if word.terms]
    if all(lexicon.knows(word.terms) for word in counting):
        return False
    if len(counting) < len(words) and not french().has_small_words(text):
        return False
    return french().is_asked_in(text, lexicon.analyzer.language.stop_words, in_french(text))


@lru_cache(_REMEMBERED)
def lent(word: str) -> str:
    """The English of a French word in an English question; empty for any other word."""
    return french().lent(word)
