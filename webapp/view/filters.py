"""Template filters: marked passages, links, facts, citations."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from flask import Flask, current_app, request
from markupsafe import Markup, escape

from corpus.citations.coins import context_object
from corpus.citations.identifiers import doi_url, without_doi
from corpus.citations.parse import parse_citation
from corpus.citations.reference import reference
from corpus.evidence.facts import facts_of
from corpus.post import Post
from search.results import Passage
from webapp.language.choice import root
from webapp.language.words import (
    day_name,
    gettext,
    month_alone,
    month_name,
    number,
    plainly,
    signed,
)
from webapp.view import wording
from webapp.view.catalog import catalog
from webapp.view.effects import amount_of, favoured, interval, scales
from webapp.view.links import url_for
from webapp.view.markdown import opening, render

# An index may be older than the check that refuses others.
_SAFE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


def marked(passage: Passage) -> Markup:
    """A passage with its matched words in ``<mark>``, everything escaped."""
    text = passage.text
    # Where nothing needs to be escaped, no part of it does.
    part = str if escape(text) == text else escape
    parts: list[str] = []
    done = 0
    for start, end in sorted(passage.marks):
        if start < done or end <= start:
            continue
        parts += part(text[done:start]), "<mark>", part(text[start:end]), "</mark>"
        done = end
    parts.append(part(text[done:]))
    return Markup("".join(parts))  # noqa: S704 (each part is escaped)


def safe_link(address: str) -> str:
    """An address that is safe in a link; other than web and mail addresses are dropped."""
    return address if _SAFE.match(address) else "#"


def markdown(text: str, whole: bool = False) -> Markup:
    """The HTML of a part of a post; images have full addresses where it is read elsewhere."""
    if current_app.config["IMAGES"] is None or "![" not in text:
        return render(text)
    there = request.host_url.rstrip("/") if whole else ""
    return render(text, f"{there}{root()}/images")


def waits(post: Post) -> str:
    """In a preview, why readers do not see a post yet; empty if they do."""
    today: Callable[[], date] | None = current_app.config["PREVIEW"]
    if today is None or post.is_live(today()):
        return ""
    told = post.publish or (f"{post.month}-01" if post.month else "")
    if post.draft or not told:
        return gettext("Draft")
    return gettext("Not before %(day)s", day=day_name(date.fromisoformat(told)))


def corrected_on(post: Post) -> str:
    """The day of a post's last correction; empty if it is to come."""
    return post.corrected_on(date.today())


def facts(post: Post) -> str:
    """The facts of a post's study in one line; empty if there are none."""
    return plainly(facts_of(post, catalog().digest.kinds))


def figure(number_: float | None) -> str:
    """A number in the language's notation; empty if unknown."""
    return "" if number_ is None else number(number_)


def cited(post: Post) -> Markup:
    """The study of a post, or a post without one, as a COinS ContextObject for an attribute.

    Its ampersands stand for themselves: none of its keys is the name of a character.
    """
    page = (
        "" if post.citation or post.doi else url_for("pages.post", post_id=post.id, _external=True)
    )
    told = escape(context_object(reference(post, page, catalog().digest.name)))
    return Markup(told.replace("&amp;", "&"))  # noqa: S704 (escaped, but for those)


def short_citation(post: Post) -> str:
    """A short citation: ``Cuijpers 2023, World Psychiatry``; empty if unknown."""
    if not post.citation:
        return ""
    parts = parse_citation(post.citation)
    families = [person.family for person in parts.creators]
    if not families or parts.year is None:
        return ""
    who = " & ".join(families) if len(families) == 2 else families[0]
    more = " et al." if len(families) > 2 or parts.gap is not None else ""
    return f"{who}{more} {parts.year}" + (f", {parts.container}" if parts.container else "")


def register(app: Flask) -> None:
    """Make the filters available to an app's templates."""
    app.jinja_env.filters.update(
        helping=wording.helping,
        here=wording.here,
        href=wording.href,
        kind_lang=wording.kind_lang,
        kind_named=wording.kind_named,
        named=wording.named,
        spoken=wording.spoken,
        this_month=wording.this_month,
        title_of=wording.title_of,
        topic_lang=wording.topic_lang,
        topic_named=wording.topic_named,
        amount=amount_of,
        context_object=cited,
        corrected_on=corrected_on,
        begun=wording.begun,
        bytes_told=wording.size,
        described=wording.described,
        differing=wording.differing,
        facet_label=wording.facet_label,
        group_named=wording.group_named,
        month_alone=month_alone,
        posts=wording.posts,
        reasoned=wording.reasoned,
        doi_url=doi_url,
        facts=facts,
        favoured=favoured,
        figure=figure,
        interval=interval,
        marked=marked,
        markdown=markdown,
        safe_link=safe_link,
        month_name=month_name,
        opened=wording.opened,
        opening=opening,
        read_how=wording.read_how,
        scales=scales,
        short_citation=short_citation,
        told=wording.told_of,
        waits=waits,
        signed=signed,
        without_doi=without_doi,
    )
