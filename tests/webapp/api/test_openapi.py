"""The OpenAPI document, the documentation and the API agree."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass
from types import ModuleType
from typing import get_type_hints

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from selectolax.lexbor import LexborHTMLParser

from search.shapes import comparison, evidence, posts, results
from tests.conftest import REPOSITORY
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.api import lists, shapes
from webapp.api.openapi import operations, read
from webapp.app import create_app
from webapp.http import errors

APP = create_app(FakeEngine(hostile_digest()))
# The modules that define shapes of answers.
SHAPED = (comparison, evidence, posts, results, lists, shapes, errors)
DESCRIBED = "tests/webapp/api/described_answers.py"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return APP.test_client()


@pytest.mark.slow
def test_every_answer_is_as_described() -> None:
    """In a separate process, since the library that makes examples takes seconds to load."""
    plugin = "schemathesis.pytest.plugin"
    command = [sys.executable, "-m", "pytest", "-p", plugin, "-p", "no:cacheprovider", DESCRIBED]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_document_is_valid(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    validate(document, cls=OpenAPIV31SpecValidator)
    # No API key is needed, and new JSON keys may be added anywhere.
    assert document["security"] == []
    assert "additionalProperties" not in json.dumps(document)


def test_every_component_is_described_and_used() -> None:
    schemas = read()["components"]["schemas"]
    told = json.dumps(read())
    for name, schema in schemas.items():
        assert schema["description"], name
        assert schema["required"] == list(schema["properties"]), name
        assert f'"#/components/schemas/{name}"' in told
    assert schemas["Results"]["properties"]["care"]["description"].startswith("Where to get help")
    assert schemas["Hit"]["properties"]["post"] == {"$ref": "#/components/schemas/Post"}


@pytest.mark.parametrize("module", SHAPED, ids=lambda one: one.__name__)
def test_shapes_are_frozen_and_have_every_key(module: ModuleType) -> None:
    """A key with a default might be left out, and a schema would say so."""
    classes = [one for one in vars(module).values() if isinstance(one, type)]
    own = [one for one in classes if one.__module__ == module.__name__ and is_dataclass(one)]
    assert own and all(one.__name__.endswith("Shape") and one.__doc__ for one in own)
    for shape in own:
        hints = get_type_hints(shape)
        values = {one.name: None for one in fields(shape)}
        assert list(values) == list(hints)
        made = shape(**values)
        with pytest.raises(FrozenInstanceError):
            setattr(made, next(iter(values)), 1)
        with pytest.raises(TypeError):
            shape(**dict(list(values.items())[1:]))


def test_exactly_the_existing_addresses_are_described() -> None:
    described = {operation.path for operation in operations()}
    there = {
        str(rule).removeprefix("/api/v1").replace("<", "{").replace(">", "}")
        for rule in APP.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }
    assert {path.replace("{post_id:post_id}", "{id}") for path in there} == described


def tables(text: str) -> Iterator[tuple[str, list[list[str]]]]:
    """The tables of a page: the head of the first column, and the cells of the rows."""
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        head, _, *rows = (line.strip("|").split(" | ") for line in block.splitlines())
        yield head[0].strip(), rows


def code(cell: str) -> list[str]:
    """The texts marked as code in a cell."""
    return re.findall(r"`([^`]+)`", cell)


def test_the_documentation_has_exactly_the_keys_of_every_shape() -> None:
    schemas = read()["components"]["schemas"]
    keys = {name: list(schema["properties"]) for name, schema in schemas.items()}
    told: dict[str, list[str]] = {}
    for head, rows in tables((REPOSITORY / "docs" / "api.md").read_text("utf-8")):
        if head == "part":
            told |= {code(name)[0]: code(of) for name, of, _ in rows}
        elif head.startswith("key"):
            told[code(head)[0]] = [key for cell, _ in rows for key in code(cell)]
    # Keys that only whole posts and studies have, or have with another type, are listed apart.
    for name in ("Post", "Study"):
        whole = keys[f"Whole{name}"]
        keys[f"Whole{name}"] = [
            key
            for key in whole
            if schemas[f"Whole{name}"]["properties"][key] != schemas[name]["properties"].get(key)
        ]
    assert told.keys() == keys.keys()
    for name, of in keys.items():
        assert sorted(told[name]) == sorted(of), name


def test_the_documentation_has_every_parameter_of_a_search() -> None:
    (search,) = (one for one in operations() if one.name == "search")
    told = dict(tables((REPOSITORY / "docs" / "api.md").read_text("utf-8")))
    assert sorted(code(row[0])[0] for row in told["parameter"]) == sorted(
        parameter.name for parameter in search.parameters
    )


def test_the_page_about_the_api_has_the_same_content(client: FlaskClient) -> None:
    page = LexborHTMLParser(client.get("/api").text)
    text = page.text()
    for operation in operations():
        assert operation.path in text and operation.summary in text
    for name in read()["components"]["schemas"]["Results"]["properties"]:
        assert name in text
    for link in page.css('a[href^="#"]'):
        assert page.css_first(f"[id='{(link.attributes['href'] or '')[1:]}']"), link.html


def test_the_document_has_a_version(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    assert document["info"]["version"]
    assert document["servers"] == [{"url": "/api/v1"}]
