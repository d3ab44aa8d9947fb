"""Templates that all apps of a run have in common."""

from __future__ import annotations

import pytest
from flask import Flask, current_app
from jinja2 import FileSystemBytecodeCache

from tests.conftest import BuiltOnce
from webapp.language.choice import digest_language, language


class ByLanguage(FileSystemBytecodeCache):
    """Keeps what a template is compiled to apart for each language and folder of catalogues."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        spoken = language(), digest_language(), current_app.config["TRANSLATIONS"]
        return super().get_cache_key(f"{name} {spoken}", filename)


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(built_once: BuiltOnce) -> None:
    """Each template is compiled once a run, and not again by each app that a test makes."""
    compiled = ByLanguage(str(built_once.shared("templates")))
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": compiled}
