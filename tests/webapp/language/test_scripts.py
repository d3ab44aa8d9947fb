"""Scripts are in the language of the page that loads them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import webapp
from tests.webapp.language.made_up import NUMBERS, POSTS, numbered
from webapp.language.catalogues import catalogue
from webapp.language.scripts import worded

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = Path(webapp.__file__).parent
SCRIPTS = [*(FOLDER / "static").glob("*.js"), FOLDER / "templates" / "standalone.js"]


def test_texts_and_plural_forms_are_inserted() -> None:
    script = 'say(_("Copied")); say(_n(found.length, "%(num)s post", "%(num)s posts"));'
    assert worded(script, catalogue("en")) == (
        'say("Copied"); say(((n) => ["%(num)s post", "%(num)s posts"][Number((n != 1))]'
        '.replace("%(num)s", n.toLocaleString("en")))(found.length));'
    )
    assert '"Copié"' in worded(script, catalogue("fr"))
    assert '["%(num)s billet", "%(num)s billets"][Number((n >= 2))]' in worded(
        script, catalogue("fr")
    )


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
@pytest.mark.parametrize("tag", ["en", "fr"])
def test_every_text_of_a_script_is_inserted(path: Path, tag: str) -> None:
    assert not re.search(r"\b_n?\(\s*[\w.]*,?\s*\"", worded(path.read_text(), catalogue(tag)))


@pytest.mark.browser
@pytest.mark.parametrize("tag", ["ar", "cs", "fr", "ga", "ja", "lt", "pl", "sl"])
@pytest.mark.parametrize("text", [POSTS, ("%(num)s word", "%(num)s words")])
def test_scripts_choose_the_same_plural_forms_as_pages(
    browser: Browser, tmp_path: Path, tag: str, text: tuple[str, str]
) -> None:
    """One text is in the catalogue, the other is not."""
    numbered(tmp_path, tag)
    words = catalogue(tag, tmp_path)
    script = worded(f'(count) => _n(count, "{text[0]}", "{text[1]}")', words)
    page = browser.new_page()
    said = page.evaluate(f"(numbers) => numbers.map({script})", NUMBERS)
    page.close()
    # The number itself is formatted by the browser.
    wanted = [words.ngettext(*text, number).removeprefix("%(num)s") for number in NUMBERS]
    assert [" " + told.partition(" ")[2] for told in said] == wanted
