"""The maintainer's pages need a token, refuse forged forms, and show faults and reports."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect
from werkzeug.test import TestResponse

from indexer.publish import publish
from search.asked.record import QuestionRecord
from search.engine.location import notes_folder
from search.engine.open import open_engine
from search.index.files.folder import live_name
from tests.conftest import served
from tests.demo.reading import demo_reading
from tests.digests.digest_folder import POST, SETTINGS, DigestFolder
from tests.patience import eventually
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app
from webapp.cli.commands import main
from webapp.http.guard import MOST
from webapp.pages.maintain import Maintenance

GIVEN = "a-token-of-the-tests"


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    made = DigestFolder.make(tmp_path / "digest")
    made.post()
    return made


@pytest.fixture
def index(folder: DigestFolder, tmp_path: Path) -> Path:
    publish(folder.read().digest, tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def app(folder: DigestFolder, index: Path) -> Flask:
    about = Maintenance(GIVEN, folder.root, index)
    engine = open_engine(index, semantic=False)
    return create_app(engine, {"NOTES": notes_folder(index), "MAINTENANCE": about})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def signed(token: str = GIVEN) -> dict[str, str]:
    given = base64.b64encode(f"keeper:{token}".encode()).decode()
    return {"Authorization": f"Basic {given}"}


def stamp_of(page: str) -> str:
    found = re.search(r'name="stamp" value="([^"]+)"', page)
    assert found
    return found[1]


def reindex(client: FlaskClient, stamp: str | None = None, **headers: str) -> TestResponse:
    if stamp is None:
        stamp = stamp_of(client.get("/maintain", headers=signed()).text)
    return client.post("/maintain/reindex", data={"stamp": stamp}, headers=signed() | headers)


def finished(client: FlaskClient) -> str:
    def page() -> str:
        return client.get("/maintain", headers=signed()).text

    eventually(lambda: 'http-equiv="refresh"' not in page())
    return page()


def test_without_a_token_in_the_settings_the_pages_do_not_exist() -> None:
    client = create_app(FakeEngine(hostile_digest())).test_client()
    for path in ("/maintain", "/maintain/", "/maintain/reports"):
        assert client.get(path, headers=signed()).status_code == 404
    assert client.post("/maintain/reindex", headers=signed()).status_code in (404, 405)


@pytest.mark.parametrize("path", ["/maintain", "/maintain/reports"])
def test_only_the_token_opens_them_and_they_are_not_cached(client: FlaskClient, path: str) -> None:
    for headers in ({}, signed("wrong"), {"Authorization": f"Bearer {GIVEN}"}):
        refused = client.get(path, headers=headers)
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"].startswith("Basic realm=")
        assert "Posts without" not in refused.text and "Generation" not in refused.text
    page = client.get(path, headers=signed())
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Set-Cookie" not in page.headers
    assert GIVEN not in page.text


def test_guesses_are_limited(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    for number in range(MOST):
        assert client.get("/maintain", headers=signed(f"guess {number}")).status_code == 401
    refused = client.get("/maintain", headers=signed("guess again"))
    assert refused.status_code == 429
    assert client.get("/maintain").status_code == 429
    assert refused.headers["Retry-After"] == "60"
    assert "guess" not in caplog.text
    # Others with the same address, for instance behind a proxy, do not lock the maintainer out.
    assert client.get("/maintain", headers=signed()).status_code == 200
    other = {"REMOTE_ADDR": "192.0.2.9"}
    assert client.get("/maintain", environ_base=other).status_code == 401


def test_faults_of_the_digest_are_shown(client: FlaskClient, folder: DigestFolder) -> None:
    assert "1 post without an error; 0 errors, 0 warnings." in (
        client.get("/maintain", headers=signed()).text
    )
    folder.post(POST.replace("- Adherence", "- <b>Adherense"), name="2021-07-second")
    page = client.get("/maintain", headers=signed()).text
    assert "posts/2021-07-second.md:5" in page
    assert "&lt;b&gt;Adherense" in page and "<b>Adherense" not in page
    assert "Nothing is indexed until the errors are mended" in page


def test_the_button_indexes_and_the_page_shows_the_outcome(
    client: FlaskClient, folder: DigestFolder, index: Path
) -> None:
    before = live_name(index)
    page = client.get("/maintain", headers=signed()).text
    assert f"{before}, written " in page and "1, searched by words alone" in page
    assert "All is well." in page
    second = POST.replace("Do gardens help?", "Do woods help?").replace("plots.1", "plots.2")
    folder.post(second, name="2021-08-do-woods-help")
    folder.post(second.replace("2021-07", "2021-08"), name="2021-08-do-woods-help")
    answer = reindex(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/maintain/")
    assert "2 posts: 1 added" in finished(client)
    assert live_name(index) != before
    folder.post("no front matter", name="2021-09-bad")
    reindex(client)
    assert "Not indexed." in finished(client)


@pytest.mark.parametrize("stamp", ["", "0" * 64, "é"])
def test_a_forged_form_does_nothing(client: FlaskClient, index: Path, stamp: str) -> None:
    assert reindex(client, stamp).status_code == 403
    assert not notes_folder(index).exists()


def test_a_form_sent_from_another_site_does_nothing(client: FlaskClient, index: Path) -> None:
    for site in ("cross-site", "same-site", "none"):
        assert reindex(client, **{"Sec-Fetch-Site": site}).status_code == 403
    assert not notes_folder(index).exists()


def test_reading_changes_nothing(client: FlaskClient) -> None:
    assert client.get("/maintain/reindex", headers=signed()).status_code == 405


def test_the_use_of_the_button_is_limited(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.pages.maintain.run.start", lambda *a, **o: True)
    stamp = stamp_of(client.get("/maintain", headers=signed()).text)
    assert [reindex(client, stamp).status_code for _ in range(MOST + 1)] == [303] * MOST + [429]


@pytest.mark.usefixtures("eager")
def test_reports_list_gaps_of_posts_and_unanswered_questions(
    client: FlaskClient, folder: DigestFolder, index: Path
) -> None:
    page = client.get("/maintain/reports", headers=signed()).text
    assert "Questions are not counted." in page
    assert "Posts without a DOI: none" in page
    assert "Topics with fewer than two posts: 2" in page
    folder.write("digest.toml", f"{SETTINGS}\n[questions]\nkeep = true\n")
    publish(folder.read().digest, index)
    record = QuestionRecord(notes_folder(index))
    for _ in range(3):
        record.count("zeppelins <b>", date.today())
    record.count("seldom asked", date.today())
    page = client.get("/maintain/reports", headers=signed()).text
    assert "Questions are not counted." not in page
    assert "zeppelins &lt;b&gt; (3 times)" in page
    assert "seldom" not in page


def test_an_unreadable_record_is_reported(client: FlaskClient, index: Path) -> None:
    notes_folder(index).mkdir(mode=0o700)
    (notes_folder(index) / "questions.sqlite").write_text("no database")
    page = client.get("/maintain/reports", headers=signed())
    assert page.status_code == 200
    assert "delete it: it holds only counts" in page.text


def test_a_short_token_is_refused_at_the_start(index: Path, folder: DigestFolder) -> None:
    arguments = ["serve", str(folder.root), "--index", str(index), "--port", "0"]
    result = CliRunner(env={"PPRSEARCH_TOKEN": "secret"}).invoke(main, arguments)
    assert result.exit_code == 1
    assert "shorter than 16 characters" in result.output
    assert "secrets.token_urlsafe" in result.output


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
def test_a_maintainer_indexes_in_a_browser_without_scripts(
    browser: Browser, site: str, folder: DigestFolder, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    folder.post(POST.replace("They answered.", "They answered at length."))
    with browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=False,
        http_credentials={"username": "keeper", "password": GIVEN},
    ) as context:
        page = context.new_page()
        page.goto(f"{site}/maintain")
        page.get_by_role("button", name="Index again").click()
        expect(page.get_by_text("1 post: 0 added, 1 changed")).to_be_visible()
    with browser.new_context(
        viewport={"width": width, "height": 900},
        http_credentials={"username": "keeper", "password": GIVEN},
    ) as context:
        page = context.new_page()
        for path in ("/maintain", "/maintain/reports"):
            page.goto(site + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            report = Axe().run(page)
            assert report.violations_count == 0, report.generate_report()


def test_the_demo_digest_has_reports(demo_index: Path) -> None:
    from corpus.folder.read import DEMO

    about = Maintenance(GIVEN, DEMO, demo_index)
    engine = open_engine(demo_index, semantic=False)
    client = create_app(engine, {"MAINTENANCE": about}).test_client()
    page = client.get("/maintain/reports", headers=signed()).text
    assert f"{len(demo_reading().digest.posts)} posts." in page
