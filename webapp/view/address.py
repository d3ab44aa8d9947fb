"""The address of a results page: everything that a reader has chosen, parsed and written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, cast, get_args

from corpus.message import N_, Message
from search.answers.comparison import BYS, MOST, By
from search.question import ONLY, Only, Question, Years
from search.results import Sort

SORTS: tuple[Sort, ...] = get_args(Sort)
# How an answer is shown: as posts, or as their findings side by side.
View = Literal["posts", "evidence"]
VIEWS: tuple[View, ...] = get_args(View)
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


class Parameters(Protocol):
    """A parsed query string, such as werkzeug's ``MultiDict``."""

    def getlist(self, key: str, /) -> list[str]:
        """Every value of a parameter."""


@dataclass(frozen=True, slots=True)
class Address:
    """The state of a results page: question, filters, order, page and display.

    ``topics``, ``research`` and ``digests`` hold slugs, ``off`` the ids of expansions switched off;
    ``size`` is the number of hits on a page, 0 for what is usual. ``faults`` are sentences about
    parameters that could not be read; their defaults stand in for them. ``explain`` asks for what
    made the order, ``view`` for the posts or what they found side by side, which then stands
    together ``by`` measure or comparator, of the posts with the ids ``chosen`` if there are any.
    ``lang`` is the tag of the language that hits are told in where they are translated.
    """

    q: str = ""
    topics: tuple[str, ...] = ()
    research: tuple[str, ...] = ()
    years: tuple[Years, ...] = ()
    sort: Sort = "relevance"
    page: int = 1
    expand: bool = True
    off: tuple[str, ...] = ()
    explain: bool = False
    view: View = "posts"
    by: By = "measure"
    chosen: tuple[str, ...] = ()
    only: tuple[Only, ...] = ()
    digests: tuple[str, ...] = ()
    size: int = 0
    lang: str = ""
    faults: tuple[str, ...] = ()
    # The parsed ``q``, if it was parsed already.
    parsed: Question | None = field(default=None, compare=False, repr=False)

    @classmethod
    def read(cls, args: Parameters, shown: View = "posts") -> Address:
        """Parse a query string, ignoring what is unreadable; ``shown`` is the default view."""
        faults: list[str] = []
        texts = [text[:MAX_VALUE] for text in args.getlist("year")[:_MAX_YEARS] if text.strip()]
        read = [Years.parse_all(text) for text in texts]
        if None in read:
            faults.append(
                Message(
                    "The year could not be read, so it was left out; "
                    "write 2018, 2018..2021 or 2018.."
                )
            )
        years = Years.together([span for spans in read for span in spans or ()])[:MAX_VALUES]
        named = _values(args.getlist("only"))
        if not set(named) <= set(ONLY):
            faults.append(_one_of(_PARAMETER, ONLY, name="only"))
        size_text = _first(args, "size").strip()
        size = next((size for size in SIZES if str(size) == size_text), 0)
        if size_text and not size:
            faults.append(_one_of(_SIZE, map(str, SIZES)))
        sort_text = _first(args, "sort") or "relevance"
        if sort_text not in SORTS:
            faults.append(_one_of(_ORDER, SORTS))
            sort_text = "relevance"
        page = _page(_first(args, "page"))
        if page is None:
            faults.append(Message("The page could not be read; it is a number from 1."))
        expand, explain = _first(args, "expand"), _first(args, "explain")
        for name, value in (("expand", expand), ("explain", explain)):
            if value not in ("", "0", "1"):
                faults.append(_one_of(_PARAMETER, ("0", "1"), name=name))
        view, by = _first(args, "view") or shown, _first(args, "by") or "measure"
        if view not in VIEWS:
            faults.append(_one_of(_VIEW, VIEWS))
            view = shown
        if by not in BYS:
            faults.append(_one_of(_PARAMETER, BYS, name="by"))
            by = "measure"
        # The form of a list sends its ticked boxes along wherever it leads.
        chosen = _ids(args.getlist("post")) if view == "evidence" else ()
        if len(chosen) > MOST:
            faults.append(
                Message(
                    "More posts were chosen than are compared; these are the first %(most)s.",
                    most=MOST,
                )
            )
        lang = _first(args, "lang").strip()
        if lang and not _TAG.fullmatch(lang):
            faults.append(
                Message("The language could not be read; it is a tag such as fr or fr-CA.")
            )
            lang = ""
        question = Question.parse(_first(args, "q"))
        return cls(
            q=question.text,
            topics=_values(args.getlist("topic")),
            research=_values(args.getlist("research")),
            years=years,
            sort=cast(Sort, sort_text),
            page=page or 1,
            expand=expand != "0",
            off=_values(args.getlist("off")),
            explain=explain == "1",
            view=view,
            by=cast(By, by),
            chosen=chosen[:MOST],
            only=tuple(one for one in ONLY if one in named),
            digests=_values(args.getlist("digest")),
            size=size,
            lang=lang,
            faults=tuple(faults),
            parsed=question,
        )

    @property
    def question(self) -> Question:
        """The question with its filters."""
        question = self.parsed or Question.parse(self.q)
        return question.with_filters(
            self.topics, self.research, self.years, self.only, self.digests
        )

    @property
    def parameters(self) -> dict[str, str | list[str]]:
        """The query string of this state, without defaults."""
        # A page of results needs this twenty times, with mostly empty values.
        found: dict[str, str | list[str]] = {}
        if self.q:
            found["q"] = self.q
        if self.topics:
            found["topic"] = list(self.topics)
        if self.research:
            found["research"] = list(self.research)
        if self.years:
            found["year"] = [str(span) for span in self.years]
        if self.only:
            found["only"] = list(self.only)
        if self.digests:
            found["digest"] = list(self.digests)
        if self.sort != "relevance":
            found["sort"] = self.sort
        if not self.expand:
            found["expand"] = "0"
        if self.off:
            found["off"] = list(self.off)
        if self.explain:
            found["explain"] = "1"
        if self.size:
            found["size"] = str(self.size)
        if self.lang:
            found["lang"] = self.lang
        if self.view != "posts":
            found["view"] = self.view
        if self.by != "measure":
            found["by"] = self.by
        if self.chosen:
            found["post"] = list(self.chosen)
        if self.page != 1:
            found["page"] = str(self.page)
        return found

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """What a new question keeps of this state: filters, order, and use of expansions."""
        return self.pairs(
            *("topic", "research", "year", "only", "digest", "sort", "expand", "size", "lang")
        )

    @property
    def beside_filters(self) -> tuple[tuple[str, str], ...]:
        """The query string without filters: question, reading, order and size."""
        return self.pairs("q", "sort", "expand", "off", "explain", "size", "lang")

    def pairs(self, *names: str) -> tuple[tuple[str, str], ...]:
        """The pairs of some parameters in the query string."""
        return tuple(
            (key, value)
            for key, values in self.parameters.items()
            if key in names
            for value in ([values] if isinstance(values, str) else values)
        )

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return bool(self.topics or self.research or self.years or self.only or self.digests)

    def ask(self, q: str) -> Address:
        """The same filters with another question."""
        return replace(self, q=q, page=1, off=(), parsed=None)

    def toggle_topic(self, slug: str) -> Address:
        """This state with a topic's filter added, or removed if it was set."""
        return replace(self, topics=_toggle(self.topics, slug), page=1)

    def toggle_research(self, slug: str) -> Address:
        """This state with the filter of a kind added, or removed if it was set."""
        return replace(self, research=_toggle(self.research, slug), page=1)

    def toggle_years(self, years: str) -> Address:
        """This state with a filter of years added, or removed if it was set."""
        span = Years.parse(years)
        others = tuple(other for other in self.years if other != span)
        added = (span,) if span and others == self.years else ()
        return replace(self, years=(*others, *added), page=1)

    def toggle_only(self, only: Only) -> Address:
        """This state narrowed to overviews, say, or no longer so."""
        kept = tuple(one for one in ONLY if (one in self.only) != (one == only))
        return replace(self, only=kept, page=1)

    def toggle_digest(self, slug: str) -> Address:
        """This state with a filter of a digest added, or removed if it was set."""
        return replace(self, digests=_toggle(self.digests, slug), page=1)

    def sized(self, size: int) -> Address:
        """This state with so many hits a page, from the first page; 0 for the default."""
        return replace(self, size=size, page=1)

    def toggle_off(self, expansion: str) -> Address:
        """This state with an expansion switched off, or on again."""
        return replace(self, off=_toggle(self.off, expansion), page=1)

    def with_expansions(self, expand: bool) -> Address:
        """This state with all expansions on, or off."""
        return replace(self, expand=expand, off=(), page=1)

    def explained(self, explain: bool) -> Address:
        """This state with, or without, explanations of the ranks."""
        return replace(self, explain=explain)

    def compared(self, by: By = "measure") -> Address:
        """This state with the findings side by side, grouped by measure or comparator."""
        return replace(self, view="evidence", by=by, page=1, explain=False)

    def as_posts(self) -> Address:
        """This state with posts in place of findings."""
        return replace(self, view="posts", by="measure", chosen=())

    def unfiltered(self) -> Address:
        """The same question without filters."""
        return replace(self, topics=(), research=(), years=(), only=(), digests=(), page=1)

    def sorted(self, sort: Sort) -> Address:
        """This state in another order, from the first page."""
        return replace(self, sort=sort, page=1)

    def at(self, page: int) -> Address:
        """This state at another page of the answer."""
        return replace(self, page=page)


def _one_of(pattern: str, values: Iterable[str], **named: str) -> Message:
    """A value if it is permitted, else the default; values are the same in all languages."""
    told = {name: Message(value) for name, value in named.items()}
    listed = ", ".join(values)
    return Message(pattern, values=Message(listed), **told)


def _first(args: Parameters, key: str) -> str:
    """The first value of a parameter, empty without one.

    Werkzeug's own ``get`` raises and catches an error for each that is missing, as most are.
    """
    return next(iter(args.getlist(key)), "")


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


def _ids(values: Iterable[str]) -> tuple[str, ...]:
    """The ids of posts, each once; one more than can be compared shows that there are more."""
    return tuple(dict.fromkeys(one[:MAX_VALUE] for one in values if one))[: MOST + 1]


def _toggle(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    if value in values:
        return tuple(v for v in values if v != value)
    return (*values, value)
