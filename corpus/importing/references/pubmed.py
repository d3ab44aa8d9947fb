"""PubMed's two formats, NBIB and XML, imported as posts to complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from corpus.citations.apa import author, inverted
from corpus.citations.parse import Citation, find_doi
from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.references.study import Study, posts_of_studies
from corpus.importing.references.tagged import Record, read_records
from corpus.problem import Problems
from corpus.text.encoding import decoded
from corpus.text.xmltree import read_xml, text_of

_TAG = re.compile(r"(?P<name>[A-Z]{2,4}) {0,2}-(?: (?P<text>.*))?$")
_SHORT_END = re.compile(r"(\d+)-(\d+)")


class NbibImporter:
    """Imports PubMed's text format (``.nbib``, "PubMed" on its page) as posts of one month."""

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
            problems.warning(stray[0], what, "nothing need be done if they are no records")
        studies = [_study_of_record(record) for record in records]
        return posts_of_studies(studies, self.month, digest, problems)


class PubmedXmlImporter:
    """Imports PubMed's XML as posts of one month."""

    name = "pubmed"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read articles; XML that declares entities or names other files is refused."""
        problems = Problems(source)
        root = read_xml(data, problems, doctype=True)
        studies = list(_studies_of_tree(root)) if root is not None else []
        return posts_of_studies(studies, self.month, digest, problems)


def _study_of_record(record: Record) -> Study:
    names = tuple(inverted(name) for name in record.all("FAU"))
    if not names:
        # Short names have initials last: "Webb CA".
        names = tuple(author(*name.rsplit(" ", 1)) for name in record.all("AU"))
    year = re.match(r"\d{4}", record.first("DP"))
    doi = next(
        (
            find_doi(text)
            for tag in ("AID", "LID")
            for text in record.fields.get(tag, ())
            if "[doi]" in text
        ),
        None,
    )
    citation = Citation(
        text="",
        authors=(*names, *record.all("CN")),
        year=int(year[0]) if year else None,
        title=_title(record.first("TI", "BTI")),
        container=_capitalised(record.first("JT", "TA")),
        volume=record.first("VI") or None,
        issue=record.first("IP") or None,
        pages=_pages(record.first("PG")),
        doi=doi,
        form="article",
    )
    return Study(record.first("PMID"), record.line, citation, record.first("AB"), record.all("PT"))


def _studies_of_tree(root: Element) -> Iterator[Study]:
    for article in root.iter("PubmedArticle"):
        journal = article.find(".//Article/Journal")
        issue = journal.find("JournalIssue") if journal is not None else None
        date = text_of(issue.find("PubDate")) if issue is not None else ""
        year = re.search(r"(?<!\d)\d{4}(?!\d)", date)
        ids = article.findall(".//PubmedData/ArticleIdList/ArticleId")
        ids += article.findall(".//Article/ELocationID")
        doi = next(
            (
                find_doi(text_of(found))
                for found in ids
                if "doi" in (found.get("IdType"), found.get("EIdType"))
            ),
            None,
        )
        citation = Citation(
            text="",
            authors=tuple(_names(article)),
            year=int(year[0]) if year else None,
            title=_title(text_of(article.find(".//ArticleTitle"))),
            container=_capitalised(text_of(journal.find("Title")) if journal is not None else ""),
            volume=(text_of(issue.find("Volume")) if issue is not None else "") or None,
            issue=(text_of(issue.find("Issue")) if issue is not None else "") or None,
            pages=_pages(text_of(article.find(".//Pagination/MedlinePgn"))),
            doi=doi,
            form="article",
        )
        abstract = "\n\n".join(_paragraphs(article))
        kinds = tuple(text_of(kind) for kind in article.iter("PublicationType"))
        key = text_of(article.find(".//PMID")) or doi or citation.title or ""
        yield Study(key, 1, citation, abstract, kinds)


def _names(article: Element) -> Iterator[str]:
    for name in article.findall(".//Article/AuthorList/Author"):
        group = text_of(name.find("CollectiveName"))
        family = text_of(name.find("LastName"))
        if group or family:
            given = text_of(name.find("Initials")) or text_of(name.find("ForeName"))
            yield group or author(family, given)


def _paragraphs(article: Element) -> Iterator[str]:
    """The parts of an abstract, each after its label if it has one."""
    for part in article.findall(".//Article/Abstract/AbstractText"):
        label, text = (part.get("Label") or "").capitalize(), text_of(part)
        if text:
            yield f"{label}: {text}" if label else text


def _title(text: str) -> str | None:
    """The title without its full stop, and without the brackets of a translated one."""
    bare = text.strip().removesuffix(".")
    return (bare[1:-1] if bare.startswith("[") and bare.endswith("]") else bare) or None


def _capitalised(journal: str) -> str | None:
    """A journal's name without the place or language that PubMed adds, its words as names."""
    name = re.sub(r" \([^()]*\)$|(?<!\s)\s*[:=].*$", "", journal).strip(" .")
    small = {"of", "and", "the", "in", "for", "on", "a", "an", "de", "et"}
    words = [w if w in small and at else w[:1].upper() + w[1:] for at, w in enumerate(name.split())]
    return " ".join(words) or None


def _pages(text: str) -> str | None:
    """Pages with the last one in full: ``200-11`` is ``200-211``."""
    found = _SHORT_END.fullmatch(text)
    if found and len(found[2]) < len(found[1]):
        return f"{found[1]}-{found[1][: -len(found[2])]}{found[2]}"
    return text or None
