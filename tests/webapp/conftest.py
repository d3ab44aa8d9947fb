"""Templates shared by all apps of a test run, and a browser window of a reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from flask import Flask, current_app
from jinja2 import FileSystemBytecodeCache

from tests.conftest import BuiltOnce
from webapp.language.choice import digest_language, language

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browsers.window import Window


class ByLanguage(FileSystemBytecodeCache):
    """Caches compiled templates for each language and folder of catalogues."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        spoken = language(), digest_language(), current_app.config["TRANSLATIONS"]
        return super().get_cache_key(f"{name} {spoken}", filename)


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(built_once: BuiltOnce) -> None:
    """Each template is compiled once in a run, and not again for each app of a test."""
    compiled = ByLanguage(str(built_once.shared("templates")))
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": compiled}


@pytest.fixture
def window(browser: Browser, site: str) -> Iterator[Window]:
    """A window with scripts; any fault it reports fails the test."""
    from tests.browsers.window import Window

    with browser.new_context(
        viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    ) as context:
        window = Window(context, site)
        yield window
        assert window.faults == []
