"""Zotero's RDF files are imported as posts to complete."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from corpus.importing.references.zotero import ZoteroImporter
from tests.digests.import_desk import CITED, fixture, read, told
from tests.digests.study_files import Made


def write_zotero(studies: Sequence[Made]) -> str:
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


def test_references_become_posts_to_complete() -> None:
    imported = read(ZoteroImporter("2024-05"), fixture("zotero/references.rdf"))
    article, chapter = imported.posts
    assert (article.doi, article.pmid) == ("10.1000/walks.12", "11111111")
    assert article.title == "Pace and company on long walks: A survey"
    assert article.summary == (
        "AIM: Walkers differ in pace.\n\nRESULTS: Three hundred were asked how they set it."
    )
    assert [article.citation, chapter.citation] == CITED


def test_conference_papers_theses_and_preprints_are_cited() -> None:
    head, _, _ = fixture("zotero/references.rdf").decode().partition("    <bib:Article")
    author = (
        "<bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Stone</foaf:surname>"
        "<foaf:givenName>C.</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>"
        "<dc:title>Rain</dc:title><dc:date>04/30/2014</dc:date>"
    )
    items = {
        "conferencePaper": "<bib:presentedAt><bib:Conference><dc:title>Walks 2014</dc:title>"
        "</bib:Conference></bib:presentedAt><bib:pages>5-9</bib:pages>",
        "thesis": "<z:type>Master’s thesis</z:type><dc:publisher><foaf:Organization><foaf:name>"
        "University of Rain</foaf:name></foaf:Organization></dc:publisher>"
        "<dc:description>PMCID: PMC1\nDOI: 10.1000/thesis.1</dc:description>",
        "preprint": "<dc:publisher><foaf:Organization><foaf:name>PsyArXiv</foaf:name>"
        "</foaf:Organization></dc:publisher><dc:identifier>DOI 10.31234/rain</dc:identifier>",
    }
    text = "".join(
        f"<rdf:Description rdf:about='#{kind}'><z:itemType>{kind}</z:itemType>{author}{inside}"
        "</rdf:Description>"
        for kind, inside in items.items()
    )
    imported = read(ZoteroImporter("2024-05"), f"{head}{text}</rdf:RDF>")
    assert [post.citation for post in imported.posts] == [
        "Stone, C. (2014). Rain. In Walks 2014 (pp. 5–9).",
        "Stone, C. (2014). Rain [Master’s thesis, University of Rain]. "
        "https://doi.org/10.1000/thesis.1",
        "Stone, C. (2014). Rain. PsyArXiv. https://doi.org/10.31234/rain",
    ]
    assert told(read(ZoteroImporter("2024-05"), f"{head}</rdf:RDF>")) == [
        "1: there is no reference in the file: export it again, with abstracts"
    ]


def test_an_item_without_a_title_is_reported_with_its_line() -> None:
    data = fixture("zotero/references.rdf").decode()
    line = 1 + data.count("\n", 0, data.index("<bib:BookSection"))
    inside = data[data.index("<bib:BookSection") :]
    bare = inside.replace("<dc:title>Rain</dc:title>", "", 1)
    faults = told(read(ZoteroImporter("2024-05"), data.replace(inside, bare)))
    assert any(f.startswith(f"{line}: reference 2 of the file has no title") for f in faults)
