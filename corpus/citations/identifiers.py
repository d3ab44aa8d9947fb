"""The identifiers of a study, DOI and PMID: recognised, found in texts, linked."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

_DOI = re.compile(r"10\.\d{4,9}/\S+", re.ASCII)
_DOI_ADDRESS = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)(?=10\.)", re.IGNORECASE)
_PMID = re.compile(
    r"(?:pmid\s*:?\s*|pubmed\s*:\s*"
    r"|(?:https?://)?(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/)?"
    r"([1-9]\d{0,7})/?",
    re.IGNORECASE | re.ASCII,
)
_PMID_MENTION = re.compile(
    r"(?:\bpmid\s*[:=]?\s*|\bpubmed(?:\.ncbi\.nlm\.nih\.gov/|\s+(?:id|number)\s*:?\s*|\s*:\s*)"
    r"|\bncbi\.nlm\.nih\.gov/pubmed/(?:\?term=)?)([1-9]\d{0,7})\b",
    re.IGNORECASE | re.ASCII,
)
# A SICI (ANSI/NISO Z39.56) holds a part in angle brackets, after which its version follows:
# 10.1002/(SICI)1097-4679(199908)55:8<921::AID-JCLP2>3.0.CO;2-X.
_SUFFIX = r"(?:[^\s\"<>“”]|<[^\s\"<>“”]{1,80}>(?=\d\.\d\.))+"
_PREFIX = r"\b10\.\d{4,9}(?:\.\d{1,9}){0,3}"
_IN_TEXT = re.compile(rf"{_PREFIX}/{_SUFFIX}")
DOI_MENTION = re.compile(
    r"(?:\bdoi\s?[:=]?\s?)?(?:\bhttps?://)?(?:\b(?:dx\.|www\.)?doi\.org/)?"
    rf"{_PREFIX}(?:/|%2f){_SUFFIX}",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?:doi:?)?(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+", re.IGNORECASE)
# A DOI, alone or in an address, or a number of PubMed with the word or the address that tells it
# from other numbers.
_NAMED = re.compile(
    r"""
    (?<![\w.]) (?P<doi> 10\.\d{4,9}(?:/|%2F)\S+ )
    | (?<![\w/]) (?: pmid\s?[:=\#]?\s? | pubmed\s(?:id|number|no\.?)\s?[:=\#]?\s? | pubmed\s?:\s?
        | (?:https?://)?(?:www\.|m\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed
          |europepmc\.org/(?:article|abstract)/med)/(?:\?term=)?
      ) ["']? (?P<pmid> [1-9]\d{0,7} ) (?!\w) \S*
    | (?<!\S) (?: pubmed\s )? (?P<bare> [1-9]\d{5,7} ) \s?\[(?:pmid|uid)\]
    | (?<![\w/]) pubmed\s (?P<told> [1-9]\d{5,7} ) (?![\w.,]\d)
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
# What an address has behind a DOI: what was asked of the site, and the form of the article.
_BEHIND_DOI = re.compile(
    r"(?:[?#&].*|/(?:full|abstract|summary|references|e?pdf|epub|meta|html|fulltext|full-text)"
    r"(?:/html)?|\.(?:full|abstract|pdf|html?)(?:\.pdf)?)+$",
    re.IGNORECASE,
)
# So many figures alone are a number of PubMed.
_PMID_ALONE = re.compile(r"(?=\d{7,8}$)0*(?P<pmid>[1-9]\d*)", re.ASCII)
_PAIRS = {")": "(", "]": "[", "}": "{"}


def doi_of(text: str) -> str | None:
    """The DOI in a text that is only a DOI, in any form."""
    doi = _DOI_ADDRESS.sub("", text.strip()).rstrip(".,;")
    return doi if _DOI.fullmatch(doi) else None


def pmid_of(text: str) -> str | None:
    """The PMID in a text that is only a PMID, in any form."""
    found = _PMID.fullmatch(text.strip())
    return found[1] if found else None


def find_pmid(*texts: str) -> str | None:
    """The PMID that texts name as such; none if they name two.

    A note may name those of comments and errata as well.
    """
    found = {mention[1] for text in texts for mention in _PMID_MENTION.finditer(text)}
    return found.pop() if len(found) == 1 else None


def find_doi(text: str) -> str | None:
    """The first DOI in a text, bare and as printed.

    Brackets stay when they are paired, as in ``10.1016/S2215-0366(14)00083-2``.
    """
    mention = DOI_MENTION.search(text)
    found = _IN_TEXT.search(unquote(mention[0])) if mention else None
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


def studies_named(typed: str) -> tuple[str, ...]:
    """The studies that a question names in any form, as ``doi:10.1000/x`` or ``pmid:123``."""
    if alone := _PMID_ALONE.fullmatch(typed):
        return (f"pmid:{alone['pmid']}",)
    found: list[str] = []
    for match in _NAMED.finditer(typed):
        told = match["doi"]
        if told and typed[match.start() - 1 : match.start()] in ("/", "="):
            told = _BEHIND_DOI.sub("", told)
        doi = find_doi(told.rstrip("?!")) if told else None
        pmid = match["pmid"] or match["bare"] or match["told"]
        if doi:
            found.append(f"doi:{doi.lower()}")
        elif pmid:
            found.append(f"pmid:{pmid}")
    return tuple(dict.fromkeys(found))


def doi_url(doi: str) -> str:
    """The address that resolves a DOI."""
    return "https://doi.org/" + quote(doi, safe="/:;().-_~")


def without_doi(citation: str) -> str:
    """A citation without the DOI at its end, which pages show as a link."""
    *before, last = citation.rsplit(maxsplit=1) or ("",)
    if not (before and _ALONE.fullmatch(last)):
        return citation
    *earlier, label = before[0].rsplit(maxsplit=1)
    return earlier[0] if earlier and label.lower() in ("doi", "doi:") else before[0]
