"""XML read within bounds; hostile XML is refused with its line."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from corpus.problem import Problems


def read_xml(data: bytes, problems: Problems, *, doctype: bool = False) -> Element | None:
    """The root of an XML document, or ``None`` and an error.

    Entities of its own and references to other files are refused, as is a document type unless
    ``doctype`` allows one (PubMed names its own); nothing is ever fetched.
    """
    try:
        root: Element = ElementTree.fromstring(data, forbid_dtd=not doctype)
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
    except (ValueError, LookupError):
        # An encoding that the parser does not know.
        problems.error(1, "the file names an encoding that is not known", "save it in UTF-8")
        return None
    return root


def text_of(element: Element | None) -> str:
    """All text inside an element, on one line; nothing for no element."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
