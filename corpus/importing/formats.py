"""The table of formats that posts are imported from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from corpus.importer import Importer
from corpus.importing.guard import Guarded


@dataclass(frozen=True, slots=True)
class Format:
    """An import format: its ``name`` on the command line, and what its files are.

    Of a folder the files are read whose names end in one of the ``suffixes``. ``importer`` is
    ``module:Class``, loaded when asked for, since some load large libraries. ``mapped`` says that
    its columns can be named.
    """

    name: str
    what: str
    importer: str
    suffixes: tuple[str, ...]
    mapped: bool = False

    def make(self, month: str | None, headers: Mapping[str, str] | None = None) -> Importer:
        """An importer of this format; the month is for posts that state none.

        It never raises.
        """
        module, _, name = self.importer.partition(":")
        maker: Callable[..., Importer] = getattr(import_module(module), name)
        return Guarded(maker(month, headers) if self.mapped else maker(month))


_HTML = (".html", ".htm")

FORMATS = (
    Format(
        "listing",
        "a saved listing page of a digest's site, as text or HTML",
        "corpus.importing.pages.listing:ListingImporter",
        (*_HTML, ".txt"),
    ),
    Format(
        "page",
        "a saved page of one post, as HTML",
        "corpus.importing.pages.single_page:PageImporter",
        _HTML,
    ),
    Format(
        "markdown",
        "a Markdown file, or a folder of them",
        "corpus.importing.markdown_file:MarkdownImporter",
        (".md", ".markdown"),
    ),
    Format(
        "wordpress",
        "a WordPress export (WXR, from Tools, Export)",
        "corpus.importing.wordpress:WordPressImporter",
        (".xml",),
    ),
    Format(
        "feed",
        "a saved feed, in RSS or Atom",
        "corpus.importing.feed:FeedImporter",
        (".xml", ".rss", ".atom"),
    ),
    Format("ris", "references in RIS", "corpus.importing.references.ris:RisImporter", (".ris",)),
    Format(
        "bibtex",
        "references in BibTeX",
        "corpus.importing.references.bibtex:BibtexImporter",
        (".bib",),
    ),
    Format(
        "csl",
        "references in CSL-JSON",
        "corpus.importing.references.csl_json:CslJsonImporter",
        (".json",),
    ),
    Format(
        "endnote",
        "references in EndNote's XML",
        "corpus.importing.references.endnote:EndNoteImporter",
        (".xml",),
    ),
    Format(
        "zotero",
        "references in Zotero's RDF",
        "corpus.importing.references.zotero:ZoteroImporter",
        (".rdf",),
    ),
    Format(
        "nbib",
        "PubMed's text format",
        "corpus.importing.references.pubmed:NbibImporter",
        (".nbib", ".txt"),
    ),
    Format(
        "pubmed", "PubMed's XML", "corpus.importing.references.pubmed:PubmedXmlImporter", (".xml",)
    ),
    Format(
        "csv",
        "a table saved as CSV",
        "corpus.importing.table:TableImporter",
        (".csv", ".tsv"),
        mapped=True,
    ),
    Format(
        "jsonl",
        "the JSON lines that pprsearch export writes",
        "corpus.importing.jsonlines:JsonLinesImporter",
        (".jsonl",),
    ),
    Format(
        "beir",
        "a BEIR collection's corpus.jsonl",
        "corpus.folder.collection:BeirImporter",
        (".jsonl",),
    ),
)
