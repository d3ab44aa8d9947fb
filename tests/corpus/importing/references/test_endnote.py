"""EndNote's XML files are imported as posts to complete."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pytest

from corpus.importing.references.endnote import EndNoteImporter
from tests.digests.import_desk import CITED, fixture, read, told
from tests.digests.study_files import Made


def write_endnote(studies: Sequence[Made]) -> str:
    records = "".join(
        f"<record><rec-number>{study.number}</rec-number>"
        '<ref-type name="Journal Article">17</ref-type><contributors><authors>'
        f"<author>{study.family}, Arlo</author></authors></contributors><titles>"
        f"<title>{study.title}</title><secondary-title>Journal of Tests</secondary-title></titles>"
        f"<pages>45</pages><volume>12</volume><dates><year>{study.year}</year></dates>"
        f"<electronic-resource-num>{study.doi}</electronic-resource-num>"
        f"<abstract>{escape(study.abstract)}</abstract></record>"
        for study in studies
    )
    return f'<?xml version="1.0" encoding="UTF-8" ?><xml><records>{records}</records></xml>'


def test_references_become_posts_to_complete() -> None:
    imported = read(EndNoteImporter("2024-05"), fixture("endnote/references.xml"))
    article, chapter = imported.posts
    assert (article.id, article.pmid) == ("12", "11111111")
    assert article.title == "Pace and company on long walks: A survey"
    assert article.summary == (
        "AIM: Walkers differ in pace.\n\nRESULTS: Three hundred were asked how they set it."
    )
    assert [article.citation, chapter.citation] == CITED


def cited(kind: str, inside: str) -> str | None:
    text = (
        f"<xml><records><record>{kind}<contributors><authors>"
        "<author>Stone, C.&#xD;Hill, D.</author></authors></contributors>"
        f"<titles><title>Rain</title></titles>{inside}"
        "<dates><year>2014</year></dates></record></records></xml>"
    )
    (post,) = read(EndNoteImporter("2024-05"), text).posts
    return post.citation


@pytest.mark.parametrize(
    ("kind", "inside", "source"),
    [
        ('<ref-type name="Thesis">32</ref-type>', "<publisher>University of Rain</publisher>",
         " [Doctoral dissertation, University of Rain]."),
        ("<ref-type>27</ref-type>", "<publisher>Institute of Rain</publisher>",
         ". Institute of Rain."),
        ('<ref-type name="Dataset">59</ref-type>', "<publisher>Zenodo</publisher>",
         " [Data set]. Zenodo."),
        ("", "<periodical><full-title>Walking</full-title></periodical><volume>4</volume>"
         "<custom7>e12</custom7>", ". Walking, 4, Article e12."),
        ("", "<periodical><full-title>Walking</full-title></periodical><volume>4</volume>"
         "<pages>5-9</pages><custom7>PMC123</custom7>", ". Walking, 4, 5–9."),
    ],
)  # fmt: skip
def test_works_of_every_kind_are_cited(kind: str, inside: str, source: str) -> None:
    assert cited(kind, inside) == f"Stone, C., & Hill, D. (2014). Rain{source}"


def test_a_record_without_a_title_is_reported_by_line_and_number() -> None:
    """The number is needed since EndNote writes all records on one line."""
    record = "<record><titles><title>{}</title></titles></record>"
    records = f"{record.format('Rain')}\n{record.format('')}"
    imported = read(EndNoteImporter("2024-05"), f"<xml>\n<records>{records}</records></xml>")
    assert told(imported)[0].startswith("3: reference 2 of the file has no title")
