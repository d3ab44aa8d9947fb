"""A question as typed, read into free text and operators."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from corpus.citations.identifiers import find_doi
from corpus.text.words import NOTE_MARK, UNSEEN

MAX_CHARACTERS = 1000
# In UTF-8: letters have three at most, and a page repeats a question.
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
        (?: "(?P<quoted>[^"]*)" | (?P<value>[^\s"]+) )     # ... and its value
      | "(?P<phrase>[^"]+)"                                # a phrase
      | (?P<word>(?<=-)[^\W\d_][^\s"]*)                    # a word, only as an excluded one
    )
    (?=\s|$|[.,;:!?)])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_YEARS = re.compile(r"^(\d{4})?(\.\.|[-‐‑–—])?(\d{4})?$")
# A DOI, or a number of PubMed with the word or the address that tells it from other numbers.
_STUDY = re.compile(
    r"""
    (?<![\w/])
    (?: (?:https?://)?(?:dx\.)?doi\.org/ | doi\s?:?\s* )? (?P<doi> 10\.\d{4,9}(?:/|%2F)\S+ )
    | (?<![\w/]) (?: pmid\s?:?\s*
        | (?:https?://)?(?:www\.|m\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed
          |europepmc\.org/(?:article|abstract)/med)/
      ) (?P<pmid> [1-9]\d{0,7} ) (?!\w) \S*
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
# So many figures alone are a number of PubMed.
_PMID_ALONE = re.compile(r"\d{7,8}")
# Later than any year that can be written.
_LATE = 10_000
_UNSEEN = dict.fromkeys(map(ord, UNSEEN))
_CURLY = {ord(c): '"' for c in "“”„‟«»"} | {ord(c): "'" for c in "‘’‚‛"}


@dataclass(frozen=True, slots=True)
class Years:
    """A span of years, both ends included; an open end is ``None``."""

    first: int | None = None
    last: int | None = None

    @classmethod
    def parse(cls, text: str) -> Years | None:
        """Read ``2018``, ``2018..``, ``..2021``, ``2018..2021`` or ``2018-2021``; else ``None``."""
        match = _YEARS.match(text.strip())
        if not match or not (match[1] or match[3]) or (match[3] and not match[2]):
            return None
        first = int(match[1]) if match[1] else None
        last = int(match[3]) if match[3] else None
        if not match[2]:
            last = first
        if first is not None and last is not None and first > last:
            first, last = last, first
        return cls(first, last)

    @classmethod
    def parse_all(cls, text: str) -> tuple[Years, ...] | None:
        """Read spans with commas between them, such as ``2015,2018..2021``; else ``None``."""
        spans = [cls.parse(part) for part in text.split(",") if part.strip()]
        if not spans or None in spans:
            return None
        return tuple(dict.fromkeys(span for span in spans if span))

    @classmethod
    def together(cls, spans: Iterable[Years]) -> tuple[Years, ...]:
        """The same years in as few spans as they take, the earliest first."""
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
    """A question with the operators its asker wrote; ``Question.parse`` never fails.

    ``text`` is as typed (cut at ``MAX_CHARACTERS`` and ``MAX_BYTES``), ``free`` is what is left of
    it for free matching. ``topics`` and ``research`` hold names or slugs as given; a post must have
    every topic, one of the kinds of research and one of the ``years``, and be what ``only`` says:
    an overview, a study that compares by chance. ``studies`` are DOIs and numbers of PubMed
    (``doi:10.1000/x``, ``pmid:123``): where a question names one, nothing else of it counts.
    ``cut`` says that the question was too long.
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
    cut: bool = False

    @classmethod
    def parse(cls, text: str) -> Question:
        """Read what a reader typed, whatever it is.

        Free text is literal. ``"a phrase"``, ``-word``, ``-"a phrase"``, ``topic:``, ``author:``,
        ``title:``, ``research:`` and ``year:2018..2021`` count when written as such, at the start
        of a word; a field with a value that can't be read stays free text. A DOI or a number of
        PubMed counts in any form.
        """
        # Cut before it is folded, which may make eighteen characters of one, and afterwards. Marks
        # of notes go first: folded, they are figures like others.
        read = " ".join(text[: 10 * MAX_CHARACTERS].split())
        unmarked = NOTE_MARK.sub("", read[:MAX_CHARACTERS]).translate(_UNSEEN)
        folded = unicodedata.normalize("NFKC", unmarked)
        typed = " ".join(clean(folded[:MAX_CHARACTERS]).split())
        held = typed.encode()[:MAX_BYTES].decode(errors="ignore").rstrip()
        most = max(len(read), len(folded), len(text) - 9 * MAX_CHARACTERS)
        cut = most > MAX_CHARACTERS or held != typed
        typed = held
        studies = _studies(typed)
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
            value = (match["quoted"] or _ended(match["value"] or "")).strip()
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

        free = " ".join(_OPERATOR.sub(take, typed).split())
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
            cut=cut,
        )

    def with_filters(
        self,
        topics: tuple[str, ...] = (),
        research: tuple[str, ...] = (),
        years: tuple[Years, ...] = (),
        only: tuple[Only, ...] = (),
    ) -> Question:
        """The same question with filters beside those it holds, such as those of a page's form."""
        return replace(
            self,
            topics=self.topics + tuple(t for t in topics if t not in self.topics),
            research=self.research + tuple(r for r in research if r not in self.research),
            years=years or self.years,
            only=only or self.only,
        )

    @property
    def asks_nothing(self) -> bool:
        """Whether there is nothing to match: no text, phrase, exclusion, author, title or study."""
        exact = (self.phrases, self.excluded, self.authors, self.titles, self.studies)
        return not self.free and not any(exact)


def _studies(typed: str) -> tuple[str, ...]:
    """The studies that a question names by DOI or by their numbers in PubMed."""
    if _PMID_ALONE.fullmatch(typed):
        return (f"pmid:{typed.lstrip('0')}",)
    found: list[str] = []
    for match in _STUDY.finditer(typed):
        doi = find_doi(match["doi"].rstrip("?!")) if match["doi"] else None
        if doi:
            found.append(f"doi:{doi.lower()}")
        elif match["pmid"]:
            found.append(f"pmid:{match['pmid']}")
    return tuple(dict.fromkeys(found))


def _ended(value: str) -> str:
    """A value without the signs that end a sentence; two full stops are a span of years."""
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
