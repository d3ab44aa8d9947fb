"""Imports between rooms run one way, modules stay small, and each package has one room."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.conftest import REPOSITORY

ROOMS = ("corpus", "search", "indexer", "webapp")
# Where code is.
FOLDERS = (*ROOMS, "benchmarks", "tests")
MODULES = sorted(path for room in ROOMS for path in (REPOSITORY / room).rglob("*.py"))
# The aim is 300 lines; a module more than a tenth longer holds two things.
LONGEST = 330
# A stranger still finds a module among so many.
MOST_MODULES = 20

# The most lines in a row that two places may share; blank ones do not count.
SHARED = 10
CODE = (".py", ".js", ".html", ".css")
# Packages that only one room may import, for whatever purpose.
KNOWN_BY = {
    "whoosh": "search",
    "onnxruntime": "search",
    "simsimd": "search",
    "filelock": "indexer",
    "opensearchpy": "search",
    "flask": "webapp",
    "pydantic": "webapp",
    "granian": "webapp",
}


def named(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).parts[0]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path: Path) -> set[str]:
    """The top-level packages that a module imports, inside functions as well."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found.update(name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def terms(path: Path) -> list[str]:
    """The names and short texts of a module in lower case; longer texts are messages."""
    found = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if len(node.value.split()) <= 3:
                found.append(node.value.lower())
        elif isinstance(node, ast.Name):
            found.append(node.id.lower())
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.append(node.name.lower())
    return found


def test_imports_between_rooms_run_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    # import-linter adds its working folder to the path; it must not stay there.
    monkeypatch.setattr(sys, "path", [*sys.path])
    # It must not disable the loggers of modules that are already imported.
    monkeypatch.setattr("logging.config.dictConfig", lambda settings: None)
    assert lint_imports(config_filename=str(REPOSITORY / "pyproject.toml"), no_cache=True) == 0


def test_a_module_begins_with_a_docstring() -> None:
    assert [named(module) for module in MODULES if not ast.get_docstring(parsed(module))] == []


def test_a_module_is_short() -> None:
    lines = {named(module): len(module.read_text("utf-8").splitlines()) for module in MODULES}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def test_a_folder_has_few_modules() -> None:
    modules = (path for folder in FOLDERS for path in (REPOSITORY / folder).rglob("*.py"))
    beside = Counter(named(path.parent) for path in modules)
    assert {folder: count for folder, count in beside.items() if count > MOST_MODULES} == {}


def test_no_two_places_share_more_than_ten_lines() -> None:
    paths = [path for folder in FOLDERS for path in sorted((REPOSITORY / folder).rglob("*.*"))]
    seen: dict[tuple[str, ...], tuple[str, int]] = {}
    repeated = []
    for path in paths:
        if path.suffix in CODE:
            text = path.read_text(encoding="utf-8")
            lines = [line for each in text.splitlines() if (line := each.strip())]
            for first in range(len(lines) - SHARED):
                run = tuple(lines[first : first + SHARED + 1])
                place = named(path), first
                other = seen.setdefault(run, place)
                if other[0] != place[0] or first - other[1] > SHARED:
                    repeated.append((*other, *place))
    assert not repeated


@pytest.mark.parametrize("package", KNOWN_BY)
def test_a_package_is_imported_by_one_room_only(package: str) -> None:
    rooms = {room_of(module) for module in MODULES if package in imported(module)}
    assert rooms <= {KNOWN_BY[package]}


def test_click_is_imported_by_commands_only() -> None:
    knowing = [named(module) for module in MODULES if "click" in imported(module)]
    assert [name for name in knowing if "/cli/" not in name] == []


@pytest.mark.parametrize("folder", sorted({module.parent for module in MODULES}), ids=named)
def test_a_folder_has_at_most_twenty_modules(folder: Path) -> None:
    assert len(list(folder.glob("*.py"))) <= 20


@pytest.mark.parametrize("package", ["sklearn", "scipy"])
def test_learning_is_imported_by_search_and_topic_proposals_only(package: str) -> None:
    knowing = {named(module) for module in MODULES if package in imported(module)}
    assert {name for name in knowing if not name.startswith("search/")} == {
        "corpus/topics/model.py"
    }


def test_whoosh_is_imported_by_one_adapter_only() -> None:
    assert len([named(module) for module in MODULES if "whoosh" in imported(module)]) <= 1


def test_knowledge_of_the_field_is_in_the_digest_not_in_code() -> None:
    """A message may show an example; no name, list or table may contain the posts' subjects."""
    field = ("therap", "psycho", "cbt", "depress", "alliance")
    found = {(named(m), t) for m in MODULES for t in terms(m) if any(word in t for word in field)}
    assert found == set()
