"""A heat table shows where a digest is dense and where thin; here its cells are counted."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Column = TypeVar("Column", bound=Hashable)

LEVELS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A row or column: its key in an address, and its name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How many posts a row has in a column; ``level`` is from 0, for none, to ``LEVELS``."""

    column: Line
    count: int
    level: int


@dataclass(frozen=True, slots=True)
class Heat:
    """Columns, and rows, each with a cell for every column."""

    columns: tuple[Line, ...]
    rows: tuple[tuple[Line, tuple[Cell, ...]], ...]

    @classmethod
    def of(
        cls,
        rows: Sequence[tuple[str, str]],
        columns: Sequence[tuple[Column, str]],
        counts: Mapping[str, Mapping[Column, int]],
    ) -> Heat:
        """The table of counts by row and column; rows without any are left out.

        ``rows`` and ``columns`` are pairs of key and name.
        """
        lines = {key: Line(str(key), name) for key, name in columns}
        most = max((n for row in counts.values() for n in row.values()), default=0)

        def cells(row: Mapping[Column, int]) -> tuple[Cell, ...]:
            found = ((line, row.get(key, 0)) for key, line in lines.items())
            return tuple(Cell(line, n, -(-LEVELS * n // most)) for line, n in found)

        return cls(
            tuple(lines.values()),
            tuple(
                (Line(key, name), cells(counts[key]))
                for key, name in rows
                if any(counts.get(key, {}).values())
            ),
        )
