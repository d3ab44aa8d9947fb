"""Words in lower case without accents, split at hyphens and apostrophes."""

from __future__ import annotations

import re
import unicodedata

from corpus.text.words import NOTE_MARK, UNSEEN

# One character may fold to words with blanks between (an Arabic ligature).
_JOINS = re.compile(r"[\-‐‑\s]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# Letters that are not another one with an accent, and characters without width.
_LETTERS = {
    **{"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t"},
    **{"þ": "th", "ŋ": "n", "ĸ": "k"},
    **dict.fromkeys(UNSEEN, ""),
}
_APOSTROPHE = re.compile(r"['’ʼ]")
# "Don't" and its like, the apostrophe left out or a letter too early, and with "have" behind it:
# "dont", "is'nt", "can't've". Without an apostrophe "cant" and "wont" are other words.
_NEGATED = re.compile(
    r"(do|does|did|is|are|was|were|have|has|had|would|could|should|must|need|might|may|dare|ought"
    r"|ai|sha|(?:ca|wo)(?=n['’ʼ])|can(?=not|['’ʼ]n))(?:n['’ʼ]?t(?:['’ʼ]?ve)?|['’ʼ]nt|not)"
)
_POSITIVE = {"ai": "is", "ca": "can", "wo": "will", "sha": "shall"}
# A questionnaire with the number of its questions.
_SCALE = re.compile(r"([a-z]{3,6})(\d{1,2})")
_ENGLISH_ENDINGS = frozenset(("s", "t", "d", "m", "re", "ve", "ll"))
_ELISIONS = frozenset(("l", "d", "j", "n", "s", "c", "m", "t", "qu"))


def parts(surface: str) -> list[str]:
    """The folded parts of a word: split at hyphens, without elided or possessive parts.

    "Don't" is "do" and "not", and "GAD7" is "gad" and "7" as "GAD-7" is. A raised figure behind a
    word is the mark of a note.
    """
    if not surface.isascii():
        surface = NOTE_MARK.sub("", surface)
    return [part for piece in _JOINS.split(fold(surface)) for part in _pieces(piece) if part]


def _pieces(piece: str) -> tuple[str, ...]:
    negated = _NEGATED.fullmatch(piece)
    if negated:
        return _POSITIVE.get(negated[1], negated[1]), "not"
    scale = _SCALE.fullmatch(piece)
    return (scale[1], scale[2]) if scale else (_apostrophe(piece),)


def _apostrophe(piece: str) -> str:
    if piece.isalnum():
        return piece
    if piece[:1].isdigit():
        return piece.replace(",", "")
    if piece[1:2] == ".":
        return piece.replace(".", "")
    head, *tail = _APOSTROPHE.split(piece)
    if tail and tail[-1] in _ENGLISH_ENDINGS:
        tail.pop()
    if tail and head in _ELISIONS:
        head = ""
    return head + "".join(tail)


def _plain_letter(letter: re.Match[str]) -> str:
    found = letter[0]
    return "" if unicodedata.combining(found) else _LETTERS.get(found, found)


def fold(text: str) -> str:
    """The text in lower case without accents."""
    if text.isascii():
        return text.lower()
    # Taken apart first: a raised or ringed capital has no lower case of its own.
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _BEYOND_ASCII.sub(_plain_letter, letters)
