"""Front matter in YAML, TOML and JSON is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folder.front_matter import Items, MatterError, Text
from corpus.importing.text.other_front_matter import read_any_matter

TOML = """+++
title = "Rain"
date = 2024-05-03T10:00:00+02:00
draft = false
tags = ["Pace", "Boots"]

[params]
weight = 3
+++

Body."""
JSON = """{
  "title": "Rain",
  "date": "2024-05-03",
  "draft": false,
  "tags": ["Pace", "Boots"]
}

Body."""


@pytest.mark.parametrize(("text", "line"), [(TOML, 10), (JSON, 6)])
def test_toml_and_json_are_read(text: str, line: int) -> None:
    matter = read_any_matter(text)
    values = matter.fields.values
    assert values["title"] == Text(2, "Rain")
    assert values["draft"] == Text(4, "false")
    date = values["date"]
    assert isinstance(date, Text) and (date.value or "").startswith("2024-05-03")
    tags = values["tags"]
    assert isinstance(tags, Items)
    assert [tag.value for tag in tags.items if isinstance(tag, Text)] == ["Pace", "Boots"]
    assert (matter.body.strip(), matter.body_line) == ("Body.", line)


def test_yaml_is_read_and_a_file_without_front_matter_is_all_body() -> None:
    assert read_any_matter("---\ntitle: Rain\n---\nBody.").body == "Body."
    assert read_any_matter("{not json} Body.").body == "{not json} Body."


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("+++\ntitle = 'a'\n", 1, "has no end"),
        ("+++\ntitle = 'a'\ndate = soon\n+++\n", 3, "is not valid TOML"),
        ('{\n"title": "a",\n"b" }', 3, "is not valid JSON"),
        ('{"a": ' + "[" * 100_000, 1, "nested too deep"),
        ("+++\na = '" + "x" * 70_000 + "'\n+++\n", 1, "longer than 65,536 characters"),
    ],
)
def test_faults_are_reported_with_their_lines(text: str, line: int, what: str) -> None:
    with pytest.raises(MatterError) as caught:
        read_any_matter(text)
    assert caught.value.line == line
    assert what in caught.value.what


@given(st.sampled_from(["+++\n", "{", ""]), st.text('+{}[]="\n ab1:,', max_size=60))
def test_any_text_is_read_or_refused(start: str, text: str) -> None:
    try:
        read_any_matter(start + text)
    except MatterError as error:
        assert error.line >= 1
