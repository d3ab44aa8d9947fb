"""Where a question that the digest does not answer can be asked instead.

A link is followed by hand, and brings nothing along but the question.
"""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask

_SEARCHES = {
    "PubMed": "https://pubmed.ncbi.nlm.nih.gov/?term=",
    "Trip": "https://www.tripdatabase.com/Searchresult?criteria=",
    "Cochrane Library": "https://www.cochranelibrary.com/search?searchBy=6&searchText=",
    "Europe PMC": "https://europepmc.org/search?query=",
}
# So many characters of a question go into each link: most of these searches want every word.
_MOST = 100


def register(app: Flask) -> None:
    """Give the links to an app's templates."""
    app.jinja_env.globals["elsewhere_links"] = elsewhere


def elsewhere(question: str) -> list[tuple[str, str]]:
    """The names of other searches, each with the address at which it answers a question.

    Of a long question they are given the beginning.
    """
    asked = quote(question[:_MOST], safe="")
    return [(name, address + asked) for name, address in _SEARCHES.items()]
