"""The origins of imported posts are kept in imports.json."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folder.imports_file import IMPORTS, imports_text, read_imports
from corpus.folder.post_file import Origin
from corpus.problem import Problems

LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff")
TEXT = st.text(LETTERS, max_size=20)
NAMED = st.text(LETTERS, min_size=1, max_size=20)
ORIGINS = st.dictionaries(
    NAMED, st.builds(Origin, NAMED, TEXT, NAMED, TEXT, TEXT, TEXT), max_size=4
)


@given(origins=ORIGINS)
def test_origins_come_back_equal(
    tmp_path_factory: pytest.TempPathFactory, origins: dict[str, Origin]
) -> None:
    root = tmp_path_factory.mktemp("digest")
    (root / IMPORTS).write_text(imports_text(origins), "utf-8", newline="\n")
    problems = Problems(Path(IMPORTS))
    assert read_imports(root, problems) == origins
    assert problems.found == []


def test_each_post_has_a_line_in_a_fixed_order() -> None:
    one, other = Origin("ris", "7", "12", "34", source="refs.ris"), Origin("nbib", "8", "56", "78")
    text = imports_text({"b": other, "a": one})
    assert text == imports_text({"a": one, "b": other})
    assert text.splitlines() == [
        "{",
        '  "a": {"from": "ris", "key": "7", "text": "12", "filing": "34", "source": "refs.ris"},',
        '  "b": {"from": "nbib", "key": "8", "text": "56", "filing": "78"}',
        "}",
    ]


def test_a_digest_without_the_file_has_no_origins(tmp_path: Path) -> None:
    problems = Problems(Path(IMPORTS))
    assert read_imports(tmp_path, problems) == {}
    assert problems.found == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{\n<<<<<<< ours\n}", 2),
        ("[]", 1),
        ('{"a": 1}', 1),
        ('{"a": {"from": "ris", "text": 2}}', 1),
        ('{"a": {"key": "7"}}', 1),
        ("[" * 100_000, 1),
    ],
)
def test_a_damaged_file_is_an_error_with_its_cure(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / IMPORTS).write_text(text)
    problems = Problems(Path(IMPORTS))
    assert read_imports(tmp_path, problems) == {}
    (problem,) = problems.found
    assert problem.line == line
    assert "restore it, or delete it" in problem.cure


def test_a_symbolic_link_out_of_the_digest_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "digest").mkdir()
    (tmp_path / "other.json").write_text("{}")
    (tmp_path / "digest" / IMPORTS).symlink_to(tmp_path / "other.json")
    problems = Problems(Path(IMPORTS))
    assert read_imports(tmp_path / "digest", problems) == {}
    assert "outside the digest" in problems.found[0].what
