"""Reading texts from elsewhere takes time in proportion to their length, for any text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import process_time

import pytest

from corpus.citations.citation import Citation
from corpus.citations.identifiers import find_doi, without_doi
from corpus.citations.name_list import read_names
from corpus.citations.names import read_name
from corpus.citations.numbers import last_page, read_issue, read_numbers, split_numbers
from corpus.citations.parse import is_citation, parse_citation
from corpus.citations.segments import segments
from corpus.citations.source import with_source
from corpus.importing.references.field_text import edition, full_name, named
from corpus.text.markup import shown_paragraphs
from tests.patience import least_times

PIECES = (
    *(
        "a",
        "A",
        " ",
        "A. ",
        "A, B., ",
        "Stone, C., ",
        "& ",
        "and ",
        "Jr., ",
        "; ",
        "...",
        "et al. ",
    ),
    *("(", ")", "(2019). ", "[", "[a] ", "<a", "</p>", "&lt;", "10.1234/", "10.1234/<a", "doi:"),
    *("12(3), ", "1-", "12 ", "In A. ", "(Eds.) ", "Am. J. ", "? ", "‘a’b", "Suppl. ", "vol. "),
    *("Article ", "2nd ed. ", "van ", "’", "A-", "of ", "Group, & ", "II ", "to 2010. ", "; 2019"),
)
READERS: tuple[Callable[[str], object], ...] = (
    *(read_names, read_name, find_doi, without_doi, split_numbers, read_numbers, read_issue),
    *(
        last_page,
        segments,
        shown_paragraphs,
        edition,
        full_name,
        is_citation,
        parse_citation.__wrapped__,
    ),
)
SIZES = (4_000, 16_000)
# The most that four times the length may cost, where quadratic growth would give 16.
MOST = 6.5
# If the longest text is read within these seconds, the shorter ones are not measured.
SHORT = 0.005


def seconds(read: Callable[[str], object], text: str) -> float:
    """The processor time of a run."""
    begun = process_time()
    read(text)
    return process_time() - begun


@pytest.mark.slow
@pytest.mark.parametrize("read", [*READERS, lambda t: named((t,)), lambda t: sourced(t)])
def test_time_grows_linearly_with_the_length(read: Callable[[str], object]) -> None:
    for piece in PIECES:
        for form in ("{}", "Stone, C. (2020). {}", "{} x"):
            texts = [form.format((piece * size)[:size]) for size in SIZES]
            if seconds(read, texts[-1]) < SHORT:
                continue
            short, long = least_times(
                partial(seconds, read, texts[0]),
                partial(seconds, read, texts[1]),
                lambda short, long: long < MOST * short,
                rounds=2,
            )
            assert long < MOST * short, f"{piece!r} in {form!r}: {short:.4f} s, {long:.4f} s"


def sourced(text: str) -> Citation:
    return with_source(Citation(""), text)
