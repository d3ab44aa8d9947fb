"""XML is read into a tree with line numbers, and hostile input refused."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from corpus.problem import Problems
from corpus.text.xmltree import line_of, read_xml, text_of


def fault(data: bytes, *, doctype: bool = False) -> str:
    problems = Problems(Path("x"))
    assert read_xml(data, problems, doctype=doctype) is None
    (problem,) = problems.found
    return str(problem)


def test_the_text_of_a_tree_is_read() -> None:
    root = read_xml(b"<a>one <b> two</b>\nthree</a>", Problems(Path("x")))
    assert text_of(root) == "one two three"
    assert text_of(None) == ""


def test_an_element_knows_its_line() -> None:
    data = '<?xml version="1.0"?>\r\n<a>\r\n<b>one\r\n</b><c/>&nbsp;\r\n\r\n<d\r\n/></a>'
    root = read_xml(data.encode(), Problems(Path("x")))
    assert root is not None
    assert [line_of(element) for element in root.iter()] == [2, 3, 4, 6]
    assert line_of(Element("made", {})) == 1


def test_a_fault_is_reported_with_its_line() -> None:
    assert fault(b"<a>\n<b></a>").startswith("x:2: the file is not XML (mismatched tag, column")
    assert fault(b"").startswith("x:1: the file is not XML (no element found")


@pytest.mark.parametrize("doctype", [False, True])
def test_entities_are_refused_even_where_a_document_type_is_allowed(doctype: bool) -> None:
    told = fault(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', doctype=doctype)
    assert "with which a reader can be harmed; it was refused" in told


def test_a_plain_document_type_can_be_allowed() -> None:
    data = b'<!DOCTYPE a PUBLIC "-//A//EN" "https://x.example/a.dtd"><a>b</a>'
    assert "declares a document type" in fault(data)
    assert text_of(read_xml(data, Problems(Path("x")), doctype=True)) == "b"


@pytest.mark.parametrize("encoding", ["none-such", "utf-8", "iso-8859-1"])
def test_a_wrong_declaration_of_the_encoding_is_ignored(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><a>café</a>'.encode()
    assert text_of(read_xml(data, Problems(Path("x")))) == "café"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("one\x0btwo", "one two"),
        ("one\x00two" + "." * 300, "one two" + "." * 300),
        ("one&#xD800;two", "one two"),
        ("one&#0;two&#x1f;", "one two"),
        ("one&#99999999;two&#xFFFF;", "one two"),
        ("it\x92s", "it’s"),
    ],
)
def test_characters_that_xml_forbids_become_blanks_and_are_reported(
    written: str, read: str
) -> None:
    problems = Problems(Path("x"))
    root = read_xml(f"<a>\n{written}</a>".encode(), problems)
    assert text_of(root) == read
    (problem,) = problems.found
    assert (problem.line, problem.severity) == (2, "warning")


def test_character_references_are_decoded() -> None:
    problems = Problems(Path("x"))
    assert text_of(read_xml(b"<a>&#8211;&#x1F642;&amp;&#10;</a>", problems)) == "–🙂&"
    assert problems.found == []
