"""Atom and JSON feeds: of the digest, a topic, a kind of research, a search."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint, Response, abort, jsonify, render_template, request

from corpus.citations.identifiers import doi_url
from corpus.evidence.facts import compares_by_chance
from corpus.message import Joined
from corpus.post import Correction, Post
from search.results import SearchOptions
from webapp.language.choice import digest_language, language, root
from webapp.language.words import gettext
from webapp.pages.feed_forms import UNDATED, Entry, Feed, atom, json_feed
from webapp.pages.feed_ids import feed_tag, post_tag
from webapp.view.address.query_string import read_address
from webapp.view.address.state import Address
from webapp.view.answer import question_at, reader_language
from webapp.view.catalog import catalog, kept, kind_at, snapshot, topic_at
from webapp.view.found import relate
from webapp.view.links import search_url, url_for, whole
from webapp.view.markdown import opening
from webapp.view.wording import called, described, here, spoken

blueprint = Blueprint("feeds", __name__)

MOST_ENTRIES = 30
_FORM = "<any(atom, json):form>"


@blueprint.get(f"/feed.{_FORM}")
def digest(form: str) -> Response:
    """The newest posts."""
    return _answer(form, catalog().digest.name, url_for("pages.home"), Address())


@blueprint.get(f"/topics/<slug>/feed.{_FORM}")
def topic(slug: str, form: str) -> Response:
    """The newest posts of a topic."""
    found = topic_at(slug)
    return _answer(
        form,
        called(found),
        url_for("pages.topic", slug=slug),
        Address(topics=(slug,)),
    )


@blueprint.get(f"/kinds/<slug>/feed.{_FORM}")
def kind(slug: str, form: str) -> Response:
    """The newest posts about a kind of research."""
    found = kind_at(slug)
    return _answer(
        form,
        called(found),
        url_for("pages.kind", slug=slug),
        Address(research=(slug,)),
    )


@blueprint.get(f"/search/feed.{_FORM}")
def search(form: str) -> Response:
    """The posts that answer a question best, newest first."""
    address = read_address(request.args)
    if address.faults:
        abort(400, Joined(address.faults))
    return _answer(form, address.q or gettext("All posts"), search_url(address.at(1)), address)


def _answer(form: str, title: str, page: str, address: Address) -> Response:
    options = SearchOptions(
        limit=MOST_ENTRIES,
        expand=address.expand,
        off=address.off,
        language=reader_language(address),
    )
    found = snapshot().search(question_at(address), options)
    # Sorted only by date, a feed of a question would have every post with one of its words.
    posts = [hit.post for hit in found.hits if found.answered]
    # The digest's feed has corrections of every post; a feed of a search, of those found.
    corrected = posts if address.q else [p for p in _corrected() if _is_filed(p, address)]
    today = date.today().isoformat()
    entries = [
        *map(_of_post, posts),
        *(
            _of_correction(post, one)
            for post in corrected
            for one in post.corrections
            # A slip of the pen would stand before all others for years.
            if one.date <= today
        ),
    ]
    digest = catalog().digest
    path = request.full_path.rstrip("?")
    named = request.script_root.removeprefix(root())
    own = whole(request.script_root + path)
    feed = Feed(
        id=feed_tag(named + path, digest),
        title=title if title == digest.name else f"{title} – {digest.name}",
        page=whole(page),
        own=own,
        author=digest.name,
        about=described(digest).text,
        language=language(),
        # A hub is of use only to those feeds that it is notified of.
        hub=digest.websub.hub if own in digest.websub.feeds else "",
        entries=tuple(sorted(entries, key=_when, reverse=True)[:MOST_ENTRIES]),
    )
    relate("self", feed.own)
    relate("alternate", feed.page, "text/html")
    relate("hub", feed.hub)
    if form == "atom":
        return Response(atom(feed), mimetype="application/atom+xml")
    response = jsonify(json_feed(feed))
    response.mimetype = "application/feed+json"
    return response


def _corrected() -> tuple[Post, ...]:
    """The posts with corrections, found once a generation."""
    return kept("corrected posts", lambda: tuple(p for p in snapshot().archive() if p.corrections))


def _is_filed(post: Post, address: Address) -> bool:
    """Whether a post passes the filters that an address names."""
    known = catalog()
    topics = {topic.slug for topic in known.topics_of(post)}
    kind = known.kind_of(post)
    kinds = {kind.slug} if kind else set()
    fits = topics.issuperset(address.topics)
    fits = fits and (not address.research or bool(kinds.intersection(address.research)))
    if "overviews" in address.only:
        fits = fits and kind is not None and kind.overview
    if "by-chance" in address.only:
        fits = fits and compares_by_chance(post, known.digest.kinds)
    if address.years and fits:
        return post.year is not None and any(post.year in span for span in address.years)
    return fits


def _when(entry: Entry) -> datetime:
    return entry.published or UNDATED


def _of_post(post: Post) -> Entry:
    published = _day(post.publish or (f"{post.month}-01" if post.month else ""))
    changed = _day(post.corrected_on(date.today()))
    told = here(post)
    kind = catalog().kind_of(post)
    return Entry(
        id=post_tag(post, catalog().digest),
        url=_page(post),
        title=told.title,
        summary=opening(told.implications or told.summary),
        content=render_template("entry.html", post=told, spoken=spoken(post)),
        published=published,
        updated=max(changed or UNDATED, published or UNDATED),
        language=spoken(post) or digest_language(),
        tags=(*_topics(post), *([called(kind)] if kind else [])),
        study=doi_url(post.doi) if post.doi else "",
    )


def _of_correction(post: Post, correction: Correction) -> Entry:
    day = _day(correction.date) or UNDATED
    number = post.corrections.index(correction) + 1
    return Entry(
        id=f"{post_tag(post, catalog().digest)}#correction-{number}",
        url=f"{_page(post)}#corrections",
        title=gettext("Correction: %(title)s", title=here(post).title),
        summary=correction.what,
        content=render_template(
            "correction.html", post=post, correction=correction, page=_page(post)
        ),
        published=day,
        updated=day,
        language=language(),
        tags=_topics(post),
    )


def _topics(post: Post) -> tuple[str, ...]:
    """What the topics of a post are called in the language of the feed."""
    return tuple(map(called, catalog().topics_of(post)))


def _day(day: str) -> datetime | None:
    """The beginning of a day (``YYYY-MM-DD``), since digests have no times."""
    return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None


def _page(post: Post) -> str:
    return url_for("pages.post", post_id=post.id, _external=True)
