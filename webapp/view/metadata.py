"""Metadata of a post for reference managers and search engines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from corpus.citations.identifiers import doi_url
from corpus.citations.names import Person
from corpus.citations.reference import Reference
from corpus.digest import Digest
from corpus.post import Post
from webapp.view import links
from webapp.view.links import Version
from webapp.view.markdown import opening

_TYPES = {
    "article": "ScholarlyArticle",
    "chapter": "Chapter",
    "book": "Book",
    "report": "Report",
    "thesis": "Thesis",
    "website": "WebPage",
}


# Zotero takes the names of its own types here.
_DUBLIN_TYPES = {"book": "book", "website": "webpage", "post": "blogPost"}
# The tags by which programs learn the kind of study; for a chapter, the first is Google Scholar's,
# the second Zotero's.
_CONTAINERS = {
    "article": ("citation_journal_title",),
    "chapter": ("citation_inbook_title", "citation_book_title"),
    "other": ("citation_journal_title",),
}
_INSTITUTIONS = {
    "report": ("citation_technical_report_institution",),
    "thesis": ("citation_dissertation_institution",),
}
_SCHOLARLY = frozenset(("article", "chapter", "report", "thesis", "other"))


def meta_tags(reference: Reference) -> tuple[tuple[str, str], ...]:
    """The meta tags on the study, in Highwire's and Dublin Core's terms.

    A post without a citation, and a page of the web, are told in Dublin Core alone: whatever has a
    title in Highwire's names is an article to those who read them.
    """
    one, cited = reference, reference.citation
    # An edited book, which Highwire does not tell of, has its editors as creators.
    editors = cited.editors if one.form == "chapter" else ()
    year = str(cited.year or "")
    dublin = [
        ("DC.type", _DUBLIN_TYPES.get(one.form, "")),
        ("DC.title", one.title),
        *(("DC.creator", str(person)) for person in cited.creators),
        ("DC.date", year),
        ("DC.source", one.container),
        ("DC.publisher", cited.publisher or ""),
        ("DC.identifier", f"doi:{cited.doi}" if cited.doi else one.link),
    ]
    highwire = [
        ("citation_title", one.title),
        *(("citation_author", author) for author in _unparted(cited.creators)),
        *(("citation_editor", editor) for editor in _unparted(editors)),
        ("citation_publication_date", year),
        *((name, one.container) for name in _CONTAINERS.get(one.form, ())),
        *((name, cited.publisher or "") for name in _INSTITUTIONS.get(one.form, ())),
        ("citation_volume", cited.volume or ""),
        ("citation_issue", cited.whole_issue or ""),
        ("citation_firstpage", one.first_page),
        ("citation_lastpage", one.last_page),
        ("citation_publisher", cited.publisher or ""),
        ("citation_doi", cited.doi or ""),
        ("citation_pmid", one.pmid),
    ]
    told = [*highwire, *dublin] if one.form in _SCHOLARLY else dublin
    return tuple((name, content) for name, content in told if content)


def _unparted(people: Sequence[Person]) -> list[str]:
    """The names of people, in a form that keeps Zotero from splitting one.

    It takes a comma for the end of one who stands alone where both sides have a space, and where
    that can't be broken it has none. What stands before a comma is all of a group's name, the last
    word of which would be taken for a family name.
    """
    names = [f"{person}," if person.group else str(person) for person in people]
    if len(people) == 1 and not people[0].group:
        return [names[0].replace(" ", "\xa0").replace(",\xa0", ", ")]
    return names


def linked_data(
    post: Post,
    reference: Reference,
    digest: Digest,
    image: str = "",
    language: str = "",
    versions: Sequence[Version] = (),
) -> dict[str, Any]:
    """The post as schema.org JSON-LD: an article that cites the study.

    A post whose writer is not named is the digest's. ``image`` is the address of a picture. Its
    text is in ``language``, the digest's own unless told; of its ``versions`` the first is the one
    that it was written in.
    """
    language = language or digest.language
    written = versions[0] if versions else None
    publisher = whole({"@type": "Organization", "name": digest.name, "url": digest.home})
    study = None if reference.form == "post" else _study(reference)
    return whole(
        {
            "@context": "https://schema.org",
            "@type": "Article",
            "@id": reference.page,
            "url": reference.page,
            "mainEntityOfPage": reference.page,
            "headline": post.title,
            "image": image,
            "author": {"@type": "Person", "name": post.writer} if post.writer else publisher,
            "publisher": publisher,
            "datePublished": post.month,
            "dateModified": post.corrected_on(date.today()),
            "correction": [
                {"@type": "CorrectionComment", "datePublished": one.date, "text": one.what}
                for one in post.corrections
            ],
            "license": post.licence,
            "inLanguage": language,
            "translationOfWork": _version(written) if written and written.tag != language else None,
            "workTranslation": [
                _version(one) for one in versions[1:] if written and written.tag == language
            ],
            "keywords": list(post.topics),
            "abstract": post.bottom_line,
            "description": opening(post.implications or post.summary),
            "isPartOf": whole({"@type": "Periodical", "name": digest.name, "url": digest.home}),
            "isBasedOn": study,
            "citation": study,
        }
    )


def _version(one: Version) -> dict[str, Any]:
    """A translation of a post, by the address of its page."""
    address = links.whole(one.address)
    told = {"@type": "Article", "@id": address, "url": address}
    return {**told, "headline": one.title, "inLanguage": one.tag}


def _study(one: Reference) -> dict[str, Any]:
    cited = one.citation
    container = {"@type": "Book" if one.form == "chapter" else "Periodical", "name": one.container}
    return whole(
        {
            "@type": _TYPES.get(one.form, "CreativeWork"),
            "name": one.title,
            "author": [_author(person) for person in cited.authors],
            "editor": [_author(person) for person in cited.editors],
            "datePublished": str(cited.year or ""),
            "isPartOf": container if one.container else None,
            "publisher": {"@type": "Organization", "name": cited.publisher}
            if cited.publisher
            else None,
            "pagination": cited.article_number or cited.pages,
            "sameAs": one.link,
            "identifier": {"@type": "PropertyValue", "propertyID": "PMID", "value": one.pmid}
            if one.pmid
            else None,
            "creativeWorkStatus": "Retracted" if one.retracted else "",
            "correction": [
                whole(
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
    return whole(
        {
            "@type": "Person",
            "name": " ".join(p for p in (person.given, person.family, person.suffix) if p),
            "familyName": person.family,
            "givenName": person.given,
        }
    )


def whole(data: dict[str, Any]) -> dict[str, Any]:
    """The data without empty values."""
    return {name: value for name, value in data.items() if value}
