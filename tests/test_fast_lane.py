"""The fast lane leaves out tests but no module: its tests import every one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

ROOMS = ("corpus", "search", "indexer", "webapp")
LANE = re.search(r"^test-fast:.*?-m '([^']*)'", (REPOSITORY / "Makefile").read_text(), re.M | re.S)
LEFT_OUT = set(re.findall(r"not (\w+)", LANE[1])) if LANE else set()
# The modules of the entry points: the start of the program, and its texts.
STARTED = re.findall(r'"([\w.]+):\w+"', (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
# Modules that talk to a cluster are tested only with a cluster.
OVER_A_CLUSTER = ("search.engine.distributed.", "indexer.shelf.cluster", "indexer.shelf.ground")


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__")


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the four rooms, by its name."""
    return {
        name_of(path): ast.parse(path.read_text(encoding="utf-8"))
        for room in ROOMS
        for path in (REPOSITORY / room).rglob("*.py")
    }


def named(tree: ast.AST) -> Iterator[str]:
    """The modules that a module imports anywhere, or names in a text to be imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{one.name}" for one in node.names))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            told = [str(p.value) if isinstance(p, ast.Constant) else "" for p in node.values]
            if any(re.search(r"\.\w", text) for text in told):
                pattern = re.compile(r"\w+".join(map(re.escape, told)))
                yield from filter(pattern.fullmatch, modules())


def is_in_the_lane(tree: ast.Module) -> bool:
    """Whether one of the tests of a file runs in the fast lane."""
    of_all = [n.value for n in tree.body if isinstance(n, ast.Assign) and sets_marks(n)]
    if any(LEFT_OUT & marks(value) for value in of_all):
        return False
    tests = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
    return any(not any(LEFT_OUT & marks(mark) for mark in t.decorator_list) for t in tests)


def sets_marks(node: ast.Assign) -> bool:
    return "pytestmark" in {target.id for target in node.targets if isinstance(target, ast.Name)}


def marks(node: ast.AST) -> set[str]:
    return {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


@pytest.mark.slow
def test_every_module_is_imported_in_the_fast_lane() -> None:
    assert "slow" in LEFT_OUT
    waiting = [*STARTED]
    waiting += [
        name
        for path in (REPOSITORY / "tests").rglob("test_*.py")
        if is_in_the_lane(tree := ast.parse(path.read_text(encoding="utf-8")))
        for name in named(tree)
        if name in modules()
    ]
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [below for below in named(modules()[name]) if below in modules()]
    code = {name for name, tree in modules().items() if len(tree.body) > 1}
    missing = code - reached
    assert {name for name in missing if not name.startswith(OVER_A_CLUSTER)} == set()
