"""Made-up studies written as the files of every import format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Made:
    """A made-up study; ``number`` is the id that its source gives it."""

    title: str
    family: str = "Marsh"
    year: int = 2020
    doi: str = ""
    abstract: str = ""
    number: str = "7"
    pubmed: int = 0

    @property
    def citation(self) -> str:
        """The study in APA style."""
        place = f"{self.title}. Journal of Tests, 12(3), 45–67."
        address = f" https://doi.org/{self.doi}" if self.doi else ""
        return f"{self.family}, A. ({self.year}). {place}{address}"

    @property
    def text(self) -> str:
        """What an article says of it."""
        return self.abstract or f"A post on {self.title}."


def ris(studies: Sequence[Made]) -> str:
    records = []
    for study in studies:
        lines = ["TY  - JOUR", f"ID  - {study.number}", f"AU  - {study.family}, Arlo"]
        lines += [f"TI  - {study.title}", "T2  - Journal of Tests", f"PY  - {study.year}"]
        lines += [f"DO  - {study.doi}"] * bool(study.doi) + ["VL  - 12", "SP  - 45"]
        lines += [f"AB  - {study.abstract}"] * bool(study.abstract) + ["ER  - ", ""]
        records.append("\n".join(lines))
    return "\n".join(records)


def bibtex(studies: Sequence[Made]) -> str:
    entries = []
    for at, study in enumerate(studies):
        # Two entries of one file with one key are refused by every reader of BibTeX.
        key = f"key{study.number}" + "b" * at
        fields = {"author": f"{study.family}, Arlo", "title": study.title, "year": study.year}
        fields |= {"journal": "Journal of Tests", "doi": study.doi, "abstract": study.abstract}
        told = ", ".join(f"{name} = {{{value}}}" for name, value in fields.items() if value)
        entries.append(f"@article{{{key}, {told}}}")
    return "\n".join(entries)


def csl(studies: Sequence[Made]) -> str:
    items = [
        {
            "id": study.number,
            "type": "article-journal",
            "title": study.title,
            "author": [{"family": study.family, "given": "Arlo"}],
            "issued": {"date-parts": [[study.year]]},
            "container-title": "Journal of Tests",
            "volume": "12",
            "page": "45",
        }
        | ({"DOI": study.doi} if study.doi else {})
        | ({"abstract": study.abstract} if study.abstract else {})
        for study in studies
    ]
    return json.dumps(items, indent=1)


def endnote(studies: Sequence[Made]) -> str:
    records = "".join(
        f"<record><rec-number>{study.number}</rec-number>"
        '<ref-type name="Journal Article">17</ref-type><contributors><authors>'
        f"<author>{study.family}, Arlo</author></authors></contributors><titles>"
        f"<title>{study.title}</title><secondary-title>Journal of Tests</secondary-title></titles>"
        f"<pages>45</pages><volume>12</volume><dates><year>{study.year}</year></dates>"
        f"<electronic-resource-num>{study.doi}</electronic-resource-num>"
        f"<abstract>{escape(study.abstract)}</abstract></record>"
        for study in studies
    )
    return f'<?xml version="1.0" encoding="UTF-8" ?><xml><records>{records}</records></xml>'


def zotero(studies: Sequence[Made]) -> str:
    items = "".join(
        f'<bib:Article rdf:about="#item_{study.number}{at}"><z:itemType>journalArticle</z:itemType>'
        "<dcterms:isPartOf><bib:Journal><dc:title>Journal of Tests</dc:title>"
        f"<dc:identifier>DOI {study.doi}</dc:identifier></bib:Journal></dcterms:isPartOf>"
        f"<bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>{study.family}</foaf:surname>"
        "<foaf:givenName>Arlo</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>"
        f"<dc:title>{study.title}</dc:title><dc:date>{study.year}</dc:date>"
        f"<dcterms:abstract>{escape(study.abstract)}</dcterms:abstract></bib:Article>"
        for at, study in enumerate(studies)
    )
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:z="http://www.zotero.org/namespaces/export#" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:bib="http://purl.org/net/biblio#" '
        'xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{items}</rdf:RDF>"
    )


def nbib(studies: Sequence[Made]) -> str:
    records = []
    for study in studies:
        lines = [f"PMID- {pmid(study)}", f"DP  - {study.year} Jun", f"TI  - {study.title}."]
        lines += [f"FAU - {study.family}, Arlo", "JT  - Journal of tests", "PT  - Journal Article"]
        lines += [f"AID - {study.doi} [doi]"] * bool(study.doi)
        lines += [f"AB  - {study.abstract}"] * bool(study.abstract) + [""]
        records.append("\n".join(lines))
    return "\n".join(records)


def pubmed(studies: Sequence[Made]) -> str:
    articles = "".join(
        f"<PubmedArticle><MedlineCitation><PMID>{pmid(study)}</PMID><Article><Journal>"
        f"<JournalIssue><PubDate><Year>{study.year}</Year></PubDate></JournalIssue>"
        f"<Title>Journal of tests</Title></Journal><ArticleTitle>{study.title}.</ArticleTitle>"
        + f"<Abstract><AbstractText>{study.abstract}</AbstractText></Abstract>"
        * bool(study.abstract)
        + f"<AuthorList><Author><LastName>{study.family}</LastName><Initials>A</Initials></Author>"
        "</AuthorList></Article></MedlineCitation><PubmedData><ArticleIdList>"
        + f'<ArticleId IdType="doi">{study.doi}</ArticleId>' * bool(study.doi)
        + "</ArticleIdList></PubmedData></PubmedArticle>"
        for study in studies
    )
    return f"<PubmedArticleSet>{articles}</PubmedArticleSet>"


def pmid(study: Made) -> int:
    """PubMed's number, which it never gives to another study."""
    return study.pubmed or 10_000_000 + sum(
        ord(letter) * place for place, letter in enumerate(study.citation + study.doi, 1)
    )


def table(studies: Sequence[Made]) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("id", "title", "month", "summary", "citation", "doi"))
    for study in studies:
        row = (study.number, study.title, "2024-05", study.text, study.citation, study.doi)
        rows.writerow(row)
    return out.getvalue()


def json_lines(studies: Sequence[Made]) -> str:
    lines = [
        {
            "id": study.number,
            "title": study.title,
            "summary": study.text,
            "month": "2024-05",
            "citation": study.citation,
            "doi": study.doi or None,
        }
        for study in studies
    ]
    return "\n".join(map(json.dumps, lines))


def beir(studies: Sequence[Made]) -> str:
    # Two documents of one collection with one id are refused.
    lines = [
        {"_id": study.number + "b" * at, "title": study.title, "text": study.text}
        for at, study in enumerate(studies)
    ]
    return "\n".join(map(json.dumps, lines))


def html(study: Made) -> str:
    """The text of a post as HTML."""
    return (
        f"<p>{escape(study.text)}</p><h3>Practice Implications</h3><p>Think of {study.title}.</p>"
        f"<p>{study.citation}</p>"
    )


def page(studies: Sequence[Made]) -> str:
    (study,) = studies
    return (
        f"<html><head><title>{study.title} | Site</title></head><body><article>"
        f"<h1>{study.title}</h1><time datetime='2024-05-03'>May 3, 2024</time>{html(study)}"
        "</article></body></html>"
    )


def markdown(studies: Sequence[Made]) -> str:
    (study,) = studies
    return (
        f'---\ntitle: "{study.title}"\ndate: 2024-05-03\ncitation: "{study.citation}"\n---\n'
        f"{study.text}\n\n## Practice Implications\n\nThink of it.\n"
    )


def listing(studies: Sequence[Made]) -> str:
    posts = "".join(
        f"<h3>{study.title}</h3><p>{study.citation}</p>"
        f"<p>{study.text} It was asked of many people, in many places, and what they answered was "
        "counted, compared and told in tables that run over many pages of the article.</p>"
        f"<p><b>Practice Implications</b></p><p>Think of {study.title} now and then.</p>"
        for study in studies
    )
    return f"<html><body><main><h2>May 2024</h2>{posts}</main></body></html>"


def wordpress(studies: Sequence[Made]) -> str:
    items = "".join(
        f"<item><title>{study.title}</title><content:encoded><![CDATA[{html(study)}]]>"
        f"</content:encoded><wp:post_id>{study.number}{at}</wp:post_id>"
        "<wp:post_date>2024-05-03 10:00:00</wp:post_date><wp:status>publish</wp:status>"
        "<wp:post_type>post</wp:post_type></item>"
        for at, study in enumerate(studies)
    )
    return (
        '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>T</title>{items}'
        "</channel></rss>"
    )


def feed(studies: Sequence[Made]) -> str:
    items = "".join(
        f"<item><title>{study.title}</title><guid isPermaLink='false'>{study.number}{at}</guid>"
        f"<pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate><description><![CDATA[{html(study)}]]>"
        "</description></item>"
        for at, study in enumerate(studies)
    )
    return f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'


# The writer of each format, and whether a file of it holds more than one post.
WRITERS: dict[str, tuple[Callable[[Sequence[Made]], str], bool]] = {
    "listing": (listing, True),
    "page": (page, False),
    "markdown": (markdown, False),
    "wordpress": (wordpress, True),
    "feed": (feed, True),
    "ris": (ris, True),
    "bibtex": (bibtex, True),
    "csl": (csl, True),
    "endnote": (endnote, True),
    "zotero": (zotero, True),
    "nbib": (nbib, True),
    "pubmed": (pubmed, True),
    "csv": (table, True),
    "jsonl": (json_lines, True),
    "beir": (beir, True),
}
