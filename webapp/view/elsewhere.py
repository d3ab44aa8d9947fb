"""Links to other search sites, for unanswered questions and for studies.

A reader follows them; they carry nothing but the question.

A link is followed by hand, and brings nothing along but the question.
"""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask

from corpus.message import N_
from corpus.post import Post

_SEARCHES = {
    "PubMed": "https://pubmed.ncbi.nlm.nih.gov/?term=",
    "Trip": "https://www.tripdatabase.com/Searchresult?criteria=",
    "Cochrane Library": "https://www.cochranelibrary.com/search?searchBy=6&searchText=",
    "Europe PMC": "https://europepmc.org/search?query=",
}
# The number of characters of a question in a link: most of these searches require every word.
_MOST = 100


def register(app: Flask) -> None:
    """Give the links to an app's templates."""
    app.jinja_env.globals.update(elsewhere_links=elsewhere, study_links=of_study)


def elsewhere(question: str) -> list[tuple[str, str]]:
    """The names of other search sites, each with its address for a question.

    Of a long question they are given the beginning.
    """
    asked = quote(question[:_MOST], safe="")
    return [(name, address + asked) for name, address in _SEARCHES.items()]


def of_study(post: Post) -> list[tuple[str, str]]:
    """Where to find a post's study: in PubMed, and a search for a free copy."""
    found: list[tuple[str, str]] = []
    doi = quote(post.doi, safe="") if post.doi else ""
    if post.pmid:
        found.append(("PubMed", f"https://pubmed.ncbi.nlm.nih.gov/{quote(post.pmid, safe='')}/"))
    elif doi:
        found.append(("PubMed", f"{_SEARCHES['PubMed']}{doi}%5Bdoi%5D"))
    if doi:
        asked = f"{_SEARCHES['Europe PMC']}DOI%3A%22{doi}%22%20AND%20OPEN_ACCESS%3Ay"
        found.append((N_("Free to read, if Europe PMC has it"), asked))
    return found
