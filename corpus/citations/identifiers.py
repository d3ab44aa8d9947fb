"""What names a study anywhere: its DOI, and its number in PubMed."""

from __future__ import annotations

import re

_DOI = re.compile(r"10\.\d{4,9}/\S+", re.ASCII)
_DOI_ADDRESS = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)(?=10\.)", re.IGNORECASE)
_PMID = re.compile(
    r"(?:pmid\s*:?\s*|pubmed\s*:\s*"
    r"|(?:https?://)?(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/)?"
    r"([1-9]\d{0,7})/?",
    re.IGNORECASE | re.ASCII,
)


def doi_of(text: str) -> str | None:
    """The DOI that a text is, without the address or the full stop around it."""
    doi = _DOI_ADDRESS.sub("", text.strip()).rstrip(".,;")
    return doi if _DOI.fullmatch(doi) else None


def pmid_of(text: str) -> str | None:
    """The PubMed number that a text is, without the address or the word around it."""
    found = _PMID.fullmatch(text.strip())
    return found[1] if found else None
