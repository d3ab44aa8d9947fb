"""A file in another format than the given one is recognised."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.importing.formats import FORMATS
from corpus.importing.recognise import recognised
from tests.conftest import REPOSITORY
from tests.digests.import_desk import DIGEST

FIXTURES = REPOSITORY / "tests" / "fixtures"
WP = '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel/></rss>'
RDF = '<rdf:RDF xmlns:rdf="http://x" xmlns:z="http://www.zotero.org/namespaces/export#"/>'


def told(name: str, data: bytes) -> list[str]:
    importer = next(form for form in FORMATS if form.name == name).make("2024-05")
    return [str(p) for p in importer.read(data, Path("file"), DIGEST).problems]


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("bibtex", "TY  - JOUR\nER  - \n", "this is RIS: import it so: pprsearch import ris"),
        ("ris", "@article{a, title={b}}", "this is BibTeX: import it so: pprsearch import bibtex"),
        ("ris", "\ufeff% JabRef\n@comment{x}", "this is BibTeX"),
        ("ris", "PMID- 31758858\nTI  - One", "pprsearch import nbib"),
        ("feed", WP, "this is a WordPress export"),
        ("markdown", "<!DOCTYPE html>\n<html></html>", "pprsearch import page"),
        (
            "pubmed",
            "<?xml version='1.0'?><xml><records></records></xml>",
            "this is EndNote's XML: import it so",
        ),
        ("feed", RDF, "this is Zotero's RDF: import it so: pprsearch import zotero"),
        ("bibtex", '[{"id": "a", "type": "article-journal"}]', "pprsearch import csl"),
        ("csl", '[{"key": "A", "data": {"itemType": "book"}}]', "Zotero's own JSON: export"),
        ("ris", "<modsCollection>", "MODS: export the references as RIS or BibTeX"),
        ("ris", "%0 Journal Article\n%T One", "EndNote's tagged format"),
        ("ris", "FN Clarivate Analytics Web of Science\nVR 1.0", "Web of Science"),
    ],
)
def test_the_format_of_a_file_is_recognised(name: str, text: str, what: str) -> None:
    (problem,) = told(name, text.encode())
    assert what in problem


@pytest.mark.parametrize(
    "folder", sorted(path.name for path in FIXTURES.iterdir() if path.is_dir())
)
def test_no_file_is_recognised_as_a_wrong_format(folder: str) -> None:
    for path in sorted((FIXTURES / folder).iterdir()):
        sort = recognised(path.read_bytes())
        assert sort is None or folder in sort.formats, path.name


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_handled(data: bytes) -> None:
    recognised(data)
