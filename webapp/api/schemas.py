"""Frozen dataclasses as JSON, and their schemas for the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode
from pydantic_core import core_schema

Schema = dict[str, Any]

REFERENCE = "#/components/schemas/"
_SHAPE = "Shape"


class _Whole(GenerateJsonSchema):
    """Generates schemas of answers: all keys required, no titles that repeat names."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        return True

    def normalize_name(self, name: str) -> str:
        return super().normalize_name(name).removesuffix(_SHAPE)

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        return self.generate_inner(schema["schema"])


@cache
def adapter(shape: type) -> TypeAdapter[Any]:
    """The serialiser of a dataclass, which also knows its schema."""
    return TypeAdapter(shape)


def name_of(shape: type) -> str:
    """The name of a shape's schema in a document."""
    return shape.__name__.removesuffix(_SHAPE)


def schemas(answers: Iterable[type]) -> dict[str, Schema]:
    """The schema of every dataclass in the answers, sorted by name.

    What a class or a field says of itself is its description. Objects may get more keys: none is
    closed.
    """
    mode: JsonSchemaMode = "serialization"
    adapters: list[tuple[type, JsonSchemaMode, TypeAdapter[Any]]] = [
        (answer, mode, adapter(answer)) for answer in answers
    ]
    _, made = TypeAdapter.json_schemas(
        adapters, ref_template=REFERENCE + "{model}", schema_generator=_Whole
    )
    return {name: _plain(schema) for name, schema in sorted(made.get("$defs", {}).items())}


def _plain(schema: Schema) -> Schema:
    """A schema without its title, and with its description in Markdown."""
    told = {"description": markdown(schema["description"])} if "description" in schema else {}
    return {key: value for key, value in schema.items() if key != "title"} | told


def markdown(docstring: str) -> str:
    """A docstring as Markdown: code marked, each paragraph on one line."""
    paragraphs = (" ".join(lines.split()) for lines in re.split(r"\n\s*\n", docstring))
    return "\n\n".join(paragraphs).replace("``", "`")
