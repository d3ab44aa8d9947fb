"""The language of an answer: of the address, the browser's preference, or the digest's first."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.pretended.engine_fake import FakeEngine, hostile_digest
from tests.webapp.language.made_up import OPEN, TAG, write
from webapp.app import create_app

BOTH = replace(hostile_digest(), page_languages=("en", "fr"))


def client_of(languages: tuple[str, ...] = ("en", "fr"), **settings: object) -> FlaskClient:
    digest = replace(BOTH, page_languages=languages)
    return create_app(FakeEngine(digest), settings).test_client()


def spoken(client: FlaskClient, path: str, wish: str = "") -> str:
    answer = client.get(path, headers={"Accept-Language": wish} if wish else {})
    root = LexborHTMLParser(answer.text).root
    assert root is not None
    assert answer.headers["Content-Language"] == root.attributes["lang"]
    return root.attributes["lang"] or ""


@pytest.mark.parametrize(
    ("path", "wish", "language"),
    [
        ("/", "", "en"),
        ("/fr/", "", "fr"),
        ("/fr/topics", "en", "fr"),
        ("/en/topics", "fr", "en"),
        ("/topics", "fr", "fr"),
        ("/topics", "fr-CA, en;q=0.5", "fr"),
        ("/topics", "en, fr;q=0.9", "en"),
        ("/topics", "de, fr;q=0.2", "fr"),
        ("/topics", "fr;q=0, de", "en"),
        ("/topics", "*", "en"),
        ("/nowhere", "fr", "fr"),
        ("/fr/nowhere", "en", "fr"),
    ],
)
def test_the_address_decides_before_the_browser(path: str, wish: str, language: str) -> None:
    assert spoken(client_of(), path, wish) == language


def test_without_a_preference_the_first_listed_language_is_used() -> None:
    assert spoken(client_of(("fr", "en")), "/") == "fr"
    assert spoken(client_of(("nl",)), "/") == "en"


def test_answers_that_depend_on_the_browser_vary_and_have_different_etags() -> None:
    client = client_of()
    french = client.get("/topics", headers={"Accept-Language": "fr"})
    english = client.get("/topics", headers={"Accept-Language": "en"})
    assert "Accept-Language" in french.headers["Vary"]
    assert french.headers["ETag"] != english.headers["ETag"]
    again = {"Accept-Language": "en", "If-None-Match": french.headers["ETag"]}
    assert client.get("/topics", headers=again).status_code == 200
    kept = client.get("/topics", headers={**again, "Accept-Language": "fr"})
    assert kept.status_code == 304
    assert "Accept-Language" in kept.headers["Vary"]
    assert "Accept-Language" not in client.get("/fr/topics").headers["Vary"]
    assert "Set-Cookie" not in french.headers


def test_answers_for_programs_do_not_depend_on_the_browser() -> None:
    client = client_of()
    for path in ("/feed.atom", "/api/v1/search?q=burnout&sort=x", "/robots.txt", "/sitemap.xml"):
        wished = client.get(path, headers={"Accept-Language": "fr"})
        plain = client.get(path)
        assert re.sub(r'"seconds":[^,}]*', "", wished.text) == re.sub(
            r'"seconds":[^,}]*', "", plain.text
        )
        assert "Accept-Language" not in wished.headers.get("Vary", "")


def test_the_api_below_a_language_is_english_and_links_to_its_pages() -> None:
    told = client_of().get("/fr/api/v1/search?q=burnout").get_json()
    assert told["hits"][0]["post"]["url"].startswith("/fr/posts/")
    fault = client_of().get("/fr/api/v1/posts/none").get_json()
    assert fault["error"]["hint"].startswith("Look the address up")


@pytest.mark.parametrize("site", ["", "https://www.example.org/digest"])
def test_pages_link_to_other_languages_for_readers_and_search_engines(site: str) -> None:
    client = client_of(SITE=site) if site else client_of()
    base, root = site or "http://localhost", "/digest" if site else ""
    page = LexborHTMLParser(client.get("/fr/topics/therapist-factors?sort=oldest").text)
    (way,) = page.css(".languages a")
    assert way.attributes["href"] == f"{root}/en/topics/therapist-factors?sort=oldest"
    assert (way.attributes["hreflang"], way.attributes["lang"]) == ("en", "en")
    told = {
        link.attributes.get("hreflang") or link.attributes["rel"]: link.attributes["href"]
        for link in page.css("link[rel=canonical], link[hreflang]")
    }
    plain, french = f"{base}/topics/therapist-factors", f"{base}/fr/topics/therapist-factors"
    assert told == {"canonical": french, "en": plain, "fr": french, "x-default": plain}
    english = LexborHTMLParser(client.get("/en/topics/therapist-factors").text)
    (canonical,) = english.css("link[rel=canonical]")
    assert canonical.attributes["href"] == plain


def test_the_link_to_another_language_keeps_question_filters_and_page() -> None:
    asked = "q=burnout+%22of+clients%22&topic=therapist-factors&year=2018..&size=25&page=2"
    page = LexborHTMLParser(client_of().get(f"/fr/search?{asked}&lang=fr").text)
    (way,) = page.css(".languages a")
    # The parameter for the reader's language is dropped.
    assert way.attributes["href"] == f"/en/search?{asked}"


def test_pages_in_the_browser_s_language_are_cached_separately() -> None:
    client = client_of()
    tags = {}
    for language in ("fr", "en"):
        answer = client.get("/topics", headers={"Accept-Language": language})
        tags[language] = answer.headers["ETag"]
        assert "Accept-Language" in answer.headers["Vary"]
        assert answer.headers["Cache-Control"] == "private, no-cache"
    for language, status in (("fr", 304), ("en", 200)):
        known = {"Accept-Language": language, "If-None-Match": tags["fr"]}
        answer = client.get("/topics", headers=known)
        assert answer.status_code == status
        assert "Accept-Language" in answer.headers["Vary"]
    assert "Accept-Language" not in client.get("/fr/topics").headers.get("Vary", "")


def test_every_link_of_a_page_stays_in_its_language() -> None:
    page = LexborHTMLParser(client_of().get("/fr/search?q=burnout").text)
    links = {link.attributes["href"] or "" for link in page.css("main a[href], header a[href]")}
    inside = {link for link in links if link.startswith("/")}
    others = {link for link in inside if not link.startswith("/fr/")}
    assert {link for link in others if not link.startswith("/en/search")} == set()
    assert any(link.startswith("/fr/posts/") for link in inside)


def test_a_digest_of_one_language_has_no_addresses_for_it() -> None:
    client = client_of(())
    assert client.get("/en/").status_code == 404
    assert client.get("/fr/topics").status_code == 404
    page = client.get("/topics", headers={"Accept-Language": "fr"})
    assert 'class="languages"' not in page.text
    assert "hreflang" not in page.text
    assert "Accept-Language" not in page.headers.get("Vary", "")


def test_the_home_page_of_a_language_ends_with_a_slash() -> None:
    answer = client_of().get("/fr?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/fr/?x=1")


@pytest.mark.slow
def test_a_third_language_needs_one_file(tmp_path: Path) -> None:
    digest = replace(BOTH, page_languages=("en", TAG))
    app = create_app(FakeEngine(digest), {"TRANSLATIONS": write(tmp_path)})
    page = app.test_client().get(f"/{TAG}/search?q=burnout").text
    assert f'lang="{TAG}"' in page
    assert f"{OPEN}Best match" in page
    script = re.findall(r'data-suggesting="(/static/suggesting[^"]*)"', page)[0]
    assert OPEN in app.test_client().get(script).text


def test_the_text_of_a_post_is_marked_on_a_page_in_another_language() -> None:
    client = client_of()
    french = LexborHTMLParser(client.get("/fr/posts/MED-10").text)
    english = LexborHTMLParser(client.get("/posts/MED-10").text)
    (title,) = french.css("article h1")
    assert title.attributes["lang"] == "en"
    assert not english.css("article [lang]")
