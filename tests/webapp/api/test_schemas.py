"""Dataclasses become JSON and JSON schemas, with their docstrings as descriptions."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest

from search.shapes.told import told
from webapp.api.schemas import adapter, markdown, name_of, schemas


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf; ``colour`` may be none.

    It has a line
    more.
    """

    colour: str | None = None


@dataclass(frozen=True)
class TreeShape:
    """A tree."""

    title: str = field(metadata=told("What it is called."))
    season: str | None = field(metadata=told("When it bears.", ("spring", "autumn", None)))
    leaves: tuple[Leaf, ...]


def test_a_schema_has_every_key_with_its_description() -> None:
    made = schemas([TreeShape])
    assert list(made) == ["Leaf", "Tree"]
    assert made["Tree"] == {
        "type": "object",
        "description": "A tree.",
        "properties": {
            "title": {"type": "string", "description": "What it is called."},
            "season": {
                "anyOf": [{"type": "string"}, {"type": "null"}],
                "description": "When it bears.",
                "enum": ["spring", "autumn", None],
            },
            "leaves": {"type": "array", "items": {"$ref": "#/components/schemas/Leaf"}},
        },
        "required": ["title", "season", "leaves"],
    }
    # A key with a default is required in answers too.
    assert made["Leaf"]["required"] == ["colour"]
    assert made["Leaf"]["description"] == "A leaf; `colour` may be none.\n\nIt has a line more."
    assert name_of(TreeShape) == "Tree" and name_of(Leaf) == "Leaf"


@pytest.mark.parametrize(
    ("docstring", "expected"), [("", ""), ("One\n  two.", "One two."), ("``a``\n \n b", "`a`\n\nb")]
)
def test_a_docstring_becomes_markdown(docstring: str, expected: str) -> None:
    assert markdown(docstring) == expected


def test_values_are_serialised_unchanged() -> None:
    tree = TreeShape("Äpfel </script>", None, (Leaf("grün"), Leaf()))
    assert json.loads(adapter(TreeShape).dump_json(tree)) == {
        "title": "Äpfel </script>",
        "season": None,
        "leaves": [{"colour": "grün"}, {"colour": None}],
    }
