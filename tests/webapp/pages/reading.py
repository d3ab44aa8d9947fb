"""How the tests of pages parse their HTML."""

from __future__ import annotations

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

PAGES = {
    "home": "/",
    "results": "/search?q=what+of+therapist+exhaustion+nowhere",
    "filtered": "/search?q=burnout&topic=therapist-factors&research=meta-analysis&year=2021",
    "switched off": "/search?q=exhaustion+burnout&off=exhaustion-burnout",
    "own words": "/search?q=exhaustion+burnout&expand=0",
    "second page": "/search?q=burnout&page=2",
    "phrase": '/search?q="in+3+clinics"+-statins+author:author',
    "misspelt": "/search?q=burnuot",
    "nothing": "/search?q=zzz",
    "unknown": "/search?q=burnout+autism+reiki",
    "near": "/search?q=burnout+fibromyalgia",
    "apart": "/search?q=supervision+clinics",
    "nothing filtered": "/search?q=zzz&topic=trauma",
    "empty box": "/search",
    "faults": "/search?q=burnout&page=abc&year=x&sort=y",
    "post": "/posts/2021-02-post-1",
    "hostile post": "/posts/2022-01-hostile",
    "bare post": "/posts/MED-10",
    "topics": "/topics",
    "topic": "/topics/therapist-factors?page=2&sort=oldest",
    "empty topic": "/topics/empty",
    "kinds": "/kinds",
    "kind": "/kinds/meta-analysis",
    "months": "/months",
    "month": "/months/2021-07",
    "about": "/about",
    "explained": "/search?q=burnout+therapist&explain=1",
    "evidence": "/search?q=burnout&view=evidence",
    "no evidence": "/search?q=zzz&view=evidence",
    "care": "/search?q=burnout+and+self-harm+jane@example.org",
    "reading list": "/reading-list",
    "long question": f"/search?page=2&topic=therapist-factors&q=burnout+{'zzz+' * 100}",
}


def read(client: FlaskClient, url: str, status: int = 200) -> LexborHTMLParser:
    response = client.get(url)
    assert response.status_code == status, response.text
    return LexborHTMLParser(response.text)


def words(node: LexborHTMLParser | LexborNode, selector: str) -> str:
    return " ".join(" ".join(found.text().split()) for found in node.css(selector))


def one(node: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    found = node.css_first(selector)
    assert found is not None, selector
    return found


def language_of(node: LexborNode) -> str | None:
    """The language of an element, as a browser determines it: its own or the nearest ancestor's."""
    above: LexborNode | None = node
    while above is not None:
        if "lang" in above.attributes:
            return above.attributes["lang"]
        above = above.parent
    return None


def sent(page: LexborHTMLParser, form: str) -> dict[str, list[str]]:
    """The fields that a form sends without any input of the reader."""
    found: dict[str, list[str]] = {}
    for field in page.css(f"{form} input[type=hidden]"):
        found.setdefault(field.attributes["name"] or "", []).append(field.attributes["value"] or "")
    return found


def link(page: LexborHTMLParser, text: str) -> str:
    found = [a for a in page.css("a") if text in " ".join(a.text().split())]
    assert found, text
    return found[0].attributes["href"] or ""
