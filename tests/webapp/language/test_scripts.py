"""Scripts speak the language of the page that loads them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import webapp
from webapp.language.catalogues import catalogue
from webapp.language.scripts import worded

FOLDER = Path(webapp.__file__).parent
SCRIPTS = [*(FOLDER / "static").glob("*.js"), FOLDER / "templates" / "standalone.js"]


def test_texts_and_forms_are_put_in() -> None:
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
def test_no_text_of_a_script_is_left_to_be_looked_up(path: Path, tag: str) -> None:
    assert not re.search(r"\b_n?\(\s*[\w.]*,?\s*\"", worded(path.read_text(), catalogue(tag)))
