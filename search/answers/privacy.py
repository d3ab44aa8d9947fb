"""Whether a question seems to identify a person."""

from __future__ import annotations

import re
from typing import Any

from corpus.message import N_
from search.answers.naming import names_somebody, naming_for_browsers
from search.question import clean

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"""
    \b(?:
        \d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)?\d\d                # 3/5/1987, 03.05.87
      | (?:19|20)\d\d-\d\d-\d\d                                   # 1987-05-03
      | \d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH},?\s(?:19|20)\d\d   # 3 May 1987
      | {_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d      # May 3, 1987
    )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BIRTH = re.compile(r"\b(?:born|birth ?da(?:te|y)|date of birth|d\.?o\.?b)\b", re.IGNORECASE)
# Two words with capitals side by side, or a title and one: in lower-case questions a name at most.
_NAME = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Miss)\.? [A-Z][a-z]+|[A-Z][a-z]+(?: [A-Z]\.?)? [A-Z][a-z]+)\b"
)
# As long as a number of a file, a card or a telephone.
_FIGURES = re.compile(r"\d(?:[\s./-]?\d){4}")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
_PHONE = re.compile(
    r"""
    (?<![\w./-])
    (?:
        \+\d{1,3}[\s.-]?(?:\(?\d{1,4}\)?[\s.-]?){2,4}\d{2,4}      # +44 20 7946 0958
      | \(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}                         # (613) 555-0142
      | 0\d{2,4}[\s.-]\d{3,4}[\s.-]?\d{3,4}                       # 020 7946 0958
      | 0\d{9,10} | \d{10}                                        # 6135550142
    )
    (?![\w./-])
    """,
    re.VERBOSE,
)
_ADDRESS = re.compile(
    r"""
    \b\d{1,5}[A-Za-z]?,?\s(?:[A-Z][\w'’]+\s){1,3}
        (?:St|Street|Rd|Road|Ave|Avenue|Blvd|Boulevard|Lane|Ln|Drive|Dr|Crescent|Court|Close|Way
          |Terrace|Place|Square)\b                                # 12 Elm Street
    | \b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b                        # SW1A 1AA
    | \b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b                                # K1N 6N5
    """,
    re.VERBOSE,
)


# What identifies somebody, and the patterns that must all be found for it.
RULES = (
    (N_("an e-mail address"), (_EMAIL,)),
    (N_("a postal address"), (_ADDRESS,)),
    (N_("a date of birth"), (_DATE, _BIRTH)),
    (N_("a date of birth"), (_DATE, _NAME)),
    (N_("a telephone number"), (_PHONE,)),
)


def identifying(question: str) -> str | None:
    """What in a question seems to identify a person, in words; None if nothing does.

    Looks for e-mail addresses, telephone numbers, postal addresses, dates of birth (a date beside
    a name, or said to be of a birth) and names of clients. Years, journals and authors are none
    of these.
    """
    text = clean(question)
    for what, patterns in RULES:
        if all(pattern.search(text) for pattern in patterns):
            return what
    if names_somebody(question):
        return N_("a name")
    return None


def rules_for_browsers() -> dict[str, Any]:
    """The rules of ``identifying`` as data, for the script that applies them in browsers.

    ``rules`` are lists of patterns, each with its flags, all of which must be found in a text;
    ``names`` is what a name is told by.
    """
    return {
        "rules": [[_for_browsers(pattern) for pattern in patterns] for _, patterns in RULES],
        "names": naming_for_browsers(),
    }


def _for_browsers(pattern: re.Pattern[str]) -> tuple[str, str]:
    """A pattern without comments and spaces, as JavaScript needs it, and its flags.

    There, letters and figures of all scripts have other names, those of letters within brackets.
    """
    source = pattern.pattern
    if pattern.flags & re.VERBOSE:
        source = re.sub(r"\s+#.*|\s+", "", source)
    source = source.replace(r"\w", r"\p{L}\p{N}_").replace(r"\d", r"\p{Nd}")
    return source, "iu" if pattern.flags & re.IGNORECASE else "u"


def may_identify(question: str) -> bool:
    """Whether a question could be about one person. Such a question must not be counted.

    Stricter than ``identifying``: a name, any date and any long number are enough. Names of
    methods written with capitals side by side are taken for a person's, which does no harm here.
    """
    text = clean(question)
    return bool(
        identifying(question) or "@" in text or _FIGURES.search(text) or _NAME.search(text)
    ) or bool(_DATE.search(text) or _BIRTH.search(text))
