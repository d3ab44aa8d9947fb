"""Metadata for programs on a post's page describe the study, or the post if there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from corpus.citations.reference import reference
from corpus.digest import Digest
from corpus.evidence.notice import Notice
from corpus.post import Correction, Post
from webapp.view.metadata import linked_data, meta_tags

PAGE = "https://digest.example.org/posts/x"
DIGEST = Digest(name="Small Digest", home="https://digest.example.org/")
POST = Post(
    id="2021-07-x",
    title="What helps?",
    summary="It helped.",
    implications="Try it. Then ask.",
    month="2021-07",
    topics=("Gardens",),
    citation="de Jong, K., & Müller, A. (2020). Does it help? Journal of Plots, 12(3), 45-67.",
    doi="10.1000/plots.1",
)
CHAPTER = (
    "Wampold, B. (2021). Effects. In M. Barkham (Ed.), Handbook of change (7th ed., pp. 1-9). "
    "Wiley."
)


def tags(post: Post) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, content in meta_tags(reference(post, PAGE, DIGEST.name)):
        found.setdefault(name, []).append(content)
    return found


def linked(post: Post) -> dict[str, Any]:
    return linked_data(post, reference(post, PAGE, DIGEST.name), DIGEST)


def test_a_study_has_highwire_and_dublin_core_tags() -> None:
    assert tags(POST) == {
        "citation_title": ["Does it help?"],
        "citation_author": ["de Jong, K.", "Müller, A."],
        "citation_publication_date": ["2020"],
        "citation_journal_title": ["Journal of Plots"],
        "citation_volume": ["12"],
        "citation_issue": ["3"],
        "citation_firstpage": ["45"],
        "citation_lastpage": ["67"],
        "citation_doi": ["10.1000/plots.1"],
        "DC.title": ["Does it help?"],
        "DC.creator": ["de Jong, K.", "Müller, A."],
        "DC.date": ["2020"],
        "DC.source": ["Journal of Plots"],
        "DC.identifier": ["doi:10.1000/plots.1"],
    }


def test_a_single_author_is_not_split_into_two() -> None:
    """Zotero splits a single author at the comma if both sides have a space."""
    alone = tags(Post("x", "T", "S", citation="van den Berg, K. A. (2020). Plots. Soil, 1, 2-3."))
    (author,) = alone["citation_author"]
    assert not all(" " in side for side in author.split(", "))
    assert author.replace("\xa0", " ") == "van den Berg, K. A."
    assert alone["DC.creator"] == ["van den Berg, K. A."]


def test_a_group_is_not_taken_for_a_person() -> None:
    """Zotero takes the last word of a name without comma for the family name."""
    text = "World Health Organization & Green, A. (2020). Plots. Soil, 1, 2-3."
    told = tags(Post("x", "T", "S", citation=text))
    assert told["citation_author"] == ["World Health Organization,", "Green, A."]
    assert told["DC.creator"] == ["World Health Organization", "Green, A."]
    alone = tags(Post("x", "T", "S", citation=text.replace(" & Green, A.", ".")))
    assert alone["citation_author"] == ["World Health Organization,"]


def test_a_chapter_names_its_book() -> None:
    post = Post(id="x", title="T", summary="S", citation=CHAPTER)
    assert tags(post)["citation_inbook_title"] == ["Handbook of change"]
    assert tags(post)["citation_author"] == ["Wampold, B."]
    assert tags(post)["citation_editor"] == ["Barkham, M."]
    assert linked(post)["isBasedOn"]["isPartOf"] == {"@type": "Book", "name": "Handbook of change"}


def test_a_post_without_a_citation_is_described_itself() -> None:
    post = Post(id="x", title="What helps?", summary="It helped.")
    assert tags(post) == {
        "DC.type": ["blogPost"],
        "DC.title": ["What helps?"],
        "DC.source": ["Small Digest"],
        "DC.identifier": [PAGE],
    }
    data = linked(post)
    assert "isBasedOn" not in data
    assert data["description"] == "It helped."


def test_linked_data_has_the_post_and_its_study() -> None:
    data = linked(POST)
    assert data["@type"] == "Article"
    assert (data["headline"], data["datePublished"]) == ("What helps?", "2021-07")
    assert data["isPartOf"]["name"] == "Small Digest"
    assert data["url"] == data["mainEntityOfPage"] == PAGE
    assert data["publisher"] == {
        "@type": "Organization",
        "name": "Small Digest",
        "url": "https://digest.example.org/",
    }
    assert data["citation"] == data["isBasedOn"]
    study = data["isBasedOn"]
    assert study["@type"] == "ScholarlyArticle"
    assert study["author"][0] == {
        "@type": "Person",
        "name": "K. de Jong",
        "familyName": "de Jong",
        "givenName": "K.",
    }
    assert study["sameAs"] == "https://doi.org/10.1000/plots.1"


def test_a_group_is_an_organisation() -> None:
    post = Post(
        id="x",
        title="T",
        summary="S",
        citation="World Health Organization. (2019). A guide. Journal of Guides, 1, 2-3.",
    )
    assert linked(post)["isBasedOn"]["author"] == [
        {"@type": "Organization", "name": "World Health Organization"}
    ]


def test_corrections_and_notices_are_included() -> None:
    post = replace(
        POST,
        writer="A. Green",
        licence="https://creativecommons.org/licenses/by/4.0/",
        bottom_line="It helped.",
        pmid="31758858",
        corrections=(Correction("2024-05-17", "A figure."), Correction("2024-03-01", "A name.")),
        notices=(Notice("retraction", "2022-05", "10.1000/x"), Notice("preprint")),
    )
    found = linked(post)
    assert found["author"] == {"@type": "Person", "name": "A. Green"}
    assert (found["dateModified"], found["abstract"]) == ("2024-05-17", "It helped.")
    assert found["license"] == post.licence
    assert found["correction"][1] == {
        "@type": "CorrectionComment",
        "datePublished": "2024-03-01",
        "text": "A name.",
    }
    study = found["isBasedOn"]
    assert study["creativeWorkStatus"] == "Retracted"
    assert study["identifier"]["value"] == "31758858"
    assert study["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "The study has been retracted.",
            "datePublished": "2022-05",
            "sameAs": "https://doi.org/10.1000/x",
        },
        {"@type": "CorrectionComment", "text": "The study is a preprint, or has been one."},
    ]
    bare = linked(POST)
    assert bare["author"] == bare["publisher"]
    assert not {"dateModified", "license", "abstract", "correction"} & set(bare)
    assert not {"creativeWorkStatus", "identifier", "correction"} & set(bare["isBasedOn"])
