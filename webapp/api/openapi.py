"""The OpenAPI document of the JSON API, and a page made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, url_for

from webapp.api import lists, routes
from webapp.api.described import Operation
from webapp.api.schemas import REFERENCE, name_of, schemas
from webapp.http.errors import PROBLEM, ErrorShape

blueprint = Blueprint("openapi", __name__)

Schema = Mapping[str, Any]

_ABOUT = (
    "Everything that a page shows, a program can read under `/api/v1`. No key is needed and "
    "nothing is recorded. Keys keep their names and meanings within `v1`; new ones may come. "
    "Answers carry an `ETag` that changes with the generation of the index, and may be read by "
    "the pages of any site (CORS)."
)
_TAGS = {
    "Questions": "Ask the digest.",
    "Posts": "Read a post, and read on from it.",
    "Lists": "What the digest has.",
}
_MOVED = {
    "description": "The post has another id now.",
    "headers": {
        "Location": {"description": "The address with that id.", "schema": {"type": "string"}}
    },
}
_FAULTS = {
    "400": "A parameter can't be read.",
    "404": "There is no such thing here.",
    "410": "The post was taken out; the detail says why.",
    "default": "What went wrong, and what to do.",
}


@blueprint.get("/api/v1/openapi.json")
def document() -> Response:
    """The OpenAPI document."""
    return jsonify(read() | {"servers": [{"url": url_for("openapi.page").rstrip("/") + "/v1"}]})


@blueprint.get("/api")
def page() -> str:
    """The OpenAPI document as a page."""
    whole = {name_of(one.answer) for one in operations() if one.answer}
    components = read()["components"]["schemas"]
    parts = {name: schema for name, schema in components.items() if name not in whole}
    return render_template(
        "api.html",
        api=read(),
        operations=operations(),
        answered=answered,
        parts=parts,
        keys=keys,
    )


def operations() -> list[Operation]:
    """The routes of the API in order."""
    return routes.api.operations + lists.api.operations


@cache
def read() -> dict[str, Any]:
    """The document, made from the descriptions of views and shapes."""
    answers = dict.fromkeys(one.answer for one in operations() if one.answer)
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "PPR Search",
            "summary": "A practice-research digest, for programs.",
            "description": _ABOUT,
            "version": version("pprsearch"),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/api/v1"}],
        "security": [],
        "tags": [{"name": name, "description": told} for name, told in _TAGS.items()],
        "paths": {one.path: _methods(one) for one in operations()},
        "components": {"schemas": schemas((*answers, ErrorShape))},
    }


def _methods(one: Operation) -> dict[str, Any]:
    """A route in the OpenAPI document, by its methods."""
    got = _described(one)
    if not one.form:
        return {"get": got}
    parts = [parameter for parameter in one.parameters if parameter.part]
    fields = {
        parameter.name: {**parameter.schema, "description": parameter.description}
        for parameter in one.parameters
        if not parameter.part
    }
    sent = {
        "operationId": f"{one.name}_form",
        "summary": f"{one.summary}, asked for by a form",
        "description": "The same parameters in the body, for which no address is too long.",
        "parameters": [part.described() for part in parts],
        "requestBody": {
            "required": True,
            "content": _content({routes.FORM: {"type": "object", "properties": fields}}),
        },
    }
    return {"get": got, "post": got | sent}


def _described(one: Operation) -> dict[str, Any]:
    """A route in the OpenAPI document."""
    files = {"application/json": _reference(one.answer)} if one.answer else one.files
    told = {
        "operationId": one.name,
        "tags": [one.tag],
        "summary": one.summary,
        "parameters": [parameter.described() for parameter in one.parameters],
        "responses": {
            "200": {"description": one.summary, "content": _content(files)},
            **{status: _beside(status) for status in (*map(str, one.statuses), "default")},
        },
    }
    return told | ({"description": one.description} if one.description else {})


def _beside(status: str) -> Mapping[str, Any]:
    """The description of an answer with a status other than 200."""
    if status == "301":
        return _MOVED
    return {"description": _FAULTS[status], "content": _content(_ERROR)}


def _content(files: Mapping[str, Schema]) -> dict[str, Any]:
    return {mimetype: {"schema": schema} for mimetype, schema in files.items()}


def _reference(shape: type) -> Schema:
    return {"$ref": REFERENCE + name_of(shape)}


_ERROR = {PROBLEM: _reference(ErrorShape)}


def answered(one: Operation) -> Schema | None:
    """The schema of a route's answer, if that is JSON."""
    return read()["components"]["schemas"][name_of(one.answer)] if one.answer else None


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an object: its type in words, and the component it refers to, if any."""

    name: str
    type: str
    component: str
    description: str


def keys(schema: Schema) -> Iterator[Key]:
    """The keys of an object's schema."""
    components = read()["components"]["schemas"]
    for name, value in schema["properties"].items():
        component = _component(value)
        told = value.get("description") or components.get(component, {}).get("description", "")
        yield Key(name, _type(value), component, told.partition("\n")[0])


def _component(value: Schema) -> str:
    """The component that a schema or its items refer to; empty for none."""
    inside = (value, value.get("items", {}), *value.get("anyOf", ()))
    return next((_named(one) for one in inside if "$ref" in one), "")


def _named(reference: Schema) -> str:
    return str(reference["$ref"]).removeprefix(REFERENCE)


def _type(value: Schema) -> str:
    """The type of a value in words."""
    if "$ref" in value:
        return _named(value)
    if "enum" in value:
        return " or ".join(one or "null" for one in value["enum"])
    if "anyOf" in value:
        return " or ".join(map(_type, value["anyOf"]))
    if value["type"] == "array":
        return f"list of {_type(value['items'] if 'items' in value else value['prefixItems'][0])}"
    return str(value["type"])
