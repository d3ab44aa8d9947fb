"""The columns of a row are made into a citation."""

from __future__ import annotations

import pytest

from corpus.importing.references.row import PARTS, citation_of_row
from corpus.importing.table import TableImporter
from tests.digests.import_desk import read

CELLS = {
    "authors": "Stone, Clara; van der Berg, Anna-Marie; King, M. L., Jr.; Walking Group",
    "year": "2020",
    "study": "Pace and company",
    "journal": "Journal of Walks",
    "volume": "12 Suppl 1",
    "issue": "",
    "pages": "45-67",
    "doi": "10.1000/walks.12",
}
LINE = (
    "Stone, C., van der Berg, A.-M., King, M. L., Jr., & Walking Group. (2020). Pace and company. "
    "Journal of Walks, 12(Suppl. 1), 45–67. https://doi.org/10.1000/walks.12"
)


def test_the_parts_of_a_row_make_a_citation() -> None:
    assert citation_of_row(lambda name: CELLS.get(name, ""), "Rain") == LINE


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Stone, C., & Hill, D.", "Stone, C., & Hill, D."),
        ("Stone C, Hill D", "Stone, C., & Hill, D."),
        ("Clara Stone and Dora Hill", "Stone, C., & Hill, D."),
        ("Stone, C.; et al.", "Stone, C., et al."),
        ("National Institute for Rain and Snow", "National Institute for Rain and Snow."),
        ("Plato", "Plato."),
    ],
)
def test_names_in_any_order_are_read(authors: str, names: str) -> None:
    made = citation_of_row(lambda name: authors if name == "authors" else "", "Rain")
    assert made == f"{names} (n.d.). Rain."


def test_a_row_without_authors_has_no_citation() -> None:
    assert citation_of_row(lambda name: "", "Rain") == ""
    assert citation_of_row(lambda name: "12" if name == "volume" else "", "Rain") == ""


def test_a_table_may_give_a_citation_or_its_parts() -> None:
    header = ",".join(("title", "month", "summary", "citation", "doi", *PARTS))
    cells = ",".join(f'"{CELLS[name]}"' for name in PARTS)
    text = (
        f"{header}\nRain,2024-05,Wet.,,10.1000/walks.12,{cells}\n"
        f'Snow,2024-05,White.,"Hill, D. (2019). Snow. Walking, 1, 2–3.",,{cells}\n'
    )
    made, given = read(TableImporter(), text).posts
    assert (made.citation, made.doi) == (LINE, "10.1000/walks.12")
    assert given.citation == "Hill, D. (2019). Snow. Walking, 1, 2–3."
