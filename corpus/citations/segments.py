"""Splits the rest of a citation into its sentences: title, journal or book, publisher."""

from __future__ import annotations

import re

from corpus.citations.numbers import split_numbers

_END = re.compile(r"(?<=[.?!])[\"”’']? ")
_BEGIN = re.compile(r"[\"“‘'(\[¿¡]?(?:\d|[a-z]{1,4}[A-Z]|pp?\.)")
# As long as the longest abbreviation, and a little longer.
_TAIL = 16
_ABBREVIATION = re.compile(
    r"\b(?:vs|no|nos|vols?|eds?|dr|mr|mrs|ms|prof|jr|sr|st|pp?|ch|rev|al|suppl|art|inc|ltd|cf|e\.g"
    r"|i\.e|approx|fig|trans)\.$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?:^|[^\w’'])[^\W\d_a-z]\.$")
# "Vitamin D. In A. Hill (Ed.), ...": a book follows the initial.
_IN_BOOK = re.compile(r"In:? [^()]{3,400}\(Eds?\.?\)")
_EDITORS_END = re.compile(r"(?:\bEds?\.?\)\.|\beditors?\.)$")
# Names of journals cut short: "J. Walks, 88", "Psychol. Med., 12", "Am. J. Psychiatry 12".
_SHORT_JOURNAL = re.compile(
    r"(?:[A-Z][a-z]{0,11}\. ?){2,}(?=,|\d|[A-Z][a-z]{1,20},? \d)|(?:[A-Z][a-z]{0,3}\. ?)+(?=[A-Z])"
)
_JOURNAL = re.compile(r"^(?:The )?(?:Journal|Archives|Annals|Bulletin|Review)\b")
# What names of journals have none of, and titles do.
_SMALL_WORD = re.compile(r"(?:^|[\s(])[a-z]{4,}")


def segments(text: str, *, begun: bool = False) -> list[str]:
    """The sentences of a citation after its year; with ``begun`` the title is not among them.

    Initials, abbreviations and what stands in brackets end no sentence. So an initial that ends the
    title may have hidden that the journal follows: "Vitamin D. Walking, 1, 2".
    """
    found: list[str] = []
    hidden = 0
    start = seen = depth = 0
    last_bracket = text.rfind(")")
    short_until = _short_journal(text, 0) if begun else 0
    for end in _END.finditer(text):
        at = end.start()
        depth = max(0, depth + text.count("(", seen, at) - text.count(")", seen, at))
        seen = at
        tail = text[max(start, at - _TAIL) : at]
        if not _begins(text, end.end()) or (depth and at < last_bracket):
            continue
        if text[end.end()] in "([" and text[at - 1] in "?!":
            # What a title that asks has in brackets behind it: "Who leads? (2nd ed.)".
            continue
        if _ABBREVIATION.search(tail) or at < short_until:
            continue
        editors = text.startswith(("In ", "In: "), start)
        if editors and (_INITIAL.search(tail) or _EDITORS_END.search(tail)):
            continue
        if _INITIAL.search(tail) and not _IN_BOOK.match(text, end.end()):
            hidden = at
            continue
        found.append(text[start:at] + end[0].strip())
        start, depth = end.end(), 0
        short_until = _short_journal(text, start)
    found.append(text[start:])
    found = [segment for segment in found if segment.strip(" .,")]
    if hidden > start or (hidden and len(found) == 1 and not begun):
        before, after = text[start:hidden], text[hidden:].strip(" \"”’'")
        alone = len(found) == 1 and not begun
        if (alone and _JOURNAL.search(after)) or (
            split_numbers(after)[1] and (alone or _SMALL_WORD.search(before))
        ):
            return [*found[:-1], before, after]
    return found


def _begins(text: str, at: int) -> bool:
    """Whether a sentence can begin there: with a capital, a digit, or in a script without case."""
    if _BEGIN.match(text, at):
        return True
    letter = text[at : at + 2].lstrip("\"“‘'([¿¡")[:1]
    return letter.isalpha() and letter == letter.upper()


def _short_journal(text: str, start: int) -> int:
    """The end of an abbreviated journal name that begins there; else its start."""
    found = _SHORT_JOURNAL.match(text, start)
    return found.end() if found else start
