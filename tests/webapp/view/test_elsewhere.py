"""A question can be asked elsewhere by a plain link."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from webapp.view.elsewhere import elsewhere


def test_four_others_are_named() -> None:
    assert [name for name, _ in elsewhere("autism")] == [
        *("PubMed", "Trip", "Cochrane Library", "Europe PMC"),
    ]
    assert elsewhere("autism & sleep?")[0][1] == (
        "https://pubmed.ncbi.nlm.nih.gov/?term=autism%20%26%20sleep%3F"
    )


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_the_beginning_of_a_question_is_a_value_whatever_it_holds(question: str) -> None:
    for _, address in elsewhere(question):
        parts = urlsplit(address)
        assert parts.scheme == "https"
        values = parse_qs(parts.query, keep_blank_values=True)
        assert list(values.values())[-1] == [question[:100]]
