"""DOIs: found in a text, linked to, and taken off the end of a citation."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

# A SICI (ANSI/NISO Z39.56) holds a part in angle brackets, after which its version follows:
# 10.1002/(SICI)1097-4679(199908)55:8<921::AID-JCLP2>3.0.CO;2-X.
_SUFFIX = r"(?:[^\s\"<>“”]|<[^\s\"<>“”]{1,80}>(?=\d\.\d\.))+"
_PREFIX = r"\b10\.\d{4,9}(?:\.\d{1,9}){0,3}"
_DOI = re.compile(rf"{_PREFIX}/{_SUFFIX}")
DOI_MENTION = re.compile(
    r"(?:\bdoi\s?[:=]?\s?)?(?:\bhttps?://)?(?:\b(?:dx\.)?doi\.org/)?"
    rf"{_PREFIX}(?:/|%2f){_SUFFIX}",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?:doi:?)?(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+", re.IGNORECASE)
_PAIRS = {")": "(", "]": "[", "}": "{"}


def find_doi(text: str) -> str | None:
    """The first DOI in a text, bare and as printed, whatever stands around it.

    Brackets stay when they are paired, as in ``10.1016/S2215-0366(14)00083-2``.
    """
    mention = DOI_MENTION.search(text)
    found = _DOI.search(unquote(mention[0])) if mention else None
    if found is None:
        return None
    doi = found[0]
    unpaired = {close: doi.count(close) - doi.count(open_) for close, open_ in _PAIRS.items()}
    end = len(doi)
    while doi[end - 1] in ".,;:'’…)]}":
        last = doi[end - 1]
        if last in unpaired:
            if unpaired[last] <= 0:
                break
            unpaired[last] -= 1
        end -= 1
    return None if doi[end - 1] == "/" else doi[:end]


def doi_url(doi: str) -> str:
    """The address that resolves a DOI."""
    return "https://doi.org/" + quote(doi, safe="/:;().-_~")


def without_doi(citation: str) -> str:
    """A citation without the DOI at its end, which pages show as a link of its own."""
    *before, last = citation.rsplit(maxsplit=1) or ("",)
    if not (before and _ALONE.fullmatch(last)):
        return citation
    *earlier, label = before[0].rsplit(maxsplit=1)
    return earlier[0] if earlier and label.lower() in ("doi", "doi:") else before[0]
