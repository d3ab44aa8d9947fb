"""The query string of a results page, parsed into its state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar, get_args

from corpus.message import N_, Message
from search.answers.comparison import BYS, MOST
from search.question import ONLY, Only, Question, Years
from search.results import Sort
from webapp.view.address.state import VIEWS, YEARS_SAID, Address, View

SORTS: tuple[Sort, ...] = get_args(Sort)
MAX_PAGE = 100_000
MAX_VALUES = 12
MAX_VALUE = 200
# How many hits a page may have.
SIZES = (10, 25, 50)
_PARAMETER = N_("The parameter %(name)s could not be read; it is one of %(values)s.")
_SIZE = N_("The number of posts a page could not be read; it is one of %(values)s.")
_ORDER = N_("The order could not be read; it is one of %(values)s.")
_VIEW = N_("The view could not be read; it is one of %(values)s.")
# A language, and perhaps a country.
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
# The most years that may be given.
_MAX_YEARS = 200

Choice = TypeVar("Choice", bound=str)


class Parameters(Protocol):
    """A parsed query string, such as werkzeug's ``MultiDict``."""

    def getlist(self, key: str, /) -> list[str]:
        """Every value of a parameter."""


def read_address(args: Parameters, shown: View = "posts") -> Address:
    """The state that a query string tells; ``shown`` is the view where it names none.

    What can't be read is left out, and a sentence of the state says so.
    """
    read = _Reader(args)
    years, only, size = read.years(), read.only(), read.size()
    sort = read.choice("sort", SORTS, "relevance", _ORDER)
    page = read.page()
    expand, explain = read.switch("expand", True), read.switch("explain", False)
    view, by = read.choice("view", VIEWS, shown, _VIEW), read.choice("by", BYS, "measure")
    # The form of a list sends its ticked boxes along wherever it leads.
    chosen = read.chosen() if view == "evidence" else ()
    lang = read.lang()
    off = _values(args.getlist("off"))
    question = Question.parse(read.first("q"), years_in_words=YEARS_SAID not in off)
    return Address(
        q=question.text,
        topics=_values(args.getlist("topic")),
        research=_values(args.getlist("research")),
        years=years,
        sort=sort,
        page=page,
        expand=expand,
        off=off,
        explain=explain,
        view=view,
        by=by,
        chosen=chosen,
        only=only,
        digests=_values(args.getlist("digest")),
        size=size,
        lang=lang,
        faults=tuple(read.faults),
        parsed=question,
    )


class _Reader:
    """Reads parameters one by one; ``faults`` are the sentences about those that it could not."""

    def __init__(self, args: Parameters) -> None:
        self._args = args
        self.faults: list[str] = []

    def first(self, key: str) -> str:
        """The first value of a parameter, empty without one.

        Werkzeug's own ``get`` raises and catches an error for each that is missing, as most are.
        """
        return next(iter(self._args.getlist(key)), "")

    def choice(
        self, key: str, values: Sequence[Choice], usual: Choice, told: str = _PARAMETER
    ) -> Choice:
        """The value of a parameter that has one of a few."""
        typed = self.first(key) or usual
        found = next((value for value in values if value == typed), None)
        if found is None:
            self._say_one_of(told, values, key)
        return usual if found is None else found

    def switch(self, key: str, usual: bool) -> bool:
        """Whether a parameter that is 0 or 1 is on."""
        typed = self.first(key)
        if typed not in ("", "0", "1"):
            self._say_one_of(_PARAMETER, ("0", "1"), key)
        return typed != "0" if usual else typed == "1"

    def years(self) -> tuple[Years, ...]:
        typed = self._args.getlist("year")[:_MAX_YEARS]
        spans = [Years.parse_all(text[:MAX_VALUE]) for text in typed if text[:MAX_VALUE].strip()]
        if None in spans:
            self.faults.append(
                Message(
                    "The year could not be read, so it was left out; "
                    "write 2018, 2018..2021 or 2018.."
                )
            )
        return Years.together([year for span in spans for year in span or ()])[:MAX_VALUES]

    def only(self) -> tuple[Only, ...]:
        named = _values(self._args.getlist("only"))
        if not set(named) <= set(ONLY):
            self._say_one_of(_PARAMETER, ONLY, "only")
        return tuple(one for one in ONLY if one in named)

    def size(self) -> int:
        typed = self.first("size").strip()
        found = next((size for size in SIZES if str(size) == typed), 0)
        if typed and not found:
            self._say_one_of(_SIZE, map(str, SIZES), "size")
        return found

    def page(self) -> int:
        found = _page(self.first("page"))
        if found is None:
            self.faults.append(Message("The page could not be read; it is a number from 1."))
        return found or 1

    def chosen(self) -> tuple[str, ...]:
        """The ids of the posts to compare, each once."""
        typed = (one[:MAX_VALUE] for one in self._args.getlist("post") if one)
        found = tuple(dict.fromkeys(typed))
        if len(found) > MOST:
            self.faults.append(
                Message(
                    "More posts were chosen than are compared; these are the first %(most)s.",
                    most=MOST,
                )
            )
        return found[:MOST]

    def lang(self) -> str:
        typed = self.first("lang").strip()
        if typed and not _TAG.fullmatch(typed):
            self.faults.append(
                Message("The language could not be read; it is a tag such as fr or fr-CA.")
            )
            return ""
        return typed

    def _say_one_of(self, pattern: str, values: Iterable[str], name: str) -> None:
        """Say which values a parameter may have; they are the same in all languages."""
        listed = ", ".join(values)
        self.faults.append(Message(pattern, name=Message(name), values=Message(listed)))


def _page(text: str) -> int | None:
    if not text.strip():
        return 1
    try:
        page = int(text)
    except ValueError:
        return None
    return min(page, MAX_PAGE) if page > 0 else None


def _values(values: Iterable[str]) -> tuple[str, ...]:
    kept = (" ".join(value.split())[:MAX_VALUE] for value in values)
    return tuple(dict.fromkeys(value for value in kept if value))[:MAX_VALUES]
