"""Each form of citation is read back by a program of its own and says what the post says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations.reference import Person, Reference, reference, told_apart
from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.post import Post
from webapp.view.citations import FORMS, apa, bibtex, csl_json, ris

PAGE = "https://digest.example.org/posts/x"
ARTICLE = (
    "de Jong, K., O’Hara, S. M., & Müller, A. (2021). Is 50% enough? Dose & response. "
    "Journal of Studies, 12(3), 45–67. https://doi.org/10.1037/abc_1"
)
CHAPTER = (
    "Wampold, B., & Owen, J. (2021). Therapist effects. In M. Barkham, W. Lutz, & L. G. "
    "Castonguay (Eds.), Handbook of change (7th ed., Chapter 9). Wiley."
)


def cited(citation: str | None, **parts: Any) -> Reference:
    made = Post(id="2021-07-x", title="What helps?", summary="S.", citation=citation, **parts)
    return reference(made, PAGE, "Small Digest")


def from_ris(*references: Reference) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = rispy.loads(ris(references))
    return entries


def from_bibtex(*references: Reference) -> list[dict[str, str]]:
    library = parse_string(bibtex(references), append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    return [
        {"key": e.key, "type": e.entry_type, **{f.key: f.value for f in e.fields}}
        for e in library.entries
    ]


def from_csl(*references: Reference) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(csl_json(references))
    return items


def test_an_article_in_ris() -> None:
    (entry,) = from_ris(cited(ARTICLE))
    assert entry["type_of_reference"] == "JOUR"
    assert entry["authors"] == ["de Jong, K.", "O’Hara, S. M.", "Müller, A."]
    assert entry["title"] == "Is 50% enough? Dose & response"
    assert entry["secondary_title"] == "Journal of Studies"
    assert (entry["volume"], entry["number"]) == ("12", "3")
    assert (entry["start_page"], entry["end_page"]) == ("45", "67")
    assert (entry["year"], entry["doi"]) == ("2021", "10.1037/abc_1")
    assert entry["urls"] == ["https://doi.org/10.1037/abc_1"]
    assert entry["notes"] == [f"Summarised in Small Digest: {PAGE}"]


def test_an_article_in_bibtex() -> None:
    (entry,) = from_bibtex(cited(ARTICLE))
    assert (entry["key"], entry["type"]) == ("dejong202150", "article")
    assert entry["author"] == "de Jong, K. and O’Hara, S. M. and Müller, A."
    assert entry["title"].strip("{}") == "Is 50% enough? Dose & response"
    assert (entry["journal"], entry["pages"]) == ("Journal of Studies", "45–67")
    assert entry["doi"] == "10.1037/abc_1"


def test_an_article_in_csl_json() -> None:
    (item,) = from_csl(cited(ARTICLE))
    assert item["type"] == "article-journal"
    assert item["author"][0] == {"family": "de Jong", "given": "K."}
    assert item["issued"] == {"date-parts": [[2021]]}
    assert (item["container-title"], item["page"]) == ("Journal of Studies", "45–67")


def test_a_chapter_has_its_book() -> None:
    one = cited(CHAPTER)
    (entry,) = from_ris(one)
    assert entry["type_of_reference"] == "CHAP"
    assert entry["secondary_title"] == "Handbook of change"
    assert entry["secondary_authors"] == ["Barkham, M.", "Lutz, W.", "Castonguay, L. G."]
    (entry,) = from_bibtex(one)
    assert (entry["type"], entry["booktitle"]) == ("incollection", "Handbook of change")
    assert (entry["edition"], entry["chapter"], entry["publisher"]) == ("7", "9", "Wiley")
    (item,) = from_csl(one)
    assert item["chapter-number"] == "9"
    assert item["editor"][2] == {"family": "Castonguay", "given": "L. G."}


def test_apa_is_the_citation_as_printed_with_the_link_of_its_doi() -> None:
    assert apa([cited(ARTICLE)]) == ARTICLE + "\n"
    assert apa([cited(CHAPTER, doi="10.1000/b")]) == f"{CHAPTER} https://doi.org/10.1000/b\n"
    assert apa([cited("Smith, J. (2020). A title")]) == "Smith, J. (2020). A title.\n"


def test_parts_that_are_not_printed_are_left_out() -> None:
    one = cited("Nissen-Lie, H. A., et al. (2017). Love yourself?")
    (entry,) = from_ris(one)
    assert set(entry) == {"type_of_reference", "authors", "year", "title", "notes"}
    assert "Not all authors are named." in entry["notes"]
    assert from_bibtex(one)[0]["author"] == "Nissen-Lie, H. A. and others"
    assert set(from_csl(one)[0]) == {"id", "type", "author", "issued", "title", "note"}


def test_a_citation_that_cannot_be_taken_apart_is_kept_whole() -> None:
    text = "an unpublished talk with slides, somewhere"
    one = cited(text)
    assert from_ris(one)[0]["title"] == from_csl(one)[0]["title"] == text
    assert from_bibtex(one)[0]["key"] == "2021-07-x"


def test_a_post_without_a_citation_is_cited_itself() -> None:
    one = cited(None, month="2021-07")
    assert apa([one]) == f"Small Digest. (2021). What helps? {PAGE}\n"
    assert from_ris(one)[0]["urls"] == [PAGE]
    assert from_bibtex(one)[0]["howpublished"] == "Small Digest"
    assert from_csl(one)[0]["type"] == "webpage"
    assert apa([cited(None)]) == f"Small Digest. What helps? {PAGE}\n"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("de Jong, K.", Person("de Jong", "K.")),
        ("K. de Jong", Person("de Jong", "K.")),
        ("Smith, J., Jr", Person("Smith", "J.", "Jr")),
        ("Robinson", Person("Robinson")),
        ("World Health Organization", Person("World Health Organization", group=True)),
    ],
)
def test_names_are_taken_apart(name: str, expected: Person) -> None:
    assert Person.of(name) == expected


def test_a_group_stays_whole() -> None:
    one = cited("World Health Organization. (2019). A guide for all. Journal of Guides, 1, 2-3.")
    assert one.authors == (Person("World Health Organization", group=True),)
    assert "author = {{World Health Organization}}" in bibtex([one])
    assert from_csl(one)[0]["author"] == [{"literal": "World Health Organization"}]
    assert from_ris(one)[0]["authors"] == ["World Health Organization"]


def test_keys_of_a_list_are_told_apart() -> None:
    keys = list(told_apart([cited(ARTICLE)] * 28))
    assert keys[:3] == ["dejong202150", "dejong202150b", "dejong202150c"]
    assert keys[-1] == "dejong202150ab"
    assert len({entry["key"] for entry in from_bibtex(*[cited(ARTICLE)] * 28)}) == 28


text = st.text(st.characters(codec="utf-8"), max_size=60) | st.text(
    '\\{}$&%#_^~"@,= \n\rab.(2020)-', max_size=60
)


@given(st.lists(st.tuples(text, text, text), min_size=1, max_size=4))
def test_nothing_in_a_post_breaks_a_form(posts: list[tuple[str, str, str]]) -> None:
    references = [
        reference(Post(id=f"p{n}", title=a, summary="", citation=b, doi=c or None), PAGE, "D & {x")
        for n, (a, b, c) in enumerate(posts)
    ]
    assert len(from_ris(*references)) == len(posts)
    assert len(from_bibtex(*references)) == len(posts)
    assert [item.get("title", "") for item in from_csl(*references)] == [
        one.title for one in references
    ]


@given(st.text('\\{}$&%#_^~ab c"', min_size=1, max_size=40).map(lambda t: " ".join(t.split())))
def test_special_characters_come_back_from_bibtex(title: str) -> None:
    line = re.findall(r"title = \{\{(.*)\}\},", bibtex([cited(None)]))
    assert line == ["What helps?"]
    made = Post(id="x", title=f"x{title}x", summary="")
    (value,) = re.findall(r"title = \{\{(.*)\}\},", bibtex([reference(made, PAGE, "D")]))
    back: Callable[[str], str] = unescaped
    assert back(value) == f"x{title}x"
    assert value.count("{") == value.count("}")


def unescaped(value: str) -> str:
    names = {
        "textbackslash": "\\",
        "textbraceleft": "{",
        "textbraceright": "}",
        "textasciicircum": "^",
        "textasciitilde": "~",
    }
    return re.sub(
        r"\\(text\w+)\{\}|\\(.)", lambda m: names[m[1]] if m[1] else m[2], value, flags=re.DOTALL
    )


def test_every_form_has_a_type_and_an_ending() -> None:
    assert {form.ending for form in FORMS.values()} == {"ris", "bib", "json", "txt"}
    for form in FORMS.values():
        assert form.write([]).strip() in ("", "[]")


def test_the_evidence_goes_with_the_citation() -> None:
    study = Study(
        2021, compared="by chance", studies=10, effects=(Effect(measure="g", value=0.25),)
    )
    told = cited(ARTICLE, pmid="31758858", study=study, notices=(Notice("retraction", "2022"),))
    assert told.retracted
    (item,) = from_csl(told)
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
    assert item["note"].startswith("The study has been retracted. Summarised in")
    assert from_bibtex(told)[0]["pmid"] == "31758858"
    assert from_ris(told)[0]["notes"][0] == "The study has been retracted."
    assert from_ris(told)[0]["accession_number"] == "31758858"
    assert "custom" not in from_csl(cited(ARTICLE))[0]
