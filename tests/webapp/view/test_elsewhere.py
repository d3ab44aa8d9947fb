"""Links to ask a question on other sites."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from tests.digests import garden
from webapp.view.elsewhere import elsewhere, of_study


def test_four_other_sites_are_linked() -> None:
    assert [name for name, _ in elsewhere("autism")] == [
        *("PubMed", "Trip", "Cochrane Library", "Europe PMC"),
    ]
    assert elsewhere("autism & sleep?")[0][1] == (
        "https://pubmed.ncbi.nlm.nih.gov/?term=autism%20%26%20sleep%3F"
    )


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_question_is_encoded_and_truncated_in_the_link(question: str) -> None:
    for _, address in elsewhere(question):
        parts = urlsplit(address)
        assert parts.scheme == "https"
        values = parse_qs(parts.query, keep_blank_values=True)
        assert list(values.values())[-1] == [question[:100]]


def test_a_study_is_linked_by_pubmed_number_or_else_by_doi() -> None:
    post = garden.post(1, doi="10.1000/a b", pmid="123")
    assert of_study(post) == [
        ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/123/"),
        (
            "Free to read, if Europe PMC has it",
            "https://europepmc.org/search?query=DOI%3A%2210.1000%2Fa%20b%22%20AND%20OPEN_ACCESS%3Ay",
        ),
    ]
    (pubmed, _) = of_study(garden.post(1, doi="10.1000/x", pmid=None))
    assert pubmed == ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/?term=10.1000%2Fx%5Bdoi%5D")
    assert of_study(garden.post(1, doi=None, pmid=None)) == []
