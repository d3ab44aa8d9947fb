"""Posts are written as CSL-JSON items with all their parts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from corpus.citations.csl import csl_json
from corpus.citations.reference import Reference
from tests.corpus.citations import written
from tests.corpus.citations.written import cited, hostile_references


def read(*references: Reference) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(csl_json(references))
    return items


def test_an_article_has_all_its_fields() -> None:
    (item,) = read(cited(written.ARTICLE, implications="Ask.", topics=("Dose",)))
    assert item == {
        "id": "dejong202150",
        "type": "article-journal",
        "author": [
            {"family": "de Jong", "given": "K."},
            {"family": "O’Hara", "given": "S. M.", "suffix": "Jr."},
            {"family": "Müller", "given": "A."},
        ],
        "issued": {"date-parts": [[2021]]},
        "title": "Is 50% enough? Dose & response",
        "container-title": "Journal of Studies",
        "volume": "12",
        "issue": "3",
        "page": "45–67",
        "DOI": "10.1037/abc_1",
        "URL": "https://doi.org/10.1037/abc_1",
        "abstract": "S.",
        "keyword": "Dose",
        "note": f"Practice implications: Ask. Summarised in Small Digest: {written.PAGE}",
    }


@pytest.mark.parametrize(
    ("citation", "parts"),
    [
        (written.SUPPLEMENT, {"volume": "3", "issue": "Suppl. 1", "page": "S5–S6", "number": None}),
        (written.NUMBERED, {"volume": "20", "issue": "2", "page": "104", "number": "104"}),
        (written.CHAPTER, {"type": "chapter", "chapter-number": "9", "edition": "7"}),
        (
            written.EDITED,
            {
                "type": "book",
                "title": "Handbook of tests",
                "edition": "7",
                "author": None,
                "editor": [{"family": "Holm", "given": "A."}, {"family": "Reeve", "given": "T."}],
            },
        ),
        (written.GROUP, {"author": [{"literal": "World Health Organization"}]}),
        (written.REPORT, {"type": "report", "publisher": "Institute of Tests"}),
        (written.THESIS, {"type": "thesis", "genre": "Doctoral dissertation"}),
        (written.SITE, {"type": "webpage", "URL": "https://tests.example.org/ng222"}),
        (written.CUT, {"author": [{"family": "Nissen-Lie", "given": "H. A."}]}),
        (
            "Stone, C. (2020, May 3). Pace. Walking, 1, 2–3.",
            {"issued": {"date-parts": [[2020, 5, 3]]}},
        ),
        ("Stone, C. (in press). Pace. Walking.", {"issued": None, "status": "in press"}),
        (
            "Stone, C. (2020). Pace. Walking. Advance online publication.",
            {"status": "advance online publication"},
        ),
        (
            "Stone, C. (2020). Pace [Preprint]. PsyArXiv.",
            {"type": "article", "genre": "Preprint", "publisher": "PsyArXiv"},
        ),
        (None, {"type": "webpage", "container-title": "Small Digest", "URL": written.PAGE}),
    ],
)
def test_other_forms_have_their_types_and_fields(
    citation: str | None, parts: dict[str, Any]
) -> None:
    (item,) = read(cited(citation))
    assert {name: item.get(name) for name in parts} == parts


def test_the_evidence_is_kept_as_custom() -> None:
    assert "custom" not in read(cited(written.ARTICLE))[0]
    (item,) = read(cited(written.ARTICLE, **written.EVIDENCE))
    assert item["PMID"] == "31758858"
    assert item["custom"] == {
        "study": {
            "year": 2021,
            "compared": "by chance",
            "studies": 10,
            "effects": [{"measure": "g", "value": 0.25}],
        },
        "notices": [{"kind": "retraction", "date": "2022"}],
    }
    assert item["note"].startswith("The study has been retracted. ")


@given(hostile_references())
def test_no_text_of_a_post_breaks_the_file(references: list[Reference]) -> None:
    items = read(*references)
    assert [item.get("title", "") for item in items] == [one.title for one in references]
    assert len({item["id"] for item in items}) == len(items)
