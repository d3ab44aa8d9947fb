"""Metadata of a post for reference managers and search engines."""

from __future__ import annotations

from typing import Any

from corpus.citations.reference import Person, Reference
from corpus.digest import Digest
from corpus.post import Post
from webapp.view.filters import doi_url
from webapp.view.markdown import opening

_TYPES = {"article": "ScholarlyArticle", "chapter": "Chapter", "book": "Book"}


def meta_tags(reference: Reference) -> tuple[tuple[str, str], ...]:
    """The names and contents of meta tags that tell of the study, as Highwire and Dublin Core.

    A post without a citation is told of itself, in Dublin Core alone.
    """
    one = reference
    authors = [str(person) for person in one.authors]
    year = str(one.year or "")
    dublin = [
        ("DC.title", one.title),
        *(("DC.creator", author) for author in authors),
        ("DC.date", year),
        ("DC.source", one.digest if one.form == "post" else one.container),
        ("DC.publisher", one.publisher),
        ("DC.identifier", f"doi:{one.doi}" if one.doi else one.url),
    ]
    highwire = [
        ("citation_title", one.title),
        *(("citation_author", author) for author in authors),
        ("citation_publication_date", year),
        (
            "citation_inbook_title" if one.form == "chapter" else "citation_journal_title",
            one.container,
        ),
        ("citation_volume", one.volume),
        ("citation_issue", one.issue),
        ("citation_firstpage", one.first_page),
        ("citation_lastpage", one.last_page),
        ("citation_publisher", one.publisher),
        ("citation_doi", one.doi),
    ]
    told = dublin if one.form == "post" else [*highwire, *dublin]
    return tuple((name, content) for name, content in told if content)


def linked_data(post: Post, reference: Reference, digest: Digest) -> dict[str, Any]:
    """The post as schema.org has it: an article of the digest that is based on the study."""
    return _whole(
        {
            "@context": "https://schema.org",
            "@type": "Article",
            "@id": reference.page,
            "headline": post.title,
            "author": {"@type": "Person", "name": post.writer} if post.writer else None,
            "datePublished": post.month,
            "dateModified": max((one.date for one in post.corrections), default=""),
            "correction": [
                {"@type": "CorrectionComment", "datePublished": one.date, "text": one.what}
                for one in post.corrections
            ],
            "license": post.licence,
            "inLanguage": digest.language,
            "keywords": list(post.topics),
            "abstract": post.bottom_line,
            "description": opening(post.implications or post.summary),
            "isPartOf": _whole({"@type": "Periodical", "name": digest.name, "url": digest.home}),
            "isBasedOn": None if reference.form == "post" else _study(reference),
        }
    )


def _study(one: Reference) -> dict[str, Any]:
    container = {"@type": "Book" if one.form == "chapter" else "Periodical", "name": one.container}
    return _whole(
        {
            "@type": _TYPES.get(one.form, "CreativeWork"),
            "name": one.title,
            "author": [_author(person) for person in one.authors],
            "datePublished": str(one.year or ""),
            "isPartOf": container if one.container else None,
            "pagination": one.pages,
            "sameAs": doi_url(one.doi) if one.doi else one.url,
            "identifier": {"@type": "PropertyValue", "propertyID": "PMID", "value": one.pmid}
            if one.pmid
            else None,
            "creativeWorkStatus": "Retracted" if one.retracted else "",
            "correction": [
                _whole(
                    {
                        "@type": "CorrectionComment",
                        "text": notice.told,
                        "datePublished": notice.date,
                        "sameAs": doi_url(notice.doi) if notice.doi else "",
                    }
                )
                for notice in one.notices
            ],
        }
    )


def _author(person: Person) -> dict[str, Any]:
    if person.group:
        return {"@type": "Organization", "name": person.family}
    return _whole(
        {
            "@type": "Person",
            "name": " ".join(p for p in (person.given, person.family, person.suffix) if p),
            "familyName": person.family,
            "givenName": person.given,
        }
    )


def _whole(data: dict[str, Any]) -> dict[str, Any]:
    """The data without what is empty."""
    return {name: value for name, value in data.items() if value}
