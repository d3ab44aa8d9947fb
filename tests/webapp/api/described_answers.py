"""Every answer of the API matches the API's own description, for any request.

    python -m pytest -p schemathesis.pytest.plugin tests/webapp/api/described_answers.py

``test_openapi.py`` runs this in a separate process, so that no other loads the libraries for it.
"""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app

APP = create_app(FakeEngine(hostile_digest()))
# Pages and the API parse addresses in the same way: empty parameters and spaces are ignored.
LENIENT = SchemathesisConfig.from_dict({"checks": {"negative_data_rejection": {"enabled": False}}})
SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", APP, config=LENIENT)
# Existing ids and slugs, so that not every request gets a 404.
THERE = {
    "post": {"id": "2022-01-hostile"},
    "related": {"id": "2022-01-hostile"},
    "month": {"month": "2022-01"},
    "author": {"author": "author-a"},
}
# Without a network the test client can't decompress answers, though it says that it can.
PLAIN = {"Accept-Encoding": "identity"}


@SCHEMA.parametrize()
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
def test_answers_are_as_described(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate(headers=PLAIN)


@SCHEMA.include(operation_id=list(THERE)).parametrize()
@settings(max_examples=3, suppress_health_check=list(HealthCheck))
def test_answers_about_what_is_there_are_as_described(case: schemathesis.Case[Any]) -> None:
    case.path_parameters = THERE[case.operation.definition.raw["operationId"]]
    assert case.call_and_validate(headers=PLAIN).status_code in (200, 400, 405)
