"""CSL-JSON files are imported as posts to complete."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from corpus.importing.references.csl_json import CslJsonImporter
from tests.digests.import_desk import CITED, fixture, read, told
from tests.digests.study_files import Made


def write_csl(studies: Sequence[Made]) -> str:
    items = [
        {
            "id": study.number,
            "type": "article-journal",
            "title": study.title,
            "author": [{"family": study.family, "given": "Arlo"}],
            "issued": {"date-parts": [[study.year]]},
            "container-title": "Journal of Tests",
            "volume": "12",
            "page": "45",
        }
        | ({"DOI": study.doi} if study.doi else {})
        | ({"abstract": study.abstract} if study.abstract else {})
        for study in studies
    ]
    return json.dumps(items, indent=1)


def test_references_become_posts_to_complete() -> None:
    article, chapter = read(CslJsonImporter("2024-05"), fixture("csl/references.json")).posts
    assert (article.id, article.pmid) == ("http://zotero.org/users/1/items/WALK20", "11111111")
    assert article.title == "Pace and company on long walks: A survey"
    assert article.summary.startswith("Three hundred walkers")
    assert (chapter.id, chapter.implications) == ("7", "")
    assert [article.citation, chapter.citation] == CITED


STONE: dict[str, Any] = {
    "title": "Rain",
    "author": [{"family": "Stone", "given": "C."}],
    "issued": {"date-parts": [[2014]]},
}


def cited(item: dict[str, Any]) -> str | None:
    (post,) = read(CslJsonImporter("2024-05"), json.dumps([STONE | item])).posts
    return post.citation


@pytest.mark.parametrize(
    ("item", "citation"),
    [
        (
            {"type": "article-journal", "container-title": "Walking", "volume": 4, "page": "e12",
             "number": "e12"},
            "Stone, C. (2014). Rain. Walking, 4, Article e12.",
        ),
        (
            {"type": "article-journal", "container-title": "J. Walk.", "status": "In press",
             "journal": "Journal of Walking", "issued": None},
            "Stone, C. (in press). Rain. Journal of Walking.",
        ),
        (
            {"type": "article", "publisher": "PsyArXiv", "genre": "Preprint", "title": "Rain."},
            "Stone, C. (2014). Rain [Preprint]. PsyArXiv.",
        ),
        (
            {"type": "posted-content", "institution": [{"name": "PsyArXiv"}]},
            "Stone, C. (2014). Rain [Preprint]. PsyArXiv.",
        ),
        (
            {"type": "dataset", "publisher": "Zenodo", "URL": "https://x.example/d"},
            "Stone, C. (2014). Rain [Data set]. Zenodo. https://x.example/d",
        ),
        (
            {"type": "thesis", "publisher": "University of Rain", "genre": "master’s thesis"},
            "Stone, C. (2014). Rain [Master’s thesis, University of Rain].",
        ),
        (
            {"type": "thesis", "publisher": "University of Rain", "archive": "ProQuest"},
            "Stone, C. (2014). Rain [Doctoral dissertation, University of Rain]. ProQuest.",
        ),
        (
            {"type": "report", "publisher": "RAND", "number": "12", "genre": "Technical report"},
            "Stone, C. (2014). Rain (Technical Report No. 12). RAND.",
        ),
        ({"type": "manuscript"}, "Stone, C. (2014). Rain [Unpublished manuscript]."),
        ({"type": "manuscript", "DOI": "10.1000/a"}, "Stone, C. (2014). Rain. https://doi.org/10.1000/a"),
        (
            {"type": "book", "author": [], "editor": [{"family": "Holm", "given": "Ada"}],
             "edition": "2nd", "publisher": "Wiley"},
            "Holm, A. (Ed.). (2014). Rain (2nd ed.). Wiley.",
        ),
        (
            {"type": "journal-article", "title": ["Rain"], "subtitle": ["A trial"],
             "container-title": ["Walking"], "issued": {"date-parts": [[None]]},
             "published-print": {"date-parts": [[2015, 4]]}},
            "Stone, C. (2015). Rain: A trial. Walking.",
        ),
    ],
)  # fmt: skip
def test_works_of_every_kind_are_cited(item: dict[str, Any], citation: str) -> None:
    assert cited(item) == citation


@pytest.mark.parametrize(
    ("author", "listed"),
    [
        ([{"literal": "World Bank"}], "World Bank."),
        ([{"family": "Garcia Lopez"}], "Garcia Lopez."),
        ([{"family": "Institute of Rain"}, {"name": "Walkers"}], "Institute of Rain, & Walkers."),
        ([{"family": "Gogh", "given": "Vincent", "dropping-particle": "van"}], "van Gogh, V."),
        ([{"literal": "Rain, Snow, and Hail Consortium"}], "Rain, Snow, and Hail Consortium."),
        (["Stone, Clara", "Hill D", {"literal": "others"}], "Stone, C., Hill, D., et al."),
    ],
)
def test_names_in_every_shape_are_read(author: list[object], listed: str) -> None:
    assert cited({"author": author}) == f"{listed} (2014). Rain."


@pytest.mark.parametrize(
    "issued",
    [{"date_parts": [["2014", 5]]}, {"raw": "May 2014"}, [{"year": 2014}], "2014-05-01",
     {"literal": "05-2014"}],
)  # fmt: skip
def test_dates_in_every_shape_are_read(issued: object) -> None:
    assert cited({"issued": issued}) == "Stone, C. (2014). Rain."


def test_a_single_reference_lines_and_a_registry_s_answer_are_read() -> None:
    one = json.dumps(STONE)
    answer = json.dumps({"status": "ok", "message": {"items": [STONE]}})
    for text in (one, f"{one}\n{one}\n", answer, json.dumps({"message": STONE})):
        assert {post.title for post in read(CslJsonImporter("2024-05"), text).posts} == {"Rain"}


def test_references_before_a_fault_are_read_and_the_fault_is_reported() -> None:
    text = f"[\n{json.dumps(STONE)},\n" + '{"title": "Snow",,}\n]'
    imported = read(CslJsonImporter("2024-05"), text)
    assert [post.title for post in imported.posts] == ["Rain"]
    assert told(imported) == ["3: from here on the file is not JSON: export it again, whole"]
    assert told(read(CslJsonImporter("2024-05"), f"[{json.dumps(STONE)}, 5]")) == [
        "1: a reference is not a JSON object: export the file again"
    ]
    spread = json.dumps([STONE, STONE, 5], indent=1)
    assert told(read(CslJsonImporter("2024-05"), spread)) == [
        f"{spread.count(chr(10))}: a reference is not a JSON object: export the file again"
    ]
    assert told(read(CslJsonImporter("2024-05"), '[\n{"type": "book"}]')) == [
        "2: reference 1 of the file has no title: add it, and import again"
    ]
