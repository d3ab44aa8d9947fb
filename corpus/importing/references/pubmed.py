"""Imports PubMed's NBIB and XML formats as posts to complete."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

from corpus.citations.citation import Citation, Form
from corpus.citations.identifiers import find_doi, pmid_of
from corpus.citations.names import Person, group, person
from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.merging.identity import PUBMED
from corpus.importing.references.field_text import edition, named, pages_of, volume_of
from corpus.importing.references.study import Study, posts_of_studies, unread
from corpus.importing.references.tagged import Record, read_records
from corpus.problem import Problems
from corpus.text.encoding import decoded
from corpus.text.xmltree import line_of, read_xml, text_of

_TAG = re.compile(r"(?P<name>[A-Z]{2,4}) {0,2}-(?: (?P<text>.*))?$")


class NbibImporter:
    """Imports PubMed's text format (``.nbib``; "PubMed" on its page) as posts of one month."""

    name = "nbib"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read records; lines before the first one are left out with a warning."""
        problems = Problems(source)
        text = decoded(data, problems)
        records, stray = read_records(text or "", _TAG, "PMID")
        if stray and records:
            what = f"what stands above the first record was left out (lines: {len(stray)})"
            problems.warning(stray[0], what, "nothing needs to be done if they are not records")
        studies = [_study_of_record(record) for record in records]
        return replace(posts_of_studies(studies, self.month, digest, problems), source=PUBMED)


class PubmedXmlImporter:
    """Imports PubMed's XML as posts of one month."""

    name = "pubmed"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read articles; XML with entities or external files is refused."""
        problems = Problems(source)
        root = read_xml(data, problems, doctype=True)
        studies = list(_studies_of_tree(root)) if root is not None else []
        studies += map(_study_of_book, root.iter("BookDocument")) if root is not None else []
        return replace(posts_of_studies(studies, self.month, digest, problems), source=PUBMED)


def _study_of_record(record: Record) -> Study:
    # Full names stand beside the same ones cut short: "Webb, Christian A" and "Webb CA".
    names, gap = named(record.all("FAU", "AU"))
    year = re.match(r"\d{4}", record.first("DP"))
    ids = (text for tag in ("AID", "LID") for text in record.fields.get(tag, ()))
    dois = [text for text in ids if "[doi]" in text]
    doi = next(filter(None, map(find_doi, dois)), None)
    title, book = _title(record.first("TI")), _title(record.first("BTI"))
    volume, with_volume = volume_of(record.first("VI"))
    issue, supplement = volume_of(record.first("IP"))
    pages, article = pages_of(record.first("PG"))
    ahead = "aheadofprint" in record.first("PST")
    form: Form = "article" if not book else "chapter" if title else "book"
    citation = Citation(
        text="",
        authors=(*names, *map(group, record.all("CN"))),
        gap=gap,
        year=int(year[0]) if year else None,
        title=title or book,
        container=book if title and book else _capitalised(record.first("JT", "TA")),
        volume=volume,
        issue=issue,
        supplement=supplement or with_volume,
        pages=pages,
        article_number=article,
        editors=named(record.all("FED", "ED"))[0],
        edition=edition(record.first("EN")) if book else None,
        publisher=record.first("PB") or None,
        status="Advance online publication" if ahead and not volume else None,
        doi=doi,
        form=form,
    )
    key = record.first("PMID")
    pmid = pmid_of(key)
    return Study(
        key,
        record.line,
        citation,
        record.first("AB"),
        pmid,
        record.all("PT"),
        unread(
            ("DOI", next(iter(dois), ""), doi),
            ("year", record.first("DP"), year),
            ("PMID", key, pmid),
        ),
    )


def _studies_of_tree(root: Element) -> Iterator[Study]:
    for article in root.iter("PubmedArticle"):
        journal = article.find(".//Article/Journal")
        issue = journal.find("JournalIssue") if journal is not None else None
        ids = article.findall(".//PubmedData/ArticleIdList/ArticleId")
        ids += article.findall(".//Article/ELocationID")
        doi = _doi(ids)
        pages, number = pages_of(text_of(article.find(".//Pagination/MedlinePgn")))
        volume, with_volume = volume_of(_of(issue, "Volume"))
        part, supplement = volume_of(_of(issue, "Issue"))
        status = text_of(article.find(".//PubmedData/PublicationStatus"))
        ahead = status == "aheadofprint" and not volume
        citation = Citation(
            text="",
            authors=tuple(_names(article.findall(".//Article/AuthorList/Author"))),
            year=_year(issue),
            title=_title(text_of(article.find(".//ArticleTitle"))),
            container=_capitalised(_of(journal, "Title")),
            volume=volume,
            issue=part,
            supplement=supplement or with_volume,
            pages=pages,
            article_number=number,
            status="Advance online publication" if ahead else None,
            doi=doi,
            form="article",
        )
        abstract = "\n\n".join(_paragraphs(article.findall(".//Article/Abstract/AbstractText")))
        kinds = tuple(text_of(kind) for kind in article.iter("PublicationType"))
        number = text_of(article.find(".//PMID"))
        key = number or doi or citation.title or ""
        lost = _unread(ids, issue, citation)
        yield Study(key, line_of(article), citation, abstract, pmid_of(number), kinds, lost)


def _study_of_book(document: Element) -> Study:
    """The study in a PubMed book, or in one of its chapters."""
    book = document.find("Book")
    title = _title(text_of(document.find("ArticleTitle")))
    whole = _title(_of(book, "BookTitle"))
    people = {
        one.get("Type", "authors"): tuple(_names(one.findall("Author")))
        for part in (book, document)
        for one in (part.findall("AuthorList") if part is not None else ())
    }
    ids = [*document.iter("ArticleId"), *document.iter("ELocationID")]
    citation = Citation(
        text="",
        authors=people.get("authors", ()),
        year=_year(book),
        title=title or whole,
        container=whole if title else None,
        volume=_of(book, "Volume") or None,
        pages=pages_of(text_of(document.find("Pagination/MedlinePgn")))[0],
        editors=people.get("editors", ()),
        edition=edition(_of(book, "Edition")),
        publisher=_of(book, "Publisher/PublisherName") or None,
        doi=_doi(ids),
        form="chapter" if title else "book",
    )
    number = _of(document, "PMID")
    abstract = "\n\n".join(_paragraphs(document.findall("Abstract/AbstractText")))
    kinds = tuple(text_of(kind) for kind in document.iter("PublicationType"))
    key = number or citation.title or ""
    lost = _unread(ids, book, citation)
    return Study(key, line_of(document), citation, abstract, pmid_of(number), kinds, lost)


def _doi(ids: Iterable[Element]) -> str | None:
    """The first DOI among the ids of a record."""
    told = (find_doi(text_of(one)) for one in ids if "doi" in one.attrib.values())
    return next(filter(None, told), None)


def _unread(
    ids: Iterable[Element], published: Element | None, citation: Citation
) -> tuple[tuple[str, str], ...]:
    """The DOI and date in a record that could not be read."""
    told = (text_of(one) for one in ids if "doi" in one.attrib.values())
    dated = _date(published)
    return unread(("DOI", next(told, ""), citation.doi), ("year", dated, citation.year))


def _year(published: Element | None) -> int | None:
    """The year of publication of an issue or book, from either form of date."""
    year = re.search(r"(?<!\d)\d{4}(?!\d)", _date(published))
    return int(year[0]) if year else None


def _date(published: Element | None) -> str:
    date = published.find("PubDate") if published is not None else None
    return " ".join(" ".join(date.itertext()).split()) if date is not None else ""


def _of(parent: Element | None, name: str) -> str:
    return text_of(parent.find(name)) if parent is not None else ""


def _names(authors: Iterable[Element]) -> Iterator[Person]:
    for name in authors:
        collective = text_of(name.find("CollectiveName"))
        family = text_of(name.find("LastName"))
        if collective:
            yield group(collective)
        elif family:
            given = text_of(name.find("ForeName")) or text_of(name.find("Initials"))
            yield person(family, given, text_of(name.find("Suffix")))


def _paragraphs(parts: Iterable[Element]) -> Iterator[str]:
    """The parts of an abstract, each after its label, if any."""
    for part in parts:
        label, text = (part.get("Label") or "").capitalize(), text_of(part)
        if text:
            yield f"{label}: {text}" if label else text


def _title(text: str) -> str | None:
    """The title without full stop, and without the brackets of translated ones."""
    bare = text.strip().removesuffix(".")
    return (bare[1:-1] if bare.startswith("[") and bare.endswith("]") else bare) or None


def _capitalised(journal: str) -> str | None:
    """A journal's name, capitalised, without the place or language that PubMed adds."""
    name = re.sub(r" \([^()]*\)$|(?<!\s)\s*[:=].*$", "", journal).strip(" .")
    small = {"of", "and", "the", "in", "for", "on", "a", "an", "de", "et"}
    words = [w if w in small and at else w[:1].upper() + w[1:] for at, w in enumerate(name.split())]
    return " ".join(words) or None
