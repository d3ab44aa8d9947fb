"""What stands in a reference or row and can't be read is told, in each format."""

from __future__ import annotations

import json

import pytest

from corpus.importing.formats import FORMATS
from tests.digests.import_desk import read, told

CSL = json.dumps(
    [{"title": "Rain", "DOI": "foo", "PMID": "abc", "issued": {"raw": "20x1"}, "type": "article"}]
)
NBIB = "PMID- abc\nTI  - Rain\nDP  - 20x1\nAID - foo [doi]\n"
XML = (
    "<PubmedArticleSet><PubmedArticle><Article><ArticleTitle>Rain</ArticleTitle><Journal>"
    "<JournalIssue><PubDate><Year>20x1</Year></PubDate></JournalIssue></Journal></Article>"
    '<PubmedData><ArticleIdList><ArticleId IdType="doi">foo</ArticleId></ArticleIdList>'
    "</PubmedData></PubmedArticle></PubmedArticleSet>"
)
ENDNOTE = (
    "<xml><records><record><titles><title>Rain</title></titles><dates><year>20x1</year></dates>"
    "<electronic-resource-num>foo</electronic-resource-num></record></records></xml>"
)
ROW = "title,month,summary,doi,pmid,authors,year\nRain,2024-05,Wet.,foo,abc,'Dew, L.',20x1\n"
FRONT = "---\ntitle: Rain\ndate: 2024-05-03\ndoi: foo\n---\n\nWet."


@pytest.mark.parametrize(
    ("name", "text", "names"),
    [
        ("ris", "TY  - JOUR\nTI  - Rain\nPY  - 20x1\nDO  - foo\nER  - \n", ("DOI", "year")),
        ("bibtex", "@article{a, title={Rain}, year={20x1}, doi={foo}, pmid={abc}}", None),
        ("csl", CSL, None),
        ("nbib", NBIB, None),
        ("pubmed", XML, ("DOI", "year")),
        ("endnote", ENDNOTE, ("DOI", "year")),
        ("csv", ROW.replace("'", '"'), None),
        ("markdown", FRONT, ("DOI",)),
    ],
)
def test_an_unreadable_value_is_told(name: str, text: str, names: tuple[str, ...] | None) -> None:
    importer = next(one for one in FORMATS if one.name == name).make("2024-05")
    imported = read(importer, text)
    lines = [line for line in told(imported) if "can't be read" in line]
    written = {"DOI": "foo", "year": "20x1", "PMID": "abc"}
    assert len(imported.posts) == 1 and len(lines) == len(names or written)
    for one in names or written:
        start = f'warning: the {one} of "Rain" can\'t be read, and was left out: "{written[one]}"'
        assert any(start in line.replace(" [doi]", "") for line in lines), lines


@pytest.mark.parametrize("year", ["n.d.", "", "in press", "2021", "////"])
def test_a_year_that_is_not_known_is_nothing_to_tell(year: str) -> None:
    importer = next(one for one in FORMATS if one.name == "ris").make("2024-05")
    imported = read(importer, f"TY  - JOUR\nTI  - Rain\nPY  - {year}\nDO  - n/a\nER  - \n")
    assert imported.problems == ()


def test_unknown_kinds_of_research_are_told_once() -> None:
    importer = next(one for one in FORMATS if one.name == "csv").make("2024-05")
    rows = "title,summary,research\nRain,Wet.,RCT\nSnow,Cold.,RCT\nSun,Warm.,poll\n"
    (line,) = [line for line in told(read(importer, rows)) if "kinds of research" in line]
    assert line == (
        "1: warning: these are no kinds of research of the digest: RCT: "
        "add an alias to digest.toml, and import again"
    )
