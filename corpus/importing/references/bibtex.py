"""BibTeX imported as posts to complete."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from corpus.citations.apa import author
from corpus.citations.parse import Citation, Form, find_doi
from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.references.study import Study, posts_of_studies
from corpus.problem import Problems
from corpus.text.encoding import decoded

_FORMS: dict[str, Form] = {
    "book": "book",
    "phdthesis": "book",
    "mastersthesis": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "inproceedings": "chapter",
    "conference": "chapter",
}


class BibtexImporter:
    """Imports entries of BibTeX as posts of one month."""

    name = "bibtex"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read entries; one that is not BibTeX is an error with its line."""
        # Imported here since it takes a while to load, and no other format needs it.
        from bibtexparser.entrypoint import parse_string
        from bibtexparser.middlewares import LatexDecodingMiddleware

        problems = Problems(source)
        text = decoded(data, problems)
        # The parser's own log would tell again, without file and cure, what is told below.
        logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
        library = parse_string(
            text or "", append_middleware=[LatexDecodingMiddleware(keep_braced_groups=True)]
        )
        for block in library.failed_blocks:
            what = str(block.error).strip().partition("\n")[0] or "not BibTeX"
            problems.error(
                (block.start_line or 0) + 1,
                f"the entry can't be read ({what})",
                "see that its braces are paired, commas part its fields, and its key is its own",
            )
        studies = []
        for entry in library.entries:
            fields = {field.key.lower(): str(field.value) for field in entry.fields}
            line = (entry.start_line or 0) + 1
            studies.append(_study(entry.key, entry.entry_type.lower(), line, fields))
        return posts_of_studies(studies, self.month, digest, problems)


def _study(key: str, kind: str, line: int, fields: dict[str, str]) -> Study:
    def told(*names: str) -> str | None:
        return next((text for name in names if (text := _text(fields.get(name, "")))), None)

    year = re.search(r"\b\d{4}\b", told("year", "date") or "")
    citation = Citation(
        text="",
        authors=_names(fields.get("author", "")),
        year=int(year[0]) if year else None,
        title=told("title"),
        container=told("journal", "journaltitle", "booktitle"),
        volume=told("volume"),
        issue=told("number", "issue"),
        pages=re.sub(r"(?<!\s)\s*[-–—]+\s*", "-", told("pages") or "") or None,
        editors=_names(fields.get("editor", "")),
        publisher=told("publisher", "school"),
        doi=find_doi(told("doi", "url") or ""),
        form=_FORMS.get(kind, "article"),
    )
    return Study(key, line, citation, told("abstract") or "")


def _names(text: str) -> tuple[str, ...]:
    """The names of a list joined by "and", each written either way round."""
    names = []
    for part in re.split(r"(?<!\s)\s+and\s+", text.strip()):
        name = _text(part)
        if name == "others" or not name:
            continue
        if part.startswith("{") and part.endswith("}"):
            # Braces keep the name of a group whole.
            names.append(author(name))
            continue
        family, comma, given = name.partition(",")
        if comma:
            names.append(author(family, given))
            continue
        # Without a comma the family name comes last, with small words that belong to it.
        *before, last = name.split()
        small = next((at for at, word in enumerate(before) if word[0].islower()), len(before))
        names.append(author(" ".join((*before[small:], last)), " ".join(before[:small])))
    return tuple(name for name in names if name)


def _text(value: str) -> str:
    return " ".join(value.replace("{", "").replace("}", "").split())
