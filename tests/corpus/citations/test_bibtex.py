"""BibTeX files are read back by a separate parser, and say what the posts say."""

from __future__ import annotations

import re

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations.bibtex import bibtex
from corpus.citations.reference import Reference
from corpus.importing.references.bibtex import BibtexImporter
from tests.corpus.citations.written import (
    ARTICLE,
    CHAPTER,
    CUT,
    EDITED,
    EVIDENCE,
    GROUP,
    NUMBERED,
    PAGE,
    REPORT,
    SUPPLEMENT,
    THESIS,
    cited,
    hostile_references,
)
from tests.digests.import_desk import read as imported


def read(*references: Reference) -> list[dict[str, str]]:
    library = parse_string(bibtex(references), append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    return [
        {"key": e.key, "type": e.entry_type, **{f.key: f.value for f in e.fields}}
        for e in library.entries
    ]


def test_an_article_has_all_its_fields() -> None:
    (entry,) = read(cited(ARTICLE, topics=("Dose", "Change")))
    assert (entry["key"], entry["type"]) == ("dejong202150", "article")
    assert entry["author"] == "de Jong, K. and O’Hara, Jr., S. M. and Müller, A."
    assert entry["title"].strip("{}") == "Is 50% enough? Dose & response"
    assert (entry["journal"], entry["pages"]) == ("Journal of Studies", "45–67")
    assert (entry["doi"], entry["keywords"]) == ("10.1037/abc_1", "Dose, Change")
    # A field "note" would be printed in every list of references.
    assert entry["annote"] == f"Summarised in Small Digest: {PAGE}"
    assert "note" not in entry


def test_books_and_chapters_have_their_types_and_fields() -> None:
    (chapter,) = read(cited(CHAPTER))
    assert (chapter["type"], chapter["booktitle"]) == ("incollection", "Handbook of change")
    assert (chapter["edition"], chapter["chapter"], chapter["publisher"]) == ("7", "9", "Wiley")
    (book,) = read(cited(EDITED))
    assert (book["type"], book["editor"]) == ("book", "Holm, A. and Reeve, T.")
    assert "author" not in book


def test_other_forms_have_their_types_and_fields() -> None:
    assert read(cited(SUPPLEMENT))[0]["number"] == "Suppl. 1"
    assert read(cited(NUMBERED))[0]["pages"] == "104"
    (report,) = read(cited(REPORT))
    assert (report["type"], report["institution"]) == ("techreport", "Institute of Tests")
    (thesis,) = read(cited(THESIS))
    assert (thesis["type"], thesis["school"]) == ("phdthesis", "University of Rain")
    (master,) = read(cited(THESIS.replace("Doctoral dissertation", "Master’s thesis")))
    assert master["type"] == "mastersthesis"
    assert read(cited(None))[0]["howpublished"] == "Small Digest"


def test_groups_are_kept_whole_and_omitted_authors_are_no_author() -> None:
    assert "author = {{World Health Organization}}" in bibtex([cited(GROUP)])
    cut = read(cited(CUT))[0]
    assert cut["author"] == "Nissen-Lie, H. A."
    assert "Not all authors are named." in cut["annote"]


def test_the_pmid_and_a_retraction_are_written() -> None:
    (entry,) = read(cited(ARTICLE, **EVIDENCE))
    assert entry["pmid"] == "31758858"
    assert entry["annote"].startswith("The study has been retracted. ")


def test_keys_are_unique() -> None:
    assert len({entry["key"] for entry in read(*[cited(ARTICLE)] * 28)}) == 28
    assert read(cited("a talk with slides, somewhere"))[0]["key"] == "2021-07-x"
    assert bibtex([]) == ""


@given(hostile_references())
def test_no_text_of_a_post_breaks_the_file(references: list[Reference]) -> None:
    assert len(read(*references)) == len(references)


@given(st.text('\\{}$&%#_^~ab c"', min_size=1, max_size=40).map(lambda t: " ".join(t.split())))
def test_special_characters_are_escaped(title: str) -> None:
    text = bibtex([cited(None, title=f"x{title}x")])
    (value,) = re.findall(r"title = \{\{(.*)\}\},", text)
    assert unescaped(value) == f"x{title}x"
    assert value.count("{") == value.count("}")


def unescaped(value: str) -> str:
    names = {
        "textbackslash": "\\",
        "textbraceleft": "{",
        "textbraceright": "}",
        "textasciicircum": "^",
        "textasciitilde": "~",
    }
    return re.sub(
        r"\\(text\w+)\{\}|\\(.)", lambda m: names[m[1]] if m[1] else m[2], value, flags=re.DOTALL
    )


def test_a_written_file_is_imported_with_the_same_citations() -> None:
    lines = [ARTICLE, CHAPTER, EDITED, SUPPLEMENT, GROUP, REPORT, THESIS]
    posts = imported(BibtexImporter("2024-05"), bibtex(map(cited, lines))).posts
    assert [post.citation for post in posts] == lines
