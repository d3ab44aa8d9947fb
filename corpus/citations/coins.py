"""Writes references as COinS (ContextObjects, Z39.88-2004) for reference managers.

Zotero and Mendeley read them in any page, several of them where a page lists several posts.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote_plus

from corpus.citations.reference import Reference

# The schemas of what can be cited, each with the genre that it has there.
_SCHEMAS = {
    "article": ("journal", "article"),
    "chapter": ("book", "bookitem"),
    "book": ("book", "book"),
    "report": ("book", "report"),
    "thesis": ("dissertation", ""),
}


# What means nothing between the values, and stands a hundred times in a list of posts.
_PLAIN = ",:/()"


def context_object(one: Reference) -> str:
    """A reference as a ContextObject: keys and values, encoded as in forms.

    Readers split it at each ampersand and turn a plus into a space.
    """
    pairs = [("ctx_ver", "Z39.88-2004"), *_described(one)]
    return "&".join(
        f"{key}={quote_plus(value, _PLAIN, errors='replace')}" for key, value in pairs if value
    )


def _described(one: Reference) -> Iterator[tuple[str, str]]:
    cited = one.citation
    schema, genre = _SCHEMAS.get(one.form, ("dc", ""))
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{schema}"
    yield "rft.genre", genre
    if cited.doi:
        yield "rft_id", f"info:doi/{cited.doi}"
    if one.pmid:
        yield "rft_id", f"info:pmid/{one.pmid}"
    if not cited.doi and one.link:
        yield "rft.identifier" if schema == "dc" else "rft_id", one.link
    if schema == "dc":
        yield "rft.type", "blogPost" if one.form == "post" else "webpage"
        yield "rft.title", one.title
        yield "rft.source", one.container
        yield "rft.publisher", cited.publisher or ""
    elif schema == "dissertation":
        yield "rft.title", one.title
        yield "rft.inst", cited.publisher or ""
    else:
        whole = genre in ("book", "report")
        yield "rft.btitle" if whole else "rft.atitle", one.title
        if not whole:
            yield "rft.jtitle" if schema == "journal" else "rft.btitle", one.container
        yield "rft.volume", cited.volume or ""
        yield "rft.issue", cited.whole_issue or ""
        yield "rft.spage", one.first_page
        yield "rft.epage", one.last_page
        yield "rft.pub", cited.publisher or ""
        yield "rft.edition", cited.edition or ""
    yield "rft.date", str(cited.year or "")
    for person in cited.creators:
        if schema == "dc":
            yield "rft.creator", str(person)
        else:
            yield "rft.aucorp" if person.group else "rft.au", str(person)
