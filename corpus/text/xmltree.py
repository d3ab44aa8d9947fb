"""Parses XML safely; hostile XML is refused with its line."""

from __future__ import annotations

import re
from html.entities import html5
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from corpus.problem import Problems
from corpus.text.encoding import decoded

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"\A\s*<\?xml[^>]*encoding=[\"']([^\"'>]{1,40})[\"']")
_REFERENCE = re.compile(r"&#(?:[xX](?P<hex>[0-9a-fA-F]{1,9})|(?P<decimal>[0-9]{1,9}));")

# Entities of HTML, which some exports leave in titles; in CDATA they are text of a page.
_HTML_ENTITY = re.compile(
    r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|&([A-Za-z][A-Za-z0-9]{1,31});", re.DOTALL
)
_OWN_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})


class _Placed(Element):
    """An element with the line on which it begins."""

    line: int


def read_xml(data: bytes, problems: Problems, *, doctype: bool = False) -> Element | None:
    """The root of an XML document; ``None`` and an error if it can't be read.

    Entities of its own and references to other files are refused, as is a document type unless
    ``doctype`` allows one (PubMed names its own); nothing is ever fetched. What XML may not hold
    is told as a warning: see ``plain_xml``.
    """
    text = plain_xml(data, problems)
    return parsed(text, problems, doctype=doctype) if text is not None else None


def plain_xml(data: bytes, problems: Problems) -> str | None:
    """The text of an XML document without its declaration; ``None`` and an error otherwise.

    Control characters and references to what is no character become blanks, with a warning.
    """
    named = _ENCODING.search(data[:200])
    text = decoded(data, problems, named[1].decode("ascii", "replace") if named else None)
    if text is None:
        return None
    text = _DECLARATION.sub("", text)
    text = _HTML_ENTITY.sub(_as_character, text)
    illegal = [found for found in _REFERENCE.finditer(text) if not _is_character(found)]
    if illegal:
        problems.warning(
            text.count("\n", 0, illegal[0].start()) + 1,
            f"{illegal[0][0]} stands for no character, and became a blank",
            "look whether a word near it is as it should be",
        )
        text = _REFERENCE.sub(lambda found: found[0] if _is_character(found) else " ", text)
    return text


def _as_character(found: re.Match[str]) -> str:
    """The character of an entity that HTML has and XML lacks; others are unchanged."""
    if not found[1] or found[1] in _OWN_ENTITIES:
        return found[0]
    return html5.get(f"{found[1]};", found[0])


def parsed(text: str, problems: Problems, *, doctype: bool = False) -> Element | None:
    """The root of an XML document from the text of ``plain_xml``; see ``read_xml``."""

    def placed(tag: str, attributes: dict[str, str]) -> Element:
        element = _Placed(tag, attributes)
        element.line = parser.parser.CurrentLineNumber
        return element

    builder = TreeBuilder(element_factory=placed)
    parser = ElementTree.XMLParser(target=builder, forbid_dtd=not doctype)
    try:
        parser.feed(text.encode())
        root: Element = parser.close()
    except DefusedXmlException as error:
        refused = type(error).__name__.removesuffix("Forbidden").lower()
        sort = {"dtd": "a document type", "entities": "entities of its own"}
        problems.error(
            1,
            f"the file declares {sort.get(refused, 'what lies in other files')}, "
            "with which a reader can be harmed; it was refused",
            "export it again from where it comes, or delete the <!DOCTYPE ...> at its head",
        )
        return None
    except ParseError as error:
        line, column = error.position
        what = str(error).partition(":")[0]
        problems.error(
            line, f"the file is not XML ({what}, column {column + 1})", "export it again, whole"
        )
        return None
    return root


def _is_character(reference: re.Match[str]) -> bool:
    """Whether XML 1.0 permits the character of a reference."""
    code = int(reference["hex"], 16) if reference["hex"] else int(reference["decimal"])
    return (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )


def line_of(element: Element) -> int:
    """The line of its file on which an element begins; 1 if unknown."""
    return element.line if isinstance(element, _Placed) else 1


def text_of(element: Element | None) -> str:
    """All text inside an element on one line; empty without an element."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
