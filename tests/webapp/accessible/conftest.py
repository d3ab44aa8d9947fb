from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browsers.window import Window


@pytest.fixture(scope="module")
def eye(browser: Browser, site: str) -> Iterator[Window]:
    """A window without animations."""
    with browser.new_context(reduced_motion="reduce") as context:
        yield Window(context, site)
