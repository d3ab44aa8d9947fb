from __future__ import annotations

from corpus.importing.references.pubmed import NbibImporter, PubmedXmlImporter
from tests.import_desk import fixture, read, told


def test_the_text_format_becomes_posts_to_complete() -> None:
    imported = read(NbibImporter("2024-05"), fixture("nbib/studies.nbib"))
    first, second = imported.posts
    assert (first.id, first.research) == ("11111111", "survey")
    assert first.citation == (
        "Stone, C., & Hill, D. B. (2020). Pace and company on long walks: who leads and who "
        "follows. Journal of Walks, 12(3), 145–167. https://doi.org/10.1000/walks.12"
    )
    assert first.summary.startswith("BACKGROUND: Walkers differ in pace. RESULTS: Three hundred")
    assert second.citation == "Brook, E. (2019). Rain. Walking, 11."


def test_lines_above_the_first_record_are_told() -> None:
    imported = read(NbibImporter("2024-05"), "Saved\nPMID- 1\nTI  - Rain\n")
    assert told(imported)[0].startswith(
        "1: warning: what stands above the first record was left out"
    )


def test_the_xml_becomes_posts_to_complete() -> None:
    imported = read(PubmedXmlImporter("2024-05"), fixture("pubmed/studies.xml"))
    (post,) = imported.posts
    assert (post.id, post.research, post.doi) == ("11111111", "survey", "10.1000/walks.12")
    assert post.citation == (
        "Stone, C., Hill, D. B., & Walking Group. (2020). Pace and company on long walks. "
        "Journal of Walks, 12(3), 145–167. https://doi.org/10.1000/walks.12"
    )
    assert post.summary == (
        "Background: Walkers differ in pace.\n\n"
        "Results: Three hundred of them were asked how they set it."
    )
    assert post.implications == ""


def test_an_article_with_little_is_taken_as_far_as_it_goes() -> None:
    xml = "<S><PubmedArticle><ArticleTitle>Rain.</ArticleTitle></PubmedArticle></S>"
    (post,) = read(PubmedXmlImporter("2024-05"), xml).posts
    assert (post.id, post.title, post.citation) == ("Rain", "Rain", "Rain. (n.d.).")
    assert told(read(PubmedXmlImporter("2024-05"), "<S/>"))[0].startswith("1: there is no ref")
