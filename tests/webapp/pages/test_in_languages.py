"""Texts of a digest are shown in the page's language, or marked with their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from defusedxml.ElementTree import fromstring
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from corpus.digest import Care, CareNote, Digest, Gone, Questions
from indexer.publish import publish
from search.engine.open import open_engine
from search.engine.seam import Engine
from tests.digests import garden, translated_garden
from tests.webapp.pages.reading import language_of
from webapp.app import create_app
from webapp.newsletter import LanguageUnknown, newsletter

COMPOST = "2015-03-compost-feeds-tired-beds"
PLAIN = "2017-06-ladybirds-eat-aphids"
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def bilingual() -> Digest:
    """The digest about gardens with some of its texts in French."""
    made = translated_garden.digest()
    soil = replace(garden.SOIL, names=(("fr", "Sol"),), descriptions=(("fr", "Où tout pousse."),))
    trial = replace(
        garden.TRIAL,
        description="Compares plots.",
        descriptions=(("fr", "Compare des parcelles."),),
    )
    return replace(
        made,
        topics=tuple(soil if topic.slug == soil.slug else topic for topic in made.topics),
        kinds=tuple(trial if kind.slug == trial.slug else kind for kind in made.kinds),
        description="On gardens.",
        descriptions=(("fr", "Sur les jardins."),),
        care=Care(
            ("slugs",),
            "Call **one**.",
            (CareNote(("compost",), "Call two."),),
            (("fr", "Appelez **un**."),),
        ),
        questions=Questions(
            examples=("Do slugs drink?", "Why compost?"), translated=(("fr", "Pourquoi\u202f?"),)
        ),
        this_month=(("2015-03", "This month: beds."), ("2017-06", "This month: aphids.")),
        months_translated=(("fr", "2015-03", "Ce mois-ci\u202f: les plates-bandes."),),
        gone=(Gone("old", "It was withdrawn.", (), (("fr", "Il a été retiré."),)),),
    )


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    index = tmp_path_factory.mktemp("bilingual") / "index"
    publish(bilingual(), index)
    with closing(open_engine(index, semantic=False)) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


@pytest.mark.parametrize(
    ("path", "selector", "text", "language"),
    [
        ("/fr/", ".lead", "Sur les jardins.", "fr"),
        ("/en/", ".lead", "On gardens.", "en"),
        ("/fr/", ".examples a", "Pourquoi\u202f?", "fr"),
        ("/en/", ".examples a", "Do slugs drink?", "en"),
        ("/fr/about", ".lead", "Sur les jardins.", "fr"),
        ("/fr/topics/soil", ".lead", "Où tout pousse.", "fr"),
        ("/en/topics/soil", ".lead", "What things grow in.", "en"),
        ("/fr/topics/soil", "h1", "Sol", "fr"),
        ("/fr/kinds", ".index p", "Compare des parcelles.", "fr"),
        ("/fr/kinds/field-trial", ".lead", "Compare des parcelles.", "fr"),
        ("/fr/months/2015-03", ".lead", "Ce mois-ci\u202f: les plates-bandes.", "fr"),
        ("/fr/months/2017-06", ".lead", "This month: aphids.", "en"),
        ("/fr/years/2015", ".opening", "Ce mois-ci\u202f: les plates-bandes.", "fr"),
        ("/fr/years/2017", ".opening", "This month: aphids.", "en"),
        ("/fr/search?q=slugs", ".care div", "Appelez un.", "fr"),
        ("/en/search?q=slugs", ".care div", "Call one.", "en"),
        ("/fr/search?q=compost", ".care div", "Call two.", "en"),
        ("/fr/posts/old", ".lead", "Il a été retiré.", "fr"),
        ("/en/posts/old", ".lead", "It was withdrawn.", "en"),
    ],
)
def test_a_text_is_in_the_page_s_language_or_marked(
    client: FlaskClient, path: str, selector: str, text: str, language: str
) -> None:
    found = LexborHTMLParser(client.get(path).text).css_first(selector)
    assert found is not None
    assert (" ".join(found.text().split(" ")).strip(), language_of(found)) == (text, language)


def test_search_engines_read_the_description_of_the_page_s_language(client: FlaskClient) -> None:
    page = LexborHTMLParser(client.get("/fr/").text)
    found = page.css_first('meta[name="description"]')
    assert found is not None
    assert found.attributes["content"] == "Sur les jardins."
    assert "Sur les jardins." in client.get("/fr/opensearch.xml").text


def test_the_api_gives_the_reason_for_a_removal_in_the_digest_s_language(
    client: FlaskClient,
) -> None:
    answer = client.get("/fr/api/v1/posts/old")
    assert (answer.status_code, answer.get_json()["detail"]) == (410, "It was withdrawn.")


def test_the_api_gives_notes_on_help_in_the_reader_s_language(client: FlaskClient) -> None:
    asked = "/api/v1/search?q=slugs+compost"
    assert client.get(asked).get_json()["care"] == "Call **one**.\n\nCall two."
    assert client.get(f"{asked}&lang=fr").get_json()["care"] == "Appelez **un**.\n\nCall two."


def test_suggestions_are_in_the_page_s_language(client: FlaskClient) -> None:
    def told(path: str) -> list[tuple[str, str]]:
        found = client.get(path).get_json()["suggestions"]
        return [(one["text"], one["language"]) for one in found]

    assert told("/fr/api/v1/suggest?q=so")[0] == ("Sol", "fr")
    assert told("/api/v1/suggest?q=so")[0] == ("Soil", "en")
    assert told("/fr/api/v1/suggest?q=pourq") == [("Pourquoi\u202f?", "fr")]
    assert told("/fr/api/v1/suggest?q=") == [("Pourquoi\u202f?", "fr")]
    assert told("/api/v1/suggest?q=why")[0] == ("Why compost?", "en")
    assert ("Pests, Weeds, and Blight", "en") in told("/fr/api/v1/suggest?q=pest")


def test_feeds_of_a_language_are_in_it(client: FlaskClient) -> None:
    feed = fromstring(client.get("/fr/topics/soil/feed.atom").text)
    assert feed.attrib[LANG] == "fr"
    assert feed.findtext(f"{ATOM}title", "").startswith("Sol")
    assert feed.findtext(f"{ATOM}subtitle") == "Sur les jardins."
    entries = {e.findtext(f"{ATOM}id", "").rpartition("/")[2]: e for e in feed.iter(f"{ATOM}entry")}
    french, english = entries[COMPOST], next(e for name, e in entries.items() if name != COMPOST)
    assert LANG not in french.attrib and english.attrib[LANG] == "en"
    assert french.findtext(f"{ATOM}title") == translated_garden.COMPOST.title
    content = french.findtext(f"{ATOM}content", "")
    assert "Enfouissez" in content and "<h2>Implications pour la pratique</h2>" in content
    assert '<div lang="en">' in english.findtext(f"{ATOM}content", "")
    assert "Sol" in {c.attrib["term"] for c in french.iter(f"{ATOM}category")}
    links = {link.attrib["href"] for link in french.iter(f"{ATOM}link")}
    assert links == {f"http://localhost/fr/posts/{COMPOST}"}
    first = fromstring(client.get("/topics/soil/feed.atom").text)
    assert first.attrib[LANG] == "en" and all(LANG not in e.attrib for e in first)


def test_a_json_feed_has_the_language_of_each_item(client: FlaskClient) -> None:
    feed = client.get("/fr/feed.json").get_json()
    assert (feed["language"], feed["description"]) == ("fr", "Sur les jardins.")
    told = {item["url"].rpartition("/")[2]: item["language"] for item in feed["items"]}
    assert told[COMPOST] == "fr" and told[PLAIN] == "en"


def test_a_search_feed_has_the_posts_of_its_page(client: FlaskClient) -> None:
    asked = "q=%22plates-bandes+fatigu%C3%A9es%22"
    feed = client.get(f"/fr/search/feed.json?{asked}").get_json()
    assert [item["title"] for item in feed["items"]] == [translated_garden.COMPOST.title]
    cited = client.get(f"/api/v1/cite/ris?{asked}&lang=fr")
    assert cited.status_code == 200 and cited.text.count("TY  -") == 1


def test_a_newsletter_is_in_the_given_language(engine: Engine) -> None:
    made = newsletter(engine, "2015-03", "https://d.example/digest", "fr")
    assert (made.language, "mars 2015" in made.subject) == ("fr", True)
    for text in (made.text, made.html):
        assert translated_garden.COMPOST.title in text
        assert "Ce mois-ci\u202f: les plates-bandes." in text
        assert f"https://d.example/digest/fr/posts/{COMPOST}" in text
    assert '<html lang="fr">' in made.html
    plain = newsletter(engine, "2017-06", "https://d.example/digest", "fr")
    assert '<span lang="en">This month: aphids.</span>' in plain.html


def test_links_of_the_first_language_have_no_tag(engine: Engine) -> None:
    made = newsletter(engine, "2015-03", "https://d.example", "en")
    assert made == newsletter(engine, "2015-03", "https://d.example")
    assert f"https://d.example/posts/{COMPOST}" in made.text


def test_a_language_without_pages_is_refused(engine: Engine) -> None:
    with pytest.raises(LanguageUnknown) as told:
        newsletter(engine, "2015-03", "https://d.example", "de")
    assert told.value.languages == ("en", "fr")
