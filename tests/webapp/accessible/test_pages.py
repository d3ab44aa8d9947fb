"""All pages except answers are accessible, at every width and in all colour schemes."""

from __future__ import annotations

import pytest

from tests.browsers.window import Window
from tests.webapp.accessible.looking import check
from tests.webapp.reader_pages import PAGES

pytestmark = pytest.mark.browser

READ = {name: path for name, path in PAGES.items() if not path.startswith("/search")}


@pytest.mark.parametrize("path", READ.values(), ids=READ)
def test_every_page_is_accessible_and_fits(eye: Window, path: str) -> None:
    check(eye, path)
