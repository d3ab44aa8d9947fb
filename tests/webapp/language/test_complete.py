"""No text of a page is left in English, and texts of the digest are marked with their language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from babel.dates import get_month_names
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from corpus.evidence.measures import measures
from tests.demo.reading import demo_reading
from tests.webapp.language.made_up import CLOSE, OPEN, TAG, demo_app
from tests.webapp.pages.reading import language_of
from tests.webapp.reader_pages import PAGES, QUESTIONS

MORE = (
    "/search?q=%22working+alliance%22+-group+author:Horvath+title:alliance&year=zz&sort=zz&size=3",
    "/search?q=depresion+therapie&expand=0&only=overviews&topic=termination&view=zz&by=zz&page=zz",
    "/search?q=alliance+depression&explain=1&page=2&size=10",
    "/search?q=10.1037/pst0000172",
    "/search?q=the+of",
    "/search?q=%3F%3F",
    "/search?q=topic:nothing",
    "/search?q=comment+r%C3%A9parer+une+rupture+de+l%27alliance",
    "/topics/no-topic",
    "/kinds/no-kind",
    "/months/1999-01",
    "/years/1999",
    "/authors/nobody",
    "/nowhere",
    "/sitemap-9.xml",
    "/embed/related",
    "/embed/related?post=2021-07-therapists-burn-out-patients-worse",
)
# Names that are equal in every language: file formats, feeds, other sites, symbols.
NAMES = frozenset(
    [
        "RIS",
        "BibTeX",
        "CSL",
        "JSON",
        "APA",
        "DOI",
        "doi",
        "PubMed",
        "Trip",
        "Cochrane",
        "Library",
        "Europe",
        "PMC",
        "Atom",
        "Feed",
        "English",
        "AR",
        "EN",
        "FR",
        "CI",
    ]
)
WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-label", "content", "label")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The demo digest in English and the made-up language."""
    with demo_app(tmp_path_factory.mktemp("pages")) as app:
        yield app.test_client()


def unbracketed(texts: list[str]) -> str:
    """The text outside the brackets in a sequence of texts."""
    left, depth = [], 0
    for part in re.split(f"([{OPEN}{CLOSE}])", " ".join(texts)):
        if part in (OPEN, CLOSE):
            depth += 1 if part == OPEN else -1
        elif not depth:
            left.append(part)
    return " ".join(left)


def in_page(page: LexborHTMLParser) -> Iterator[str]:
    """The visible texts in the page's language, and the brackets of all others."""
    for gone in ("script", "style", "code", "kbd"):
        for node in page.css(gone):
            node.decompose()
    assert page.body is not None
    for node in page.body.traverse(include_text=True):
        if node.tag != "-text":
            continue
        parent = node.parent
        assert parent is not None
        text = re.sub(r"\S+@\S+|https?://\S+", "", node.text_content or "")
        if language_of(parent) == TAG:
            yield text
        else:
            # A part in another language may close a bracket that is open around it.
            yield re.sub(f"[^{OPEN}{CLOSE}]", "", text)


def strangers(text: str, known: frozenset[str]) -> list[str]:
    """The words of a text that are not known to be correct untranslated."""
    return [word for word in WORD.findall(text) if word not in known]


def known_words(path: str) -> frozenset[str]:
    """Words that may be outside brackets: names, months, and what the reader typed."""
    months = (name for name in get_month_names("wide", locale=TAG).values())
    symbols = (word for name in measures() for word in WORD.findall(name))
    typed = WORD.findall(re.sub(r"%27|[+]", " ", path.partition("?")[2]).replace("%C3%A9", "é"))
    return frozenset((*NAMES, *months, *symbols, *typed, *(w.lower() for w in typed)))


PATHS = sorted({*PAGES.values(), *(f"/search?q={quote(q)}" for q in QUESTIONS), *MORE})


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_no_word_of_a_page_is_left_in_english(client: FlaskClient, path: str) -> None:
    page = LexborHTMLParser(client.get(f"/{TAG}{path}").text)
    assert page.root is not None
    if page.root.attributes.get("lang") != TAG:
        pytest.skip("no page")
    left = unbracketed(list(in_page(page)))
    assert strangers(left, known_words(path)) == []


def test_no_word_of_a_post_s_page_is_left_in_english(client: FlaskClient) -> None:
    for post in demo_reading().digest.posts[::4]:
        page = LexborHTMLParser(client.get(f"/{TAG}/posts/{post.id}").text)
        assert strangers(unbracketed(list(in_page(page))), known_words("")) == [], post.id


@pytest.mark.parametrize("path", PATHS)
def test_attributes_for_screen_readers_are_in_the_language_of_the_page(
    client: FlaskClient, path: str
) -> None:
    """An attribute has either a text of the program or one of the digest."""
    page = LexborHTMLParser(client.get(f"/{TAG}{path}").text)
    digest = demo_reading().digest
    texts = [digest.name, digest.description]
    texts += [f"{topic.name} {topic.description}" for topic in digest.topics]
    texts += [f"{kind.name} {kind.description}" for kind in digest.kinds]
    for post in digest.posts:
        texts += (post.title, post.citation or "", post.bottom_line or "", post.implications)
    own = " ".join((*texts, *(line for _, line in digest.this_month)))
    known = known_words(path) | frozenset(WORD.findall(own))
    for node in page.css(",".join(f"[{name}]" for name in SPOKEN)):
        if node.tag == "meta" and (node.attributes.get("name") or "") not in ("description",):
            continue
        if node.attributes.get("class") == "Z3988" or language_of(node) != TAG:
            continue
        for name in SPOKEN:
            text = node.attributes.get(name) or ""
            assert strangers(unbracketed([text]), known) == [], (node.tag, name, text)
