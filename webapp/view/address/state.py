"""The state of a results page: everything that a reader has chosen, and how an address tells it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from search.answers.comparison import By
from search.question import ONLY, Only, Question, Years
from search.results import Sort

# The id that has years said in words ("since 2020") searched as words, beside those of expansions.
YEARS_SAID = "years-said"

# How an answer is shown: as posts, or as their findings side by side.
View = Literal["posts", "evidence"]
VIEWS: tuple[View, ...] = get_args(View)


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
    # The parsed ``q``, without filters, if it was parsed already.
    parsed: Question | None = field(default=None, compare=False, repr=False)

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
        """Whether any filter is set, by choice or in words."""
        chosen = self.topics or self.research or self.years or self.only or self.digests
        return bool(chosen or self.said_years)

    @property
    def said_years(self) -> str:
        """The words of the question that narrow it to years of studies, if any."""
        return self.parsed.said_years if self.parsed else ""

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
        kept = tuple(one for one in self.off if one == YEARS_SAID)
        return replace(self, expand=expand, off=kept, page=1)

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
        """The same question without filters, those that it says in words included."""
        asked = self.without_said_years() if self.said_years else self
        return replace(asked, topics=(), research=(), years=(), only=(), digests=(), page=1)

    def without_said_years(self) -> Address:
        """This state with years that the question says in words searched as words."""
        return replace(self, off=(*self.off, YEARS_SAID), page=1, parsed=None)

    def sorted(self, sort: Sort) -> Address:
        """This state in another order, from the first page."""
        return replace(self, sort=sort, page=1)

    def at(self, page: int) -> Address:
        """This state at another page of the answer."""
        return replace(self, page=page)


def _toggle(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    if value in values:
        return tuple(v for v in values if v != value)
    return (*values, value)
