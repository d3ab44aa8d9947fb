"""Files of tagged lines are split into records and fields."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from corpus.importing.references.tagged import read_records

TAG = re.compile(r"(?P<name>[A-Z]{2})  -(?: (?P<text>.*))?$")


def test_lines_become_records_with_fields_and_line_numbers() -> None:
    text = "junk\nTY  - A\nAU  - One\nAU  - Two\nAB  - long\ntext\nER  - \n\nafter\nTY  - B\n"
    records, stray = read_records(text, TAG, "TY", "ER")
    first, second = records
    assert (first.line, first.ended, second.line, second.ended) == (2, True, 10, False)
    assert first.all("A1", "AU") == ("One", "Two")
    assert first.first("T1", "AB") == "long text"
    assert second.first("AB") == ""
    assert second.all("AB") == ()
    assert stray == [1, 9]


def test_a_tag_without_a_text_is_a_field() -> None:
    (record,), _ = read_records("TY  -\nAB  -\nmore\n", TAG, "TY")
    assert record.first("AB") == "more"


@given(st.lists(st.sampled_from(["TY  - A", "ER  - ", "AU  - B", "more", "", "AB  -"])))
def test_no_line_is_lost(lines: list[str]) -> None:
    records, stray = read_records("\n".join(lines), TAG, "TY", "ER")
    told = [text for record in records for texts in record.fields.values() for text in texts]
    assert " ".join(told).count("more") + len(stray) >= lines.count("more")
    assert len(records) == lines.count("TY  - A")
