"""References are written in each form, one by one or as a file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from corpus.citations.forms import FORMS, apa_line, apa_lines
from corpus.citations.reference import Reference, told_apart
from tests.corpus.citations.written import (
    ARTICLE,
    CHAPTER,
    CUT,
    EDITED,
    GROUP,
    NUMBERED,
    PAGE,
    REPORT,
    SITE,
    SUPPLEMENT,
    THESIS,
    cited,
    hostile_references,
)


@pytest.mark.parametrize(
    "citation",
    [ARTICLE, CHAPTER, EDITED, SUPPLEMENT, NUMBERED, GROUP, REPORT, THESIS, SITE, CUT],
)
def test_a_citation_in_apa_style_is_written_unchanged(citation: str) -> None:
    assert apa_line(cited(citation)) == citation


def test_a_line_in_another_style_is_written_in_apa_style() -> None:
    line = "Stone CD, Hill A. Pace. Walking. 2020;12(3):45-7. doi: 10.1000/a"
    assert apa_line(cited(line)) == (
        "Stone, C. D., & Hill, A. (2020). Pace. Walking, 12(3), 45–47. https://doi.org/10.1000/a"
    )
    assert apa_lines([cited(CHAPTER, doi="10.1000/b")]) == (
        f"{CHAPTER} https://doi.org/10.1000/b\n"
    )


def test_a_line_with_words_in_no_part_is_written_unchanged() -> None:
    line = "Stone, C. (2020). Pace. Walking, 12, 3-4. Free copy"
    assert apa_line(cited(line)) == f"{line}."
    assert apa_line(cited(f"{line}. doi:10.1000/a")) == f"{line}. https://doi.org/10.1000/a"
    assert apa_line(cited("a talk, https://x.example/1")) == "a talk, https://x.example/1"


def test_a_post_without_a_citation_is_cited_itself() -> None:
    line = f"Small Digest. (2021). What helps? {PAGE}"
    assert apa_line(cited(None, month="2021-07")) == line
    assert apa_line(cited(None)) == f"Small Digest. What helps? {PAGE}"


@given(hostile_references())
def test_every_reference_is_one_line(references: list[Reference]) -> None:
    assert apa_lines(references).count("\n") == len(references)


def test_every_form_has_a_type_and_an_ending() -> None:
    assert {form.ending for form in FORMS.values()} == {"ris", "bib", "json", "txt"}
    for form in FORMS.values():
        assert form.write([]).strip() in ("", "[]")


@pytest.mark.parametrize("form", FORMS)
def test_references_written_apart_and_joined_equal_those_written_together(form: str) -> None:
    references = list(
        told_apart([cited(ARTICLE), cited(ARTICLE), cited(None), cited(THESIS)]).items()
    )
    apart = [FORMS[form].write([replace(one, key=key)]) for key, one in references]
    assert FORMS[form].joined(apart) == FORMS[form].write(one for _, one in references)
    assert FORMS[form].joined(apart[:1]) == apart[0]
