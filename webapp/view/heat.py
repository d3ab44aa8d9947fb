"""A heat table: counts, shaded by their size."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Column = TypeVar("Column", bound=Hashable)

LEVELS = 5
LABELS = 290
HEAD = 28
# Room for the names of columns that stand aslant, as long names must.
SLANTED = 150
WIDTH = 38
HEIGHT = 27
# The longest name that fits beside the cells, in characters.
LONGEST = 42


@dataclass(frozen=True, slots=True)
class Line:
    """A row or column: its name, its key in an address, and its place in the drawing."""

    key: str
    name: str
    at: int

    @property
    def short(self) -> str:
        """The name, shortened to fit."""
        if len(self.name) <= LONGEST:
            return self.name
        return self.name[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,(") + " …"


@dataclass(frozen=True, slots=True)
class Cell:
    """The number of posts in a row and column; ``level`` is 0 for none, up to ``LEVELS``."""

    row: Line
    column: Line
    count: int
    level: int


@dataclass(frozen=True, slots=True)
class Heat:
    """A heat table: rows, columns and cells row by row; ``width`` and ``height`` of its drawing."""

    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    cells: tuple[tuple[Cell, ...], ...]
    width: int
    height: int
    head: int

    @classmethod
    def of(
        cls,
        rows: Sequence[tuple[str, str]],
        columns: Sequence[tuple[Column, str]],
        counts: Mapping[str, Mapping[Column, int]],
        head: int = HEAD,
    ) -> Heat:
        """The heat table of counts by row and column; empty rows are left out.

        ``rows`` and ``columns`` are pairs of key and name; ``head`` is the height of the
        columns' names.
        """
        full = [(key, name) for key, name in rows if any(counts.get(key, {}).values())]
        down = [Line(k, n, head + HEIGHT * at) for at, (k, n) in enumerate(full)]
        along = [Line(str(k), n, LABELS + WIDTH * at) for at, (k, n) in enumerate(columns)]
        most = max((n for row in counts.values() for n in row.values()), default=0)
        cells = tuple(
            tuple(
                Cell(row, column, n, -(-LEVELS * n // most) if most else 0)
                for column, (key, _) in zip(along, columns, strict=True)
                for n in [counts[row.key].get(key, 0)]
            )
            for row in down
        )
        width, height = LABELS + WIDTH * len(along), head + HEIGHT * len(down)
        return cls(tuple(down), tuple(along), cells, width, height, head)
