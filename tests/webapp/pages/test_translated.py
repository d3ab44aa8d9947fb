"""Posts are shown in the page's language if they are translated into it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from indexer.publish import publish
from search.engine.open import open_engine
from tests.digests import translated_garden
from tests.webapp.pages.reading import language_of
from tests.webapp.pages.reading import one as first
from webapp.app import create_app

COMPOST = "2015-03-compost-feeds-tired-beds"
PLAIN = "2017-06-ladybirds-eat-aphids"
FRENCH, ENGLISH = translated_garden.COMPOST.title, "Compost feeds tired beds"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    index = tmp_path_factory.mktemp("translated") / "index"
    publish(translated_garden.digest(), index)
    with closing(open_engine(index, semantic=False)) as engine:
        yield create_app(engine).test_client()


def read(client: FlaskClient, path: str) -> LexborHTMLParser:
    response = client.get(path)
    assert response.status_code == 200
    return LexborHTMLParser(response.text)


def linked(page: LexborHTMLParser) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(first(page, 'script[type="application/ld+json"]').text())
    return found


def test_a_french_page_shows_the_translation(client: FlaskClient) -> None:
    page = read(client, f"/fr/posts/{COMPOST}")
    title = first(page, "h1")
    assert (title.text(), language_of(title)) == (FRENCH, "fr")
    assert FRENCH in first(page, "title").text()
    for part in (".implications p", ".summary p"):
        assert language_of(first(page, part)) == "fr"
    assert "Enfouissez" in first(page, ".implications").text()
    # The title of the study stays as printed.
    assert language_of(first(page, ".citation")) == "en"


def test_a_translation_links_to_the_original(client: FlaskClient) -> None:
    page = read(client, f"/fr/posts/{COMPOST}")
    link = first(page, f'article header a[hreflang="en"][href="/posts/{COMPOST}"]')
    assert (link.text(), language_of(link)) == (ENGLISH, "en")


def test_the_original_links_to_its_translations(client: FlaskClient) -> None:
    page = read(client, f"/en/posts/{COMPOST}")
    assert first(page, "h1").text() == ENGLISH
    link = first(page, f'article header a[hreflang="fr"][href="/fr/posts/{COMPOST}"]')
    assert (link.text(), language_of(link)) == (FRENCH, "fr")


def test_a_post_without_a_translation_says_so_and_marks_its_text(client: FlaskClient) -> None:
    page = read(client, f"/fr/posts/{PLAIN}")
    for part in ("h1", ".implications p", ".summary p"):
        assert language_of(first(page, part)) == "en"
    assert "Ce billet n’a pas été traduit." in first(page, "article header").text()
    assert "traduit" not in first(read(client, f"/en/posts/{PLAIN}"), "article header").text()


def test_both_versions_are_declared_to_search_engines(client: FlaskClient) -> None:
    page = read(client, f"/fr/posts/{COMPOST}")
    here = f"http://localhost/fr/posts/{COMPOST}"
    assert first(page, 'link[rel="canonical"]').attributes["href"] == here
    french = first(page, 'link[rel="alternate"][hreflang="fr"]')
    english = first(page, 'link[rel="alternate"][hreflang="en"]')
    assert french.attributes["href"] == here
    assert english.attributes["href"] == f"http://localhost/posts/{COMPOST}"


def told_of(page: LexborHTMLParser) -> dict[str, str | None]:
    """The addresses in the head of a page for search engines, by language; its own as canonical."""
    return {
        link.attributes.get("hreflang") or "canonical": link.attributes["href"]
        for link in page.css("link[rel=canonical], link[hreflang]")
    }


def test_a_french_page_with_an_english_post_is_not_declared_as_a_version(
    client: FlaskClient,
) -> None:
    english = f"http://localhost/posts/{PLAIN}"
    for below in ("/fr", "/en", ""):
        page = read(client, f"{below}/posts/{PLAIN}")
        assert told_of(page) == {"canonical": english}
        og = first(page, 'meta[property="og:url"]').attributes["content"]
        assert og == linked(page)["@id"] == english
    assert f"<loc>{english}</loc>" in client.get("/sitemap.xml").text


def test_every_version_of_a_post_declares_the_same_versions(client: FlaskClient) -> None:
    english, french = (f"http://localhost{below}/posts/{COMPOST}" for below in ("", "/fr"))
    versions = {"en": english, "fr": french, "x-default": english}
    for below, here in (("/fr", french), ("/en", english), ("", english)):
        page = read(client, f"{below}/posts/{COMPOST}")
        assert told_of(page) == {"canonical": here, **versions}
        assert linked(page)["@id"] == here
    sitemap = client.get("/sitemap.xml").text
    for tag, address in versions.items():
        link = f'<xhtml:link rel="alternate" hreflang="{tag}" href="{address}"/>'
        assert sitemap.count(link) == 2


def test_posts_have_an_address_in_their_language_if_pages_default_to_another(
    tmp_path: Path,
) -> None:
    digest = replace(translated_garden.digest(), page_languages=("fr", "en"))
    publish(digest, tmp_path / "index")
    with closing(open_engine(tmp_path / "index", semantic=False)) as engine:
        client = create_app(engine).test_client()
        english = f"http://localhost/en/posts/{PLAIN}"
        assert told_of(read(client, f"/posts/{PLAIN}")) == {"canonical": english}
        french = {"canonical": f"http://localhost/posts/{COMPOST}"}
        there = f"http://localhost/en/posts/{COMPOST}"
        versions = {"en": there, "fr": french["canonical"], "x-default": there}
        assert told_of(read(client, f"/posts/{COMPOST}")) == french | versions
        sitemap = client.get("/sitemap.xml").text
        assert f"<loc>{english}</loc>" in sitemap
        assert f"<loc>http://localhost/posts/{PLAIN}</loc>" not in sitemap


def test_structured_data_links_originals_and_translations(client: FlaskClient) -> None:
    here, there = (f"http://localhost{below}/posts/{COMPOST}" for below in ("/fr", ""))
    french = linked(read(client, f"/fr/posts/{COMPOST}"))
    assert (french["headline"], french["inLanguage"]) == (FRENCH, "fr")
    assert french["translationOfWork"]["@id"] == there
    assert "workTranslation" not in french
    english = linked(read(client, f"/en/posts/{COMPOST}"))
    assert (english["headline"], english["inLanguage"]) == (ENGLISH, "en")
    assert [one["@id"] for one in english["workTranslation"]] == [here]
    plain = linked(read(client, f"/fr/posts/{PLAIN}"))
    assert plain["inLanguage"] == "en"
    assert "translationOfWork" not in plain


def test_the_sitemap_lists_each_version_with_all_of_them(client: FlaskClient) -> None:
    text = client.get("/sitemap.xml").text
    for below in ("", "/fr"):
        address = f"http://localhost{below}/posts/{COMPOST}"
        (entry,) = [part for part in text.split("<url>") if f"<loc>{address}</loc>" in part]
        for tag, there in (("en", ""), ("fr", "/fr")):
            href = f"http://localhost{there}/posts/{COMPOST}"
            assert f'<xhtml:link rel="alternate" hreflang="{tag}" href="{href}"/>' in entry
    assert f"/fr/posts/{PLAIN}" not in text


def test_hits_on_french_pages_are_french(client: FlaskClient) -> None:
    page = read(client, "/fr/search?q=lombrics")
    link = first(page, ".hit h2 a")
    assert (link.text().strip(), language_of(link)) == (FRENCH, "fr")
    assert link.attributes["href"] == f"/fr/posts/{COMPOST}"
    assert language_of(first(page, ".hit .practice")) == "fr"
    assert [mark.text() for mark in page.css(".hit mark")] == ["lombrics"]


def test_a_french_question_on_an_english_page_finds_the_french_version(
    client: FlaskClient,
) -> None:
    page = read(client, "/en/search?q=est-ce+que+les+lombrics+sont+revenus")
    link = first(page, ".hit h2 a")
    assert (link.text().strip(), language_of(link)) == (FRENCH, "fr")
    assert link.attributes["href"] == f"/fr/posts/{COMPOST}"


def test_lists_have_titles_in_the_language_of_the_page(client: FlaskClient) -> None:
    page = read(client, "/fr/months/2015-03")
    link = first(page, f'.hit a[href="/fr/posts/{COMPOST}"]')
    assert (link.text(), language_of(link)) == (FRENCH, "fr")
    assert first(read(client, "/en/months/2015-03"), ".hit h3 a, .hit h2 a").text() == ENGLISH


def test_the_api_lists_translations_and_accepts_a_language(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=compost&lang=fr").get_json()
    hit = next(one for one in answer["hits"] if one["post"]["id"] == COMPOST)
    assert hit["language"] == "fr"
    assert hit["post"]["title"] == ENGLISH
    assert hit["post"]["translations"] == [
        {"language": "fr", "title": FRENCH, "url": f"/fr/posts/{COMPOST}"},
        {"language": "de", "title": translated_garden.GERMAN.title, "url": None},
    ]
    plain = client.get("/api/v1/search?q=compost").get_json()
    assert {one["language"] for one in plain["hits"]} == {None}
    assert client.get("/api/v1/search?q=compost&lang=French").status_code == 400


def test_a_post_is_suggested_by_its_title_in_the_page_s_language(client: FlaskClient) -> None:
    def told(path: str) -> list[tuple[str, str]]:
        found = client.get(path).get_json()["suggestions"]
        return [(one["text"], one["language"]) for one in found if one["kind"] == "post"]

    assert (FRENCH, "fr") in told("/fr/api/v1/suggest?q=compost+feeds")
    assert told(f"/fr/api/v1/suggest?q={FRENCH.split()[-1]}") == [(FRENCH, "fr")]
    assert told(f"/api/v1/suggest?q={FRENCH.split()[-1]}") == []
    assert (ENGLISH, "en") in told("/api/v1/suggest?q=compost+feeds")
    assert {tag for _, tag in told("/fr/api/v1/suggest?q=ladybirds")} == {"en"}
