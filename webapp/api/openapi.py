"""The OpenAPI document of the JSON API, and the page made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from flask import Blueprint, Response, jsonify, render_template, url_for

blueprint = Blueprint("openapi", __name__)

Schema = Mapping[str, Any]


@blueprint.get("/api/v1/openapi.json")
def document() -> Response:
    """The OpenAPI document."""
    return jsonify(read() | {"servers": [{"url": url_for("openapi.page").rstrip("/") + "/v1"}]})


@blueprint.get("/api")
def page() -> str:
    """The same for people."""
    return render_template("api.html", api=read(), operations=list(operations()), keys=keys)


@cache
def read() -> dict[str, Any]:
    """The document as it is kept beside this module, with the version filled in."""
    text = (Path(__file__).parent / "openapi.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    found["info"]["version"] = version("pprsearch")
    return found


@dataclass(frozen=True, slots=True)
class Operation:
    """One address of the API; ``answer`` is the schema of what it answers, if that is JSON."""

    path: str
    name: str
    tag: str
    summary: str
    description: str
    parameters: tuple[Schema, ...]
    answer: Schema | None


def operations() -> Iterator[Operation]:
    """What can be asked, in the document's order."""
    for path, methods in read()["paths"].items():
        asked = methods["get"]
        content = asked["responses"]["200"]["content"]
        answer = content.get("application/json", {}).get("schema")
        yield Operation(
            path=path,
            name=asked["operationId"],
            tag=asked["tags"][0],
            summary=asked["summary"],
            description=asked.get("description", ""),
            parameters=tuple(resolved(one) for one in asked.get("parameters", ())),
            answer=resolved(answer) if answer else None,
        )


def resolved(schema: Schema) -> Schema:
    """What a reference leads to; anything else is itself."""
    found: Any = schema
    if "$ref" in schema:
        found = read()
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
    return found  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an object: its type in words, and the component that it is of, if of one."""

    name: str
    type: str
    component: str
    description: str


def keys(schema: Schema) -> list[Key]:
    """The keys of an object's schema, those of its parts included."""
    found: list[Key] = []
    for part in schema.get("allOf", (schema,)):
        for name, value in resolved(part).get("properties", {}).items():
            component = _component(value)
            description = value.get("description") or resolved(value).get("description", "")
            found.append(Key(name, _type(value), component, description))
            if not component and "properties" in value:
                found += [
                    Key(f"{name}.{key.name}", key.type, key.component, key.description)
                    for key in keys(value)
                ]
    return found


def _component(value: Schema) -> str:
    reference = value.get("$ref") or value.get("items", {}).get("$ref", "")
    for one in value.get("oneOf", ()):
        reference = reference or one.get("$ref", "")
    return str(reference).rpartition("/")[2]


def _type(value: Schema) -> str:
    if "enum" in value:
        return " or ".join(one or "null" for one in value["enum"])
    if "oneOf" in value:
        return " or ".join(_type(one) for one in value["oneOf"])
    if "items" in value:
        return f"list of {_type(value['items'])}"
    found = value.get("type", "object")
    return " or ".join(found) if isinstance(found, list) else str(found)
