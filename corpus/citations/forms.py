"""The formats that references are written in, for pages, downloads and exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpus.citations.apa import apa, ended, unread
from corpus.citations.bibtex import bibtex, escaped
from corpus.citations.csl import csl_joined, csl_json
from corpus.citations.identifiers import without_doi
from corpus.citations.reference import Reference
from corpus.citations.ris import ris
from corpus.message import N_


@dataclass(frozen=True, slots=True)
class CitationForm:
    """A citation format: its name, media type and file ending.

    ``joined`` makes one file of several, whose references have different keys. ``noted`` is how an
    address is written in a reference's notes.
    """

    label: str
    mimetype: str
    ending: str
    write: Callable[[Iterable[Reference]], str]
    joined: Callable[[Iterable[str]], str]
    noted: Callable[[str], str] = str


def apa_lines(references: Iterable[Reference]) -> str:
    """The references in APA style, one a line."""
    return "".join(f"{apa_line(one)}\n" for one in references)


def apa_line(one: Reference) -> str:
    """A reference in APA style with the link of its DOI.

    A citation of which words are in no part is printed as the post has it, so that none is lost.
    """
    cited = one.citation
    if one.form == "post":
        year = f" ({cited.year})." if cited.year else ""
        return f"{one.digest}.{year} {ended(one.title)} {one.link}".rstrip()
    if cited.title and not unread(cited):
        return apa(cited)
    if not cited.doi:
        return cited.text if cited.url else ended(cited.text)
    return f"{ended(without_doi(cited.text))} {one.link}"


FORMS = {
    "ris": CitationForm("RIS", "application/x-research-info-systems", "ris", ris, "\r\n".join),
    "bibtex": CitationForm("BibTeX", "application/x-bibtex", "bib", bibtex, "\n".join, escaped),
    "csl": CitationForm(
        "CSL-JSON", "application/vnd.citationstyles.csl+json", "json", csl_json, csl_joined
    ),
    "apa": CitationForm(N_("APA, as text"), "text/plain", "txt", apa_lines, "".join),
}
