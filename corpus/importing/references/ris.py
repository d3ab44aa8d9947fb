"""RIS imported as posts to complete."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.citations.apa import inverted
from corpus.citations.parse import Citation, Form, find_doi
from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.references.study import Study, posts_of_studies
from corpus.importing.references.tagged import Record, read_records
from corpus.problem import Problems
from corpus.text.encoding import decoded

_TAG = re.compile(r"(?P<name>[A-Z][A-Z0-9])  -(?: (?P<text>.*))?$")
_FORMS: dict[str, Form] = {"CHAP": "chapter", "BOOK": "book", "EBOOK": "book", "THES": "book"}


class RisImporter:
    """Imports references in RIS as posts of one month."""

    name = "ris"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read references; one that is cut short is read as far as it goes, with a warning."""
        problems = Problems(source)
        text = decoded(data, problems)
        records, stray = read_records(text or "", _TAG, "TY", "ER")
        if stray and text is not None:
            problems.warning(
                stray[0],
                f"what stands outside a reference was left out (lines: {len(stray)})",
                'begin each reference with "TY  - JOUR" and end it with "ER  - "',
            )
        for record in records:
            if not record.ended:
                problems.warning(record.line, "the reference has no end", 'add a line "ER  - "')
        studies = [_study(record) for record in records]
        return posts_of_studies(studies, self.month, digest, problems)


def _study(record: Record) -> Study:
    pages = [page for page in (record.first("SP"), record.first("EP")) if page]
    year = re.match(r"\d{4}", record.first("PY", "Y1", "DA"))
    doi = find_doi(record.first("DO", "M3")) or find_doi(record.first("UR"))
    title = record.first("TI", "T1", "CT")
    citation = Citation(
        text="",
        authors=tuple(inverted(name) for name in record.all("AU", "A1")),
        year=int(year[0]) if year else None,
        title=title or None,
        container=record.first("JO", "T2", "JF", "BT", "JA") or None,
        volume=record.first("VL") or None,
        issue=record.first("IS") or None,
        pages="-".join(dict.fromkeys(pages)) or None,
        editors=tuple(inverted(name) for name in record.all("ED", "A2")),
        publisher=record.first("PB") or None,
        doi=doi,
        form=_FORMS.get(record.first("TY"), "article"),
    )
    key = record.first("ID", "AN") or doi or title
    return Study(key, record.line, citation, record.first("AB", "N2"))
