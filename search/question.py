"""A question as typed, parsed into free text and operators."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from corpus.citations.identifiers import studies_named
from corpus.text.words import NOTE_MARK, UNSEEN
from search.said_years import said_years

MAX_CHARACTERS = 1000
# In bytes of UTF-8, where a letter has mostly one to three. Limited, as pages repeat the question.
MAX_BYTES = 3 * MAX_CHARACTERS
MAX_WORDS = 60
MAX_OPERATORS = 20

# What posts may be narrowed to by how their studies were done.
Only = Literal["overviews", "by-chance"]
ONLY: tuple[Only, ...] = get_args(Only)

_OPERATOR = re.compile(
    r"""
    (?<!\S)(?P<minus>-)?                                   # a word of its own, perhaps excluded
    (?:
        (?P<field>topic|author|year|research|title):       # a field the reader named ...
        (?: [ ]?"(?P<quoted>[^"]*)" | '(?P<single>[^'"]*)' # ... and its value
          | (?P<span>(?<=year:)[ ]?\d{4}[ ](?:to|until)[ ]\d{4}
              | (?:(?<=year:)|(?<=author:))[ ][^\s"]+)
          | (?P<value>[^\s"]+) )
      | "(?P<phrase>[^"]+)"                                # a phrase
      | (?P<word>(?<=-)[^\W\d_][^\s"]*)                    # a word, only as an excluded one
    )
    (?=\s|$|[.,;:!?)])
    """,
    re.VERBOSE | re.IGNORECASE,
)
# From one year to another, either left out; the last may have its last two figures alone.
_YEARS = re.compile(
    r"(?P<first>\d{4})?(?P<to>\s?(?:\.\.|[-‐‑‒–—−/]|to|until)\s?)?(?P<last>\d{4}|(?<=\D)\d\d)?"
)
# "After", "from", "before" and "until" a year.
_BOUND = re.compile(r"(?P<sign>>=?|<=?|[≥≤]|since |from |after |before |until )\s?(?P<year>\d{4})")
# Later than any year that can be written.
_LATE = 10_000
_UNSEEN = dict.fromkeys(map(ord, UNSEEN))
_CURLY = {ord(c): '"' for c in "“”„‟«»‹›″"} | {ord(c): "'" for c in "‘’‚‛"}
# Characters typed in place of an apostrophe.
_APOSTROPHE = re.compile(r"(?<=\w)[´`′＇](?=\w)")
# A title in quotes that has quotes inside: "Measuring "worry" in primary care".
_NESTED = re.compile(r'^"(?=[^"]*\s"\S)(.+)"$')
# Text in single quotes, the last of which is no apostrophe.
_SINGLE = re.compile(r"(?<!\w)‘([^‘’]+(?:’\w[^‘’]*)*)’(?!\w)|^'([^']+)'$")


@dataclass(frozen=True, slots=True)
class Years:
    """A span of years, both ends included; an open end is ``None``."""

    first: int | None = None
    last: int | None = None

    @classmethod
    def parse(cls, text: str) -> Years | None:
        """Parse ``2018``, ``2018..``, ``..2021``, ``2018..2021``, ``2018-21``, ``>2018``; or None.

        Words do as well: ``2018 to 2021``, ``since 2018``, ``before 2018``.
        """
        told = text.strip().lower()
        if bound := _BOUND.fullmatch(told):
            year = int(bound["year"])
            match bound["sign"].strip():
                case ">" | "after":
                    return cls(min(year + 1, _LATE - 1), None)
                case "<" | "before":
                    return cls(None, max(year - 1, 0))
                case "<=" | "≤" | "until":
                    return cls(None, year)
                case _:
                    return cls(year, None)
        span = _YEARS.fullmatch(told)
        if not span or not (span["first"] or span["last"]) or (span["last"] and not span["to"]):
            return None
        first = int(span["first"]) if span["first"] else None
        last = int(span["last"]) if span["last"] else None
        if not span["to"]:
            last = first
        elif span["last"] and len(span["last"]) == 2:
            if first is None:
                return None
            last = first // 100 * 100 + int(span["last"])
        if first is not None and last is not None and first > last:
            first, last = last, first
        return cls(first, last)

    @classmethod
    def parse_all(cls, text: str) -> tuple[Years, ...] | None:
        """Parse spans separated by commas, such as ``2015,2018..2021``; else ``None``."""
        spans = [cls.parse(part) for part in text.split(",") if part.strip()]
        if not spans or None in spans:
            return None
        return tuple(dict.fromkeys(span for span in spans if span))

    @classmethod
    def together(cls, spans: Iterable[Years]) -> tuple[Years, ...]:
        """The same years in as few spans as possible, earliest first."""
        joined: list[Years] = []
        for span in sorted(spans, key=lambda s: (s.first or 0, s.last or _LATE)):
            before = joined[-1] if joined else None
            if before is None or (before.last or _LATE) + 1 < (span.first or 0):
                joined.append(span)
            elif before.last is not None and (span.last or _LATE) > before.last:
                joined[-1] = cls(before.first, span.last)
        return tuple(joined)

    def __contains__(self, year: int) -> bool:
        return (self.first or year) <= year <= (self.last or year)

    def __str__(self) -> str:
        if self.first is not None and self.first == self.last:
            return str(self.first)
        return f"{self.first or ''}..{self.last or ''}"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its operators. ``Question.parse`` never fails.

    ``text`` is as typed (cut at ``MAX_CHARACTERS`` and ``MAX_BYTES``), ``free`` is what is left of
    it for free matching. ``topics`` and ``research`` hold names or slugs as given; a post must have
    every topic, one of the kinds of research and one of the ``years``, and be what ``only`` says:
    an overview, a study that compares by chance. Where several digests are read as one it must be
    of one of ``digests``, if any are named by their slugs. ``studies`` are DOIs and numbers of
    PubMed (``doi:10.1000/x``, ``pmid:123``): where a question names one, nothing else of it counts.
    ``studied`` are the years of studies that it says in words, which are ``said_years`` ("before
    2010"): other than ``years`` those of the studies, whatever the digest's filter goes by. ``cut``
    says that the question was too long.
    """

    text: str = ""
    free: str = ""
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    studies: tuple[str, ...] = ()
    research: tuple[str, ...] = ()
    years: tuple[Years, ...] = ()
    only: tuple[Only, ...] = ()
    digests: tuple[str, ...] = ()
    studied: Years | None = None
    said_years: str = ""
    cut: bool = False

    @classmethod
    def parse(cls, text: str, *, years_in_words: bool = True) -> Question:
        """Parse any text that a reader may type.

        Free text is literal. ``"a phrase"``, ``-word``, ``-"a phrase"``, ``topic:``, ``author:``,
        ``title:``, ``research:`` and ``year:2018..2021`` count when written as such, at the start
        of a word; a field with a value that can't be read stays free text. A DOI or a number of
        PubMed counts in any form. Without ``year:``, years of studies are read from words as well
        ("studies before 2010"), unless ``years_in_words`` is false.
        """
        # Cut before folding, which may turn one character into eighteen, and afterwards. Note marks
        # are removed first: folding would make digits of them.
        read = " ".join(text[: 10 * MAX_CHARACTERS].split())
        unmarked = NOTE_MARK.sub("", read[:MAX_CHARACTERS]).translate(_UNSEEN)
        unmarked = _SINGLE.sub(r'"\1\2"', _APOSTROPHE.sub("'", unmarked))
        folded = unicodedata.normalize("NFKC", unmarked)
        typed = " ".join(clean(folded[:MAX_CHARACTERS]).split())
        held = typed.encode()[:MAX_BYTES].decode(errors="ignore").rstrip()
        most = max(len(read), len(folded), len(text) - 9 * MAX_CHARACTERS)
        cut = most > MAX_CHARACTERS or held != typed
        typed = held
        studies = studies_named(typed)
        if studies:
            return cls(text=typed, studies=studies, cut=cut)
        found: dict[str, list[str]] = {
            "phrases": [],
            "excluded": [],
            "topic": [],
            "author": [],
            "research": [],
            "title": [],
        }
        years: tuple[Years, ...] = ()
        operators = 0

        def take(match: re.Match[str]) -> str:
            nonlocal years, operators
            operators += 1
            if operators > MAX_OPERATORS:
                return match[0]
            field = (match["field"] or "").lower()
            value = _ended(match["value"] or match["span"] or "")
            if len(value) > 2 and value[0] == value[-1] == "'":
                value = value[1:-1]
            value = (match["quoted"] or match["single"] or value).strip()
            if field:
                if match["minus"] or not value:
                    return match[0]
                if field == "year":
                    spans = Years.parse_all(value)
                    if spans is None:
                        return match[0]
                    years = tuple(dict.fromkeys((*years, *spans)))
                    return " "
                found[field].append(value)
                return " "
            if match["phrase"] is not None:
                if not re.search(r"\w", match["phrase"]):
                    return match[0]
                found["excluded" if match["minus"] else "phrases"].append(match["phrase"].strip())
                return " "
            if match["minus"] and match["word"]:
                found["excluded"].append(match["word"].rstrip(".,;:!?)"))
                return " "
            return match[0]

        plain = _NESTED.sub(lambda found: f'"{found[1].replace(chr(34), "")}"', typed)
        free = " ".join(_OPERATOR.sub(take, plain).split())
        said = said_years(free, date.today()) if years_in_words and not years else None
        typed_years = free[said.start : said.end] if said else ""
        if said:
            free = " ".join((free[: said.start] + free[said.end :]).split())
        words = free.split()
        if len(words) > MAX_WORDS:
            free, cut = " ".join(words[:MAX_WORDS]), True
        return cls(
            text=typed,
            free=free,
            phrases=tuple(found["phrases"]),
            excluded=tuple(found["excluded"]),
            topics=tuple(found["topic"]),
            authors=tuple(found["author"]),
            titles=tuple(found["title"]),
            research=tuple(found["research"]),
            years=years,
            studied=Years(said.first, said.last) if said else None,
            said_years=typed_years,
            cut=cut,
        )

    def with_filters(
        self,
        topics: tuple[str, ...] = (),
        research: tuple[str, ...] = (),
        years: tuple[Years, ...] = (),
        only: tuple[Only, ...] = (),
        digests: tuple[str, ...] = (),
    ) -> Question:
        """The same question with more filters, such as those of a page's form."""
        return replace(
            self,
            topics=self.topics + tuple(t for t in topics if t not in self.topics),
            research=self.research + tuple(r for r in research if r not in self.research),
            years=years or self.years,
            only=only or self.only,
            digests=digests or self.digests,
        )

    @property
    def words(self) -> str:
        """The free text, and what is quoted, without its quotes."""
        return " ".join((self.free, *self.phrases))

    @property
    def asks_nothing(self) -> bool:
        """Whether there is nothing to match: no text, phrase, exclusion, author, title or study."""
        exact = (self.phrases, self.excluded, self.authors, self.titles, self.studies)
        return not self.free and not any(exact)


def _ended(value: str) -> str:
    """A value without punctuation at its end; two full stops belong to a span of years."""
    end = len(value)
    while end and value[end - 1] in ".,;:!?)" and ".." not in value[max(end - 2, 0) : end + 1]:
        end -= 1
    return value[:end]


def clean(text: str) -> str:
    """The text with compatible forms folded, quotes straight, and no control characters.

    A raised figure behind a word is the mark of a note, and goes, as do signs without a width.
    """
    if text.isascii() and text.isprintable():
        return text
    text = NOTE_MARK.sub("", text).translate(_UNSEEN)
    folded = unicodedata.normalize("NFKC", text).translate(_CURLY)
    return "".join(
        " " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") else c
        for c in folded
    )
