"""Volume, issue, supplement, pages and article number, parsed from print and records."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A page or an article's number: "45", "S101", "e74657", "CD004787", "1709709".
_NUMBER = r"[A-Za-z]{0,3}\d[\d.]*[A-Za-z]?"
_RANGE = rf"{_NUMBER} ?[-–—] ?{_NUMBER}"
_ROMAN = r"[ivxlc]{1,8} ?[-–—] ?[ivxlc]{1,8}"
_SUPPLEMENT = re.compile(
    r"(?:^|(?<=[ ,;_(]))suppl(?:ement)?s?(?![a-z])[. _]{0,3}(?P<number>\w{0,10})", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"^(?:18|19|20)\d\d ?; ?")
_VOLUME = re.compile(
    r"^(?:vol(?:ume)?s?\.? ?)?(?P<volume>\d+[A-Za-z]?(?:[-–/]\d+(?= ?\())?)(?![\w–—-])",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    r"^[ ,]{0,2}(?:\((?P<bracketed>[^()]{0,80})\)"
    r"|(?:no|nr|iss|issue|number)s?\b\.? ?(?P<named>[\w–-]{1,12}))",
    re.IGNORECASE,
)
_BARE_SUPPLEMENT = re.compile(r"^[ ,]{1,2}(?=suppl)(?P<text>[^:,]{5,30})", re.IGNORECASE)
_ARTICLE = re.compile(
    r"^(?:art(?:icle)?\b\.?(?: ?(?:id|no|number)\b\.?)?:? ?)(?P<number>[\w.–-]{1,24})$",
    re.IGNORECASE,
)
_PAGES = re.compile(r"^(?:pp?\.|pages?\b:?) ?", re.IGNORECASE)
_ELOCATOR = re.compile(r"^(?:[eE]\d[\d.]*|[A-Za-z]{2,3}\d[\d.]*|\d{6,})$")
_SHORT_END = re.compile(r"^(?P<letter>[A-Za-z]{0,3})(?P<first>\d+) ?[-–—] ?(?P<last>\d+)$")
_DASH = re.compile(r"(?<=\w) ?[-–—] ?(?=\w)")

# The words and figures that may stand in the numbers at the end of a journal's line.
_TOKEN = re.compile(
    rf"^[(\[]?(?:(?:pp?\.)?{_NUMBER}(?:[-–—/:;(,][\w().,:;–—-]*)?|[-–—]|{_ROMAN}"
    r"|(?:suppl(?:ement)?s?|art(?:icle)?(?!,)|no|nr|iss(?:ue)?|vol(?:ume)?|pp?|pages?|pt|part|special)"
    r"[.:]?)[),.:;\]–—-]*$",
    re.IGNORECASE,
)
# A name that is cut short keeps the full stop at its end: "Br. J. Psychol.".
_CUT_SHORT = re.compile(r"\b[A-Z][a-z]{0,11}\. ")
_MONTH = re.compile(
    r"(?<=\d) (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}"
    r"(?:[ -]\w{1,9}){0,2}(?=;)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of an article, named like the fields of a citation."""

    volume: str | None = None
    issue: str | None = None
    supplement: str | None = None
    pages: str | None = None
    article_number: str | None = None


def split_numbers(segment: str) -> tuple[str, Numbers | None]:
    """The journal's name and the numbers at the end of its line, if any.

    A bare figure at the end is a number only after a comma or a capitalised word, and is no year:
    "from 1990 to 2010" ends in none.
    """
    segment = _MONTH.sub("", segment).strip(" .")
    words = segment.split()
    start = len(words)
    while start > 0 and _TOKEN.match(words[start - 1]):
        start -= 1
    if start == len(words):
        return segment, None
    name, told = " ".join(words[:start]), " ".join(words[start:])
    if name and not name.endswith((",", ":", ";", ".")):
        bare_year = re.fullmatch(r"(?:18|19|20)\d\d", told) is not None
        if bare_year or not words[start - 1][:1].isupper() or not any(map(str.isdigit, told)):
            return segment, None
    numbers = read_numbers(told)
    if numbers is None:
        return segment, None
    return journal_name(name), numbers


def journal_name(text: str) -> str:
    """A journal's name without the punctuation after it."""
    name = text.strip(" ,;:")
    return name if _CUT_SHORT.search(name) else name.rstrip(". ")


def read_numbers(told: str) -> Numbers | None:
    """The numbers after a journal's name; ``None`` if something else follows.

    Reads "44(Suppl. 2), S101-S110", "11, Article 5512", "12(3): 45-67", "2019;55(4):508-19".
    """
    rest = _YEAR_FIRST.sub("", told.strip(" ,;:"))
    volume = _VOLUME.match(rest)
    if volume and _ELOCATOR.match(volume["volume"]) and volume.end() == len(rest):
        volume = None
    rest = rest[volume.end() :] if volume else rest
    issue = _ISSUE.match(rest)
    rest = rest[issue.end() :] if issue else rest
    in_issue = (issue["bracketed"] or issue["named"] or "") if issue else ""
    if bare := _BARE_SUPPLEMENT.match(rest):
        in_issue = f"{in_issue}, {bare['text']}"
        rest = rest[bare.end() :]
    number, supplement = read_issue(in_issue)
    pages, article = read_pages(rest.strip(" .,:;–—-"))
    found = Numbers(volume["volume"] if volume else None, number, supplement, pages, article)
    if found == Numbers() or (pages and not re.match(rf"(?:{_NUMBER}|{_ROMAN})", pages)):
        return None
    return found


def read_issue(text: str) -> tuple[str | None, str | None]:
    """An issue's number and supplement: "2, Suppl. 1" for "2 Suppl 1"."""
    found = _SUPPLEMENT.search(text)
    if found is None:
        return text.strip(" ,;()") or None, None
    issue = (text[: found.start()] + " " + text[found.end() :]).strip(" ,;.()")
    return issue or None, f"Suppl. {found['number']}".strip()


def read_pages(text: str) -> tuple[str | None, str | None]:
    """Pages or, in their place, the article's number.

    What is called an article, an e-locator ("e74657") and a number of six figures are no pages.
    """
    text = text.strip(" .,;:")
    article = _ARTICLE.match(text)
    if article:
        return None, article["number"].rstrip(".")
    pages = _PAGES.sub("", text)
    if _ELOCATOR.match(pages):
        return None, pages
    return pages or None, None


def full_range(pages: str) -> str:
    """Pages with an en dash and the last page in full: "200–211" for "200-11"."""
    parts = []
    for part in pages.split(","):
        short = _SHORT_END.match(part.strip())
        if short:
            letter, first, last = short.groups()
            whole = first[: max(len(first) - len(last), 0)] + last
            part = f"{letter}{first}-{letter}{whole}"
        parts.append(dashed(part.strip()))
    return ", ".join(part for part in parts if part)


def dashed(text: str) -> str:
    """Numbers with en dashes in ranges."""
    return _DASH.sub("–", text)


def first_page(pages: str) -> str:
    """The page that pages begin with."""
    return _DASH.split(pages)[0].strip()


def last_page(pages: str) -> str:
    """The last of several pages; empty for a single one."""
    return _DASH.split(full_range(pages))[-1].strip() if _DASH.search(pages) else ""
