"""Style sheets mean the same when they have been made smaller."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import webapp
from webapp.http.assets import Asset
from webapp.language.catalogues import SOURCE, catalogue

SHEETS = sorted((Path(webapp.__file__).parent / "static").glob("*.css"))
# "a :is(b)" is any b in an a; "a:is(b)" is an a that is a b.
BELOW = re.compile(r"[\w*\])]\s+:[a-z-]+")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_what_is_below_something_stays_below_it(sheet: Path) -> None:
    written = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    served = Asset.of(sheet, catalogue(SOURCE)).body.decode()
    assert len(BELOW.findall(served)) == len(BELOW.findall(written))
