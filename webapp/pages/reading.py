"""The pages for readers: home, results, posts, topics, kinds, months, about."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, current_app, render_template, request

from corpus.citations.forms import FORMS, apa_line
from corpus.digest import ResearchKind, Topic
from corpus.evidence.sizes import SOURCE
from corpus.message import Message
from search.answers.care import notes_about_post
from search.answers.comparison import MOST
from search.question import Years
from webapp.language.words import gettext, number
from webapp.pages.browse import years_of
from webapp.view.address.query_string import read_address
from webapp.view.address.state import Address
from webapp.view.answer import answer, evidence
from webapp.view.catalog import catalog, kind_at, reference_of, snapshot, topic_at
from webapp.view.forest import chapters
from webapp.view.found import card, relate
from webapp.view.links import search_url, url_for, versions
from webapp.view.metadata import linked_data, meta_tags
from webapp.view.overview import archive, authors
from webapp.view.suggesting import examples
from webapp.view.wording import described, here, named, spoken

blueprint = Blueprint("pages", __name__)
# The topics that the first page names: those with the most posts.
FULLEST = 8


@blueprint.get("/")
def home() -> str:
    """The search box, the size of the digest, the newest month, and links to all lists."""
    months = snapshot().months()
    topics = [topic for topic in snapshot().topics() if topic.count]
    return render_template(
        "home.html",
        examples=examples(),
        figures=_figures(len(topics)),
        newest=(months[0].value, snapshot().month(months[0].value)) if months else None,
        months=len(months),
        topics=sorted(topics, key=lambda topic: -topic.count)[:FULLEST],
        total_topics=len(topics),
    )


def _figures(topics: int) -> list[tuple[str, str, str]]:
    """The size of the digest: numbers, what they count, and where that is listed."""
    counted = archive()
    kinds = sum(bool(kind.count) for kind in snapshot().kinds())
    span = f"{counted.years[0]}–{counted.years[-1]}" if len(counted.years) > 1 else ""
    found = [
        (len(counted.ids), gettext("posts"), url_for("pages.results")),
        (topics, gettext("topics"), url_for("pages.topics")),
        (kinds, gettext("kinds of research"), url_for("pages.kinds")),
        (len(authors()), gettext("authors"), url_for("browse.author_index")),
    ]
    told = [(number(count), what, to) for count, what, to in found if count]
    return [*told, *([(span, gettext("years"), url_for("pages.months"))] if span else [])]


@blueprint.get("/search")
def results() -> str:
    """The answer to a question: its posts, or their findings side by side."""
    address = read_address(request.args)
    relate("alternate", search_url(address, "api.search"), "application/json")
    if address.view == "evidence":
        found, comparison = evidence(address)
        return render_template(
            "evidence.html",
            answer=found,
            comparison=comparison,
            chapters=chapters(comparison),
            most=MOST,
        )
    found = answer(address)
    for rel, beside in (("prev", found.previous), ("next", found.next)):
        relate(rel, search_url(beside) if beside else "")
    return render_template("results.html", answer=found)


@blueprint.get("/posts/<post_id:post_id>")
def post(post_id: str) -> str:
    """A post with its citation and its related posts."""
    found = snapshot().post(post_id)
    digest = catalog().digest
    told, written_in = versions(found), spoken(found) or digest.language
    reference = reference_of(found)
    relate("alternate", url_for("api.post", post_id=post_id), "application/json")
    for form in ("csl", "ris", "bibtex"):
        relate("describedby", url_for("api.cite", form=form, post=post_id), FORMS[form].mimetype)
    return render_template(
        "post.html",
        post=here(found),
        written_in=written_in,
        versions=told,
        related=snapshot().related(post_id),
        neighbours=snapshot().neighbours(post_id),
        page=reference.page,
        apa=apa_line(reference),
        sizes=SOURCE,
        tags=meta_tags(reference),
        linked=linked_data(here(found), reference, digest, card(), written_in, told),
        care=notes_about_post(digest.care, found),
    )


@blueprint.get("/reading-list")
def reading_list() -> str:
    """The reader's saved posts, which only the browser knows."""
    return render_template("reading-list.html", examples=examples())


@blueprint.get("/topics")
def topics() -> str:
    """Every topic."""
    counts = archive().topic_years()
    return render_template(
        "topics.html",
        topics=snapshot().topics(),
        counts=counts,
        years=archive().years,
        most=max((count for row in counts.values() for count in row.values()), default=0),
    )


@blueprint.get("/topics/<slug>")
def topic(slug: str) -> str:
    """The posts of a topic, newest first."""
    found = topic_at(slug)
    return _listing(found, "pages.topic", Address(topics=(slug,)))


@blueprint.get("/kinds")
def kinds() -> str:
    """Every kind of research."""
    return render_template("kinds.html", kinds=snapshot().kinds())


@blueprint.get("/kinds/<slug>")
def kind(slug: str) -> str:
    """The posts about one kind of research, newest first."""
    found = kind_at(slug)
    return _listing(found, "pages.kind", Address(research=(slug,)))


@blueprint.get("/months")
def months() -> str:
    """Every month that has posts, by year."""
    return render_template("months.html", years=dict(years_of(snapshot().months())))


@blueprint.get("/months/<month>")
def month(month: str) -> str:
    """The posts of a month."""
    posts = snapshot().month(month)
    if not posts:
        abort(404, Message("There are no posts of the month “%(month)s”.", month=month))
    names = [value.value for value in snapshot().months()]
    at = names.index(month)
    return render_template(
        "month.html",
        month=month,
        posts=posts,
        newer=names[at - 1] if at else None,
        older=names[at + 1] if at + 1 < len(names) else None,
    )


@blueprint.get("/about")
def about() -> str:
    """About the digest: how to ask, and what is not recorded."""
    newest = next(iter(snapshot().months()), None)
    return render_template(
        "about.html",
        topic=next((t for t in snapshot().topics() if t.count), None),
        kind=next((k for k in snapshot().kinds() if k.count), None),
        years=Years(int(newest.value[:4]) - 3, int(newest.value[:4])) if newest else None,
        counting=current_app.config["NOTES"] is not None and catalog().digest.questions.keep,
    )


def _listing(thing: Topic | ResearchKind, endpoint: str, filtered: Address) -> str:
    asked = read_address(request.args)
    address = replace(
        filtered, sort=asked.sort, size=asked.size, page=asked.page, faults=asked.faults
    )
    slug = (*filtered.topics, *filtered.research)[0]

    def here(address: Address) -> str:
        """The same list in another order, or another page of it."""
        return search_url(address, endpoint, slug=slug)

    return render_template(
        "listing.html",
        name=named(thing),
        about=described(thing),
        answer=answer(address),
        here=here,
    )
