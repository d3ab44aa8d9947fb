"""Minified style sheets have the same meaning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import webapp
from webapp.http.assets import Asset
from webapp.language.catalogues import SOURCE, catalogue

SHEETS = sorted((Path(webapp.__file__).parent / "static").glob("*.css"))
# "a :is(b)" is any b inside an a; "a:is(b)" is an a that is also a b.
BELOW = re.compile(r"[\w*\])]\s+:[a-z-]+")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_descendant_selectors_are_kept(sheet: Path) -> None:
    written = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    served = Asset.of(sheet, catalogue(SOURCE)).body.decode()
    assert len(BELOW.findall(served)) == len(BELOW.findall(written))
