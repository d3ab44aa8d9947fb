"""Templates that all apps of a run have in common."""

from __future__ import annotations

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from tests.conftest import BuiltOnce


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(built_once: BuiltOnce) -> None:
    """Each template is compiled once a run, and not again by each app that a test makes."""
    compiled = FileSystemBytecodeCache(str(built_once.shared("templates")))
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": compiled}
