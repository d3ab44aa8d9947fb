"""Pages for browsing: years, authors, the map; and redirects from former pages."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from corpus.message import N_, Message
from search.results import FacetValue
from webapp.language.choice import language
from webapp.view.address.state import Address
from webapp.view.catalog import catalog, kept, snapshot
from webapp.view.heat import SLANTED, Heat
from webapp.view.links import search_url, url_for
from webapp.view.overview import Author, archive, authors
from webapp.view.wording import called

blueprint = Blueprint("browse", __name__)

# The pages that lead through the digest, each with its name in the row of links that they share.
WAYS = (
    ("pages.topics", N_("Topics")),
    ("pages.kinds", N_("Kinds of research")),
    ("pages.months", N_("Months")),
    ("browse.author_index", N_("Authors")),
    ("browse.map_", N_("Map")),
)
blueprint.record_once(lambda state: state.app.jinja_env.globals.update(ways=WAYS))


@blueprint.get("/years/<int(fixed_digits=4):year>")
def year(year: int) -> str:
    """The posts of a year, month by month."""
    months = [month for month in snapshot().months() if month.value.startswith(f"{year:04}-")]
    if not months:
        abort(404, Message("There are no posts of the year %(year)s.", year=str(year)))
    years = [int(value) for value, _ in years_of(snapshot().months())]
    at = years.index(year)
    return render_template(
        "year.html",
        year=year,
        months=[(month.value, snapshot().month(month.value), month.count) for month in months],
        newer=years[at - 1] if at else None,
        older=years[at + 1] if at + 1 < len(years) else None,
    )


@blueprint.get("/authors")
def author_index() -> str:
    """The authors of the studies in the digest, by family name."""
    letters: dict[str, list[Author]] = {}
    for author in authors().values():
        letters.setdefault(author.letter, []).append(author)
    return render_template("authors.html", letters=letters, total=len(authors()))


@blueprint.get("/authors/<slug>")
def author(slug: str) -> str:
    """The posts on an author's studies, newest first."""
    found = authors().get(slug)
    if found is None:
        abort(404, Message("There is no author “%(name)s”.", name=slug))
    posts = [snapshot().post(post_id) for post_id in found.posts]
    return render_template("author.html", author=found, posts=posts)


@blueprint.get("/map")
def map_() -> str:
    """How many posts each topic has by year and by kind of research."""
    kinds = [kind for kind in snapshot().kinds() if kind.count]
    chosen = next((kind for kind in kinds if kind.value == request.args.get("research")), None)
    named = chosen.value if chosen else ""
    return kept(f"map {request.script_root} {language()} {named}", lambda: _map(kinds, chosen))


def _map(kinds: list[FacetValue], chosen: FacetValue | None) -> str:
    """The map of one kind of research, or of all."""
    known = catalog()
    rows = [(one.value, called(known.topics[one.value])) for one in snapshot().topics()]
    of_kinds = [(one.value, called(known.kinds[one.value])) for one in kinds]
    counted = archive()
    filtered = Address(research=(chosen.value,) if chosen else ())

    def cell_of_year(topic: str, year: str) -> str:
        return search_url(filtered.toggle_topic(topic).toggle_years(year))

    def cell_of_kind(topic: str, kind: str) -> str:
        return search_url(Address(topics=(topic,), research=(kind,)))

    return render_template(
        "map.html",
        topic_url=lambda slug: url_for("pages.topic", slug=slug),
        kind_url=lambda slug: url_for("pages.kind", slug=slug),
        year_url=lambda year: url_for("browse.year", year=year),
        cell_of_year=cell_of_year,
        cell_of_kind=cell_of_kind,
        kinds=kinds,
        chosen=chosen,
        by_year=Heat.of(
            rows,
            [(year, str(year)) for year in reversed(counted.years)],
            counted.topic_years(chosen.value if chosen else ""),
        ),
        by_kind=Heat.of(rows, of_kinds, counted.topic_kinds(), SLANTED),
    )


@blueprint.get("/landscape")
def landscape() -> Response:
    """Redirects the address of a former page to the map."""
    return redirect(url_for("browse.map_"), 301)


def years_of(months: tuple[FacetValue, ...]) -> list[tuple[str, list[FacetValue]]]:
    """Months by year, newest first."""
    years: dict[str, list[FacetValue]] = {}
    for month in months:
        years.setdefault(month.value[:4], []).append(month)
    return list(years.items())
