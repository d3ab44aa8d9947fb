"""Tables as CSV are read back unchanged, and cells can't start a formula."""

from __future__ import annotations

import csv
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from webapp.view.csv_text import csv_text

CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_a_written_table_is_read_back_without_formulas(rows: list[tuple[str, str]]) -> None:
    _, *read = csv.reader(StringIO(csv_text(("a", "b"), rows), newline=""))
    assert [tuple(cell.removeprefix("'") for cell in row) for row in read] == [
        tuple(cell.removeprefix("'") for cell in row) for row in rows
    ]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in read for cell in row)


def test_numbers_stay_numbers_and_gaps_are_empty() -> None:
    assert csv_text(("a", "b", "c"), [(-0.25, None, 1240)]) == "a,b,c\r\n-0.25,,1240\r\n"
