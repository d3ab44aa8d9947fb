"""A client for a digest with something of every kind."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(FakeEngine(hostile_digest())).test_client()
